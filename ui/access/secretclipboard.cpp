// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/secretclipboard.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QGuiApplication>
#include <QMimeData>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QByteArray fingerprint(const QString &text)
{
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

SecretClipboard::SecretClipboard(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &SecretClipboard::clear);
}

SecretClipboard::~SecretClipboard()
{
    clear();
}

void SecretClipboard::copy(const QString &text)
{
    auto *data = new QMimeData; // the clipboard owns it
    data->setText(text);
    data->setData(u"x-kde-passwordManagerHint"_s, "secret");
    data->setData(u"org.nspasteboard.ConcealedType"_s, "1");
    data->setData(u"application/x-qt-windows-mime;value=\"ExcludeClipboardContentFromMonitor"
                  "Processing\""_s,
                  "1");
    QGuiApplication::clipboard()->setMimeData(data);
    m_fingerprint = fingerprint(text);
    m_timer.start(m_lifetime);
}

void SecretClipboard::clear()
{
    QClipboard *clipboard = QGuiApplication::clipboard();
    if (!m_fingerprint.isEmpty() && fingerprint(clipboard->text()) == m_fingerprint)
        clipboard->clear();
    m_fingerprint.clear();
}

} // namespace ui
