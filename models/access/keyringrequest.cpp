// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/keyringrequest.h"

#include <qt6keychain/keychain.h>

namespace pgaccess {

KeyringRequest::KeyringRequest(QKeychain::Job *job, std::chrono::milliseconds timeout,
                               QObject *parent)
    : QObject(parent)
    , m_job(job)
{
    m_job->setParent(nullptr);
    m_job->setAutoDelete(true);
    m_job->setInsecureFallback(false);
    m_deadline.setSingleShot(true);
    m_deadline.setInterval(timeout);
    connect(m_job, &QKeychain::Job::finished, this, &KeyringRequest::takeFinished);
    connect(&m_deadline, &QTimer::timeout, this, &KeyringRequest::expire);
}

void KeyringRequest::start()
{
    m_deadline.start();
    m_job->start();
}

void KeyringRequest::takeFinished(QKeychain::Job *job)
{
    m_deadline.stop();
    deleteLater();
    if (m_expired)
        emit cameLate();
    else
        emit answered(job);
}

void KeyringRequest::expire()
{
    m_expired = true;
    emit expired();
}

} // namespace pgaccess
