// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/serverrow.h"

#include "base/plaintext.h"
#include "widgets/messagebar.h"
#include "widgets/severity.h"

#include <QCoreApplication>

namespace ui {

using namespace Qt::StringLiterals;
using base::ServerState;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::ServerRow)
};

QString adviceByState(const base::Error &error)
{
    struct Advice
    {
        QLatin1StringView sqlState;
        QString text;
    };
    const Advice known[] = {
        {"28P01"_L1, Words::tr("Check the user and the password of this connection.")},
        {"28000"_L1, Words::tr("Check the user, the database and the address of this connection; "
                               "or the server's pg_hba.conf needs a rule that admits them.")},
        {"3D000"_L1, Words::tr("Choose a database that exists: edit the connection.")},
        {"42501"_L1, Words::tr("The role needs CONNECT on this database: choose another database "
                               "or ask for GRANT CONNECT.")},
        {"53300"_L1, Words::tr("Every connection slot is taken. A role with reserved slots may "
                               "still get in; otherwise try again when somebody has left.")},
        {"57P03"_L1, Words::tr("The server is starting up, shutting down or recovering. Try again "
                               "in a moment.")},
    };
    for (const Advice &advice : known) {
        if (error.sqlState == advice.sqlState)
            return advice.text;
    }
    return Words::tr("Read the server's words, change the connection or the server, "
                     "then try again.");
}

QString adviceForLoss(const base::ServerStatus &status, base::Timestamp now)
{
    QString check = Words::tr("Is the server running, and is its address reachable from "
                              "here?");
    if (!status.retryAt)
        return check;
    const auto wait = std::chrono::ceil<std::chrono::seconds>(*status.retryAt - now).count();
    if (wait <= 0)
        return check + u' ' + Words::tr("Trying again now.");
    return check + u' ' + Words::tr("The next attempt is in %n s.", nullptr, int(wait));
}

ServerMessage connectingMessage(const QString &name, const base::Error &reason)
{
    return {.severity = Severity::Info,
            .title = Words::tr("Connecting to %1…").arg(name),
            .serverWords = reason.message.isEmpty() ? QString() : serverWords(reason)};
}

ServerMessage refusedMessage(const QString &name, const base::Error &reason)
{
    return {.severity = Severity::Critical,
            .title =
                Words::tr("%1 refused the connection. It is not asked again by itself.").arg(name),
            .serverWords = serverWords(reason),
            .advice = adviceByState(reason),
            .canRetry = true,
            .canEdit = true};
}

ServerMessage lostMessage(const ServerRow &row, bool hasData, base::Timestamp now)
{
    const QString name = base::visibleText(row.name);
    return {.severity = Severity::Critical,
            .title =
                hasData
                    ? Words::tr("The connection to %1 is lost. What stands below is old.").arg(name)
                    : Words::tr("%1 cannot be reached.").arg(name),
            .serverWords = serverWords(row.status.reason),
            .advice = adviceForLoss(row.status, now),
            .canRetry = true,
            .canEdit = !hasData};
}

ServerMessage staleMessage(const QString &name, const base::Error &reason)
{
    return {.severity = Severity::Warning,
            .title =
                Words::tr("%1 has not answered for a while. What stands below is old.").arg(name),
            .serverWords = reason.message.isEmpty() ? QString() : serverWords(reason),
            .advice = Words::tr("The server or the network may be hanging. The console waits and "
                                "connects again by itself."),
            .canRetry = true};
}

ServerMessage waitingMessage(const QString &name)
{
    return {.severity = Severity::Info,
            .title = Words::tr("Connected to %1. The first values are on their way.").arg(name)};
}

ServerMessage closedMessage(const QString &name)
{
    return {.severity = Severity::Info,
            .title = Words::tr("There is no connection to %1.").arg(name),
            .canRetry = true,
            .canEdit = true};
}

} // namespace

QString stateWord(ServerState state)
{
    switch (state) {
    case ServerState::Connecting:
        return Words::tr("connecting", "state of a server");
    case ServerState::Stale:
        return Words::tr("stale", "state of a server");
    case ServerState::Lost:
        return Words::tr("lost", "state of a server");
    case ServerState::Refused:
        return Words::tr("refused", "state of a server");
    case ServerState::Closed:
    case ServerState::Live:
        break;
    }
    return {};
}

std::optional<ServerMessage> serverMessage(const ServerRow &row, bool hasData, base::Timestamp now)
{
    const QString name = base::visibleText(row.name);
    switch (row.status.state) {
    case ServerState::Connecting:
        return connectingMessage(name, row.status.reason);
    case ServerState::Refused:
        return refusedMessage(name, row.status.reason);
    case ServerState::Lost:
        return lostMessage(row, hasData, now);
    case ServerState::Stale:
        return staleMessage(name, row.status.reason);
    case ServerState::Closed:
        return closedMessage(name);
    case ServerState::Live:
        break;
    }
    return hasData ? std::optional<ServerMessage>() : waitingMessage(name);
}

} // namespace ui
