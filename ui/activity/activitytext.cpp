// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/activitytext.h"

#include "base/plaintext.h"

#include <QCoreApplication>

namespace ui {

using namespace Qt::StringLiterals;
using sessions::FilterMistake;
using sessions::StateGroup;
using snapshot::Session;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(Activity)
};

QString shown(const QString &foreign)
{
    return base::visibleText(foreign, 60);
}

} // namespace

QString mistakeText(const FilterMistake &mistake)
{
    const QString word = shown(mistake.word);
    switch (mistake.kind) {
    case FilterMistake::UnknownField:
        return Tr::tr("There is no field “%1”. Fields are %2. Put a text with a colon in quotes.")
            .arg(word, sessions::filterFieldNames().join(u", "_s));
    case FilterMistake::UnknownState:
        return Tr::tr("“%1” is no state. States are %2.")
            .arg(word, sessions::filterStateNames().join(u", "_s));
    case FilterMistake::NotADuration:
        return Tr::tr("“%1” is no length of time. Write 30s, 5m, 1h or 2d.").arg(word);
    case FilterMistake::NotAPid:
        return Tr::tr("“%1” is no pid. Write a number, or several with commas.").arg(word);
    case FilterMistake::MissingValue:
        return Tr::tr("“%1” says nothing yet. Write a value behind it, without a blank.").arg(word);
    case FilterMistake::OpenQuote:
        return Tr::tr("The quote that begins at %1 is not closed.").arg(word);
    case FilterMistake::NeedsComparison:
        return Tr::tr("An age is compared: write > or < before “%1”.").arg(word);
    case FilterMistake::CannotCompare:
        return Tr::tr("“%1” cannot be compared with < or >: only ages can. Write : or =.")
            .arg(word);
    }
    return {};
}

QString filterHelp()
{
    return Tr::tr("Words match pid, database, role, application, client, state, wait and query. "
                  "Fields: state:idle role:app db:orders app:web client:10.2. wait:Lock "
                  "type:walsender pid:4711 query:update. Ages: age>5m (in its state) xact>1m "
                  "query>30s idle>30m. A dash before a word excludes; quotes keep blanks.");
}

QString activityHelp()
{
    return Tr::tr(
               "Every row is a backend of the server, as pg_stat_activity has it. Ages turn bold "
               "and coloured where they cross a threshold: idle in transaction longer than 1 "
               "minute, active longer than 5, waiting for a lock longer than 1, idle longer "
               "than 30.\n\n"
               "Filter: %1\n\n"
               "Delete cancels the statement of the selected session, Shift+Delete terminates "
               "it after a confirmation. Arrow left and right fold groups and parallel workers.")
        .arg(filterHelp());
}

QStringList termsFor(const Session &session)
{
    const std::pair<QString, QString> fields[] = {{u"role="_s, session.role},
                                                  {u"db="_s, session.database},
                                                  {u"app="_s, session.application},
                                                  {u"client="_s, session.client}};
    QStringList terms;
    for (const auto &[field, value] : fields) {
        QString text = value;
        if (!text.isEmpty())
            terms += field + u'"' + text.replace(u'"', u"\"\""_s) + u'"';
    }
    return terms;
}

QString chipText(StateGroup group)
{
    switch (group) {
    case StateGroup::Active:
        return Tr::tr("active");
    case StateGroup::Idle:
        return Tr::tr("idle");
    case StateGroup::IdleInTransaction:
        return Tr::tr("idle in transaction");
    case StateGroup::Waiting:
        return Tr::tr("waiting for a lock");
    case StateGroup::Background:
        return Tr::tr("background");
    default:
        return Tr::tr("all", "chip: all sessions");
    }
}

QString emptyChipText(StateGroup group)
{
    switch (group) {
    case StateGroup::Active:
        return Tr::tr("No session is active at this moment.");
    case StateGroup::Idle:
        return Tr::tr("No session is idle.");
    case StateGroup::IdleInTransaction:
        return Tr::tr("No session is idle in a transaction.");
    case StateGroup::Waiting:
        return Tr::tr("No session is waiting for a lock.");
    case StateGroup::Background:
        return Tr::tr("No background process can be seen.");
    default:
        return Tr::tr("The server reports no session.");
    }
}

QString noMatchText(const snapshot::Snapshot &snapshot, const sessions::Arrangement &arrangement)
{
    const int matching = countStates(snapshot, arrangement.filter).front();
    if (matching == 0)
        return Tr::tr("No session matches the filter.");
    return Tr::tr("Of the sessions that match the filter (%1) none is in “%2”.")
        .arg(QString::number(matching), chipText(arrangement.chip));
}

QString hiddenText(int hidden)
{
    return hidden == 1
               ? Tr::tr("One session hidden: needs pg_read_all_stats. A superuser can grant it:")
               : Tr::tr("%n sessions hidden: needs pg_read_all_stats. A superuser can grant it:",
                        nullptr, hidden);
}

QString transactionText(const Session &session, base::Timestamp now)
{
    if (!session.xactStart)
        return session.isHidden() ? Tr::tr("hidden") : Tr::tr("none");
    const QString age = base::formatDuration(now - *session.xactStart);
    if (session.backendXid)
        return Tr::tr("%1, holds xid %2").arg(age, sessions::groupedNumber(*session.backendXid));
    return session.backendXmin
               ? Tr::tr("%1, holds xmin %2").arg(age, sessions::groupedNumber(*session.backendXmin))
               : age;
}

QString clientText(const Session &session)
{
    if (session.client.isEmpty())
        return u"–"_s;
    if (session.client == "local"_L1)
        return Tr::tr("local socket");
    const bool v6 = session.client.contains(u':');
    QString address = v6 ? u'[' + session.client + u']' : session.client;
    if (session.clientPort > 0)
        address += u':' + QString::number(session.clientPort);
    return session.tls ? Tr::tr("%1, TLS").arg(address) : Tr::tr("%1, not encrypted").arg(address);
}

QString statementNote(const Session &session, base::Timestamp now)
{
    if (session.isHidden())
        return Tr::tr("Your role may not see the statements of this session.");
    if (session.query.isEmpty())
        return Tr::tr("No statement yet.");
    const QString age =
        session.stateChange ? base::formatDuration(now - *session.stateChange) : u"–"_s;
    if (sessions::isInTransaction(session))
        return Tr::tr("Last statement of the open transaction, finished %1 ago").arg(age);
    if (session.state == snapshot::SessionState::Idle)
        return Tr::tr("Last statement, finished %1 ago").arg(age);
    if (const auto since = startOf(session, sessions::QueryAgeColumn))
        return Tr::tr("Running for %1").arg(base::formatDuration(now - *since));
    return {};
}

Severity stateMark(const Session &session, sessions::Severity judged)
{
    if (sessions::isInTransaction(session))
        return judged == sessions::Severity::None ? Severity::Warning : Severity::Critical;
    return sessions::isIn(session, StateGroup::Active) ? Severity::Info : Severity::None;
}

Severity toUi(sessions::Severity severity)
{
    switch (severity) {
    case sessions::Severity::Critical:
        return Severity::Critical;
    case sessions::Severity::Warning:
        return Severity::Warning;
    case sessions::Severity::None:
        break;
    }
    return Severity::None;
}

} // namespace ui
