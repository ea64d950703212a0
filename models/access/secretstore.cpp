// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/secretstore.h"

#include "access/keyringrequest.h"

#include <qt6keychain/keychain.h>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

/// True if the keyring did its work, also if that was to find nothing.
bool isGood(const QKeychain::Job *job)
{
    return job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound;
}

QString keyFor(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

base::Error keyringError(const QString &message)
{
    return {.message = message, .attempting = u"asking the system's keyring"_s};
}

} // namespace

SecretStore::SecretStore(const QString &service, QObject *parent, std::chrono::milliseconds timeout)
    : QObject(parent)
    , m_service(service)
    , m_timeout(timeout)
{
}

SecretStore::~SecretStore() = default;

void SecretStore::probe()
{
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(u"probe"_s);
    start(job, [](QKeychain::Job *, const std::optional<base::Error> &) {});
}

void SecretStore::read(const QUuid &id, QObject *context, const Handler &handler)
{
    if (const auto found = m_session.constFind(id); found != m_session.cend()) {
        answer(context, handler, {.secret = *found, .place = SecretPlace::Session});
        return;
    }
    auto *job = new QKeychain::ReadPasswordJob(m_service);
    job->setKey(keyFor(id));
    const QPointer<QObject> guard(context);
    start(job, [=, this](QKeychain::Job *done, const std::optional<base::Error> &trouble) {
        SecretAnswer out{.trouble = trouble};
        if (done && done->error() == QKeychain::NoError) {
            QByteArray bytes = static_cast<QKeychain::ReadPasswordJob *>(done)->binaryData();
            out.secret = base::Secret(bytes);
            out.place = SecretPlace::Keyring;
            bytes.fill('\0');
        }
        answer(guard, handler, out);
    });
}

void SecretStore::keep(const QUuid &id, const base::Secret &secret, QObject *context,
                       const Handler &handler)
{
    if (secret.isEmpty()) {
        answer(context, handler, {.trouble = keyringError(u"An empty password is not stored."_s)});
        return;
    }
    m_session.insert(id, secret);
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(keyFor(id));
    if (secret.view().isValidUtf8())
        job->setTextData(QString::fromUtf8(secret.view())); // readable in the keyring's own tools
    else
        job->setBinaryData(secret.view().toByteArray());
    const QPointer<QObject> guard(context);
    start(job, [=, this](QKeychain::Job *done, const std::optional<base::Error> &trouble) {
        const bool stored = done && done->error() == QKeychain::NoError;
        if (stored)
            m_session.remove(id);
        const auto place = stored ? SecretPlace::Keyring : SecretPlace::Session;
        answer(guard, handler, {.place = place, .trouble = trouble});
    });
}

void SecretStore::keepForSession(const QUuid &id, const base::Secret &secret)
{
    if (!secret.isEmpty())
        m_session.insert(id, secret);
}

void SecretStore::forget(const QUuid &id, QObject *context, const Handler &handler)
{
    m_session.remove(id);
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(keyFor(id));
    const QPointer<QObject> guard(context);
    start(job, [=, this](QKeychain::Job *, const std::optional<base::Error> &trouble) {
        answer(guard, handler, {.trouble = trouble});
    });
}

void SecretStore::start(QKeychain::Job *job, const JobHandler &handler)
{
    if (m_overdue > 0) { // QtKeychain runs one job after the other: this one would only queue up
        delete job;
        handler(nullptr, keyringError(m_problem));
        return;
    }
    auto *request = new KeyringRequest(job, m_timeout, this);
    connect(request, &KeyringRequest::answered, this, [this, handler](QKeychain::Job *done) {
        const bool good = isGood(done);
        setState(good ? KeyringState::Available : KeyringState::Unavailable, done->errorString());
        handler(done, good ? std::nullopt : std::optional(keyringError(done->errorString())));
    });
    connect(request, &KeyringRequest::expired, this, [this, handler] {
        ++m_overdue;
        setState(KeyringState::NotAnswering, u"The keyring does not answer."_s);
        handler(nullptr, keyringError(m_problem));
    });
    connect(request, &KeyringRequest::cameLate, this, &SecretStore::takeLate);
    request->start();
}

void SecretStore::takeLate()
{
    if (--m_overdue == 0)
        setState(KeyringState::Unknown, {});
}

void SecretStore::setState(KeyringState state, const QString &problem)
{
    m_problem = state == KeyringState::Available ? QString() : problem;
    if (m_state == state)
        return;
    m_state = state;
    emit stateChanged(state);
}

void SecretStore::answer(QObject *context, const Handler &handler, const SecretAnswer &answer)
{
    if (!context || !handler)
        return;
    QMetaObject::invokeMethod(
        context, [handler, answer] { handler(answer); }, Qt::QueuedConnection);
}

} // namespace pgaccess
