// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/serverchoice.h"

#include "access/diagnosis/clienterror.h"
#include "access/diagnosis/observation.h"
#include "access/profilefile.h"
#include "access/secretstore.h"
#include "base/plaintext.h"
#include "commandline/terminal.h"
#include "connectfiles.h"
#include "locks/waitgraph.h"
#include "paths.h"
#include "postgres/completion.h"

#include <QCoreApplication>
#include <QTimer>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

constexpr auto SnapshotDeadline = 30s;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::ServerChoice)
};

using SnapshotResult = base::Result<snapshot::SnapshotPtr>;

std::unexpected<ConnectFailure> unusable(const base::Error &error)
{
    return std::unexpected(ConnectFailure{.error = error, .exitCode = ExitCode::Usage});
}

// libpq reads values such as the port only when it connects.
std::unexpected<ConnectFailure> refused(const base::Error &error)
{
    const bool local = error.kind != base::ErrorKind::Server && error.sqlState.isEmpty();
    const pgaccess::Diagnosis diagnosis = pgaccess::diagnoseClientError({.error = error});
    if (local && diagnosis.isProved() && diagnosis.cause == pgaccess::Cause::BadConninfo)
        return unusable(error);
    return std::unexpected(ConnectFailure{.error = error});
}

bool isConnectionString(const QString &text)
{
    return text.contains(u'=') || text.startsWith("postgresql://"_L1) ||
           text.startsWith("postgres://"_L1);
}

// What the keyring answers; an empty secret if it has none or there is no keyring.
QCoro::Task<base::Secret> passwordFromKeyring(QUuid id)
{
    pgaccess::SecretStore store(keyringService());
    const auto answered = std::make_shared<pg::Completion<base::Secret>>();
    store.read(id, QCoreApplication::instance(), [answered](const pgaccess::SecretAnswer &answer) {
        QTimer::singleShot(0, QCoreApplication::instance(),
                           [answered, secret = answer.secret] { answered->finish(secret); });
    });
    co_return co_await *answered;
}

Connected<ServerChoice> parsedChoice(const QString &text)
{
    const auto parsed = pg::ConnectionSpec::parse(text);
    if (!parsed)
        return unusable(parsed.error());
    ServerChoice choice;
    choice.parameters.spec = parsed->spec;
    choice.parameters.password = parsed->password;
    choice.name = parsed->spec.shortText();
    return choice;
}

base::Result<pgaccess::Profile> findProfile(const QString &name)
{
    const pgaccess::ProfilesRead read = pgaccess::ProfileFile(profilesPath()).read();
    if (read.trouble)
        return std::unexpected(*read.trouble);
    QList<pgaccess::Profile> found;
    for (const pgaccess::Profile &profile : read.list.profiles) {
        if (profile.name == name)
            found.append(profile);
    }
    if (found.size() == 1)
        return found.first();
    const QString shown = base::visibleText(name);
    if (found.isEmpty()) {
        return base::localError(
            Tr::tr("“%1” is neither a connection string nor the name of a saved connection.")
                .arg(shown),
            Tr::tr(
                "A connection string looks like “host=db.example.org dbname=orders user=anna”."));
    }
    return base::localError(Tr::tr("Several saved connections are called “%1”.").arg(shown));
}

QCoro::Task<Connected<ServerChoice>> choiceOfProfile(QString name)
{
    const auto profile = findProfile(name);
    if (!profile)
        co_return unusable(profile.error());
    ServerChoice choice{.name = pgaccess::displayName(*profile),
                        .production = profile->production,
                        .readOnly = profile->readOnly};
    choice.parameters.spec = profile->spec;
    choice.parameters.allowCleartext = profile->allowCleartext;
    if (profile->passwordPolicy == pgaccess::PasswordPolicy::PassFile)
        choice.parameters.spec.set(u"passfile"_s, profile->passFile);
    if (profile->passwordPolicy == pgaccess::PasswordPolicy::Keyring)
        choice.parameters.password = co_await passwordFromKeyring(profile->id);
    co_return choice;
}

// Queued, so that whoever waits may destroy the source.
QCoro::Task<SnapshotResult> firstSnapshot(snapshot::LiveSource *source)
{
    const auto answered = std::make_shared<pg::Completion<SnapshotResult>>();
    QObject *context = QCoreApplication::instance();
    const auto taken = [answered](const snapshot::SnapshotPtr &snapshot) {
        answered->finish(snapshot);
    };
    const auto changed = [answered](const base::ServerStatus &status) {
        if (status.state == base::ServerState::Refused || status.state == base::ServerState::Lost)
            answered->finish(std::unexpected(status.reason));
    };
    QObject::connect(source, &snapshot::SnapshotSource::snapshotTaken, context, taken,
                     Qt::QueuedConnection);
    QObject::connect(source, &snapshot::SnapshotSource::statusChanged, context, changed,
                     Qt::QueuedConnection);
    QTimer::singleShot(SnapshotDeadline, context, [answered] {
        answered->finish(
            std::unexpected(base::Error{.kind = base::ErrorKind::Timeout,
                                        .message = Tr::tr("The server did not answer in time.")}));
    });
    source->start();
    co_return co_await *answered;
}

// What a person types, if that is what the failure wants and one is there.
std::optional<base::Secret> passwordAfter(const base::Error &failure, const ServerChoice &choice)
{
    if (failure.kind != base::ErrorKind::PasswordNeeded || !choice.parameters.password.isEmpty() ||
        !hasTerminal())
        return {};
    const auto password =
        askPassword(Tr::tr("Password for %1:").arg(base::visibleText(choice.name)));
    if (!password || password->isEmpty())
        return {};
    return *password;
}

} // namespace

QCoro::Task<Connected<ServerChoice>> chooseServer(QString text, base::Secret environmentPassword)
{
    auto choice = isConnectionString(text) ? parsedChoice(text) : co_await choiceOfProfile(text);
    if (!choice)
        co_return choice;
    auto parameters = withService(std::move(choice->parameters));
    if (parameters && parameters->password.isEmpty())
        parameters->password = std::move(environmentPassword);
    parameters = std::move(parameters).and_then(withPassFile);
    if (!parameters)
        co_return unusable(parameters.error());
    choice->parameters = *std::move(parameters);
    co_return choice;
}

namespace {

// Before an attempt that could only end in libpq's words.
QCoro::Task<Connected<ServerChoice>> choosePlace(QString text, base::Secret environmentPassword)
{
    auto choice = co_await chooseServer(text, std::move(environmentPassword));
    if (!choice)
        co_return choice;
    if (const auto targets = pg::targets(choice->parameters.spec); !targets)
        co_return unusable(targets.error());
    co_return choice;
}

} // namespace

QCoro::Task<Connected<OpenServer>> openServer(QString text, base::Secret environmentPassword)
{
    const auto choice = co_await choosePlace(text, std::move(environmentPassword));
    if (!choice)
        co_return std::unexpected(choice.error());
    OpenServer server{.choice = *choice};
    while (true) {
        pg::ConnectParameters &parameters = server.choice.parameters;
        server.connection = std::make_shared<pg::Connection>();
        const auto facts = co_await server.connection->open(parameters);
        if (facts)
            co_return server;
        const auto password = passwordAfter(facts.error(), server.choice);
        if (!password)
            co_return refused(facts.error());
        parameters.password = *password;
    }
}

QCoro::Task<Connected<WatchedServer>> watchServer(QString text, base::Secret environmentPassword)
{
    const auto choice = co_await choosePlace(text, std::move(environmentPassword));
    if (!choice)
        co_return std::unexpected(choice.error());
    WatchedServer server{.choice = *choice};
    while (true) {
        pg::ConnectParameters &parameters = server.choice.parameters;
        server.source = std::make_unique<snapshot::LiveSource>(parameters);
        server.source->setPidsToConfirm(
            [](const snapshot::Snapshot &taken) { return locks::pidsToConfirm(taken); });
        const SnapshotResult snapshot = co_await firstSnapshot(server.source.get());
        if (snapshot) {
            server.snapshot = *snapshot;
            co_return server;
        }
        const auto password = passwordAfter(snapshot.error(), server.choice);
        if (!password)
            co_return refused(snapshot.error());
        parameters.password = *password;
    }
}

} // namespace app
