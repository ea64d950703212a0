// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/statusitems.h"

#include "base/duration.h"
#include "base/plaintext.h"
#include "sessions/stategroup.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <set>

namespace ui {

using namespace Qt::StringLiterals;
using namespace std::chrono;
using snapshot::Session;
using snapshot::Snapshot;

namespace {

constexpr auto LongTransaction = minutes(5);

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::StatusLine)
};

QString rights(const snapshot::ServerFacts &server)
{
    if (server.superuser)
        return {}; // a badge says it
    if (server.readsAllStats)
        return server.signalsBackends ? Words::tr(" (sees all sessions and may end them)")
                                      : Words::tr(" (sees all sessions)");
    return Words::tr(" (sees its own sessions only)");
}

StatusItem identity(const Snapshot &s)
{
    QStringList parts{u"PostgreSQL "_s + base::visibleText(s.server.version, 32),
                      s.server.standby ? Words::tr("standby") : Words::tr("primary")};
    if (s.server.startedAt != base::Timestamp{})
        parts << Words::tr("up %1").arg(base::formatDuration(s.takenAt - s.server.startedAt));
    parts << Words::tr("as ", "followed by the name of a role");
    return {parts.join(u" · "), base::visibleText(s.server.role, 64), rights(s.server)};
}

StatusItem connections(const snapshot::Limits &limits)
{
    const QLocale locale;
    const bool full = limits.used >= limits.usable();
    const bool many = limits.used * 5 > limits.maxConnections * 4;
    return {.strong = locale.toString(limits.used),
            .after = Words::tr(" of %1 usable connections").arg(locale.toString(limits.usable())),
            .severity = full   ? Severity::Critical
                        : many ? Severity::Warning
                               : Severity::None};
}

StatusItem blocked(const Snapshot &s)
{
    std::set<int> waiting; // a role that may not see wait events sees the locks
    for (const Session &session : s.sessions) {
        if (sessions::isWaitingForLock(session))
            waiting.insert(session.pid);
    }
    for (const snapshot::Lock &lock : s.locks) {
        if (!lock.granted)
            waiting.insert(lock.pid);
    }
    const auto count = waiting.size();
    return {.strong = QLocale().toString(qlonglong(count)),
            .after = Words::tr(" blocked"),
            .severity = count > 0 ? Severity::Critical : Severity::None,
            .panel = count > 0 ? u"locks"_s : QString()};
}

std::optional<base::Duration> oldestTransaction(const Snapshot &s)
{
    std::optional<base::Duration> oldest;
    for (const Session &session : s.sessions) {
        if (session.own || !session.isClient() || !session.xactStart)
            continue;
        const base::Duration age = s.takenAt - *session.xactStart;
        oldest = std::max(oldest.value_or(age), age);
    }
    return oldest;
}

StatusItem oldestItem(base::Duration oldest)
{
    return {.before = Words::tr("oldest transaction "),
            .strong = base::formatDuration(oldest),
            .severity = oldest > LongTransaction ? Severity::Warning : Severity::None};
}

StatusItem transactions(double perSecond)
{
    return {.strong = QLocale().toString(perSecond, 'f', perSecond < 10 ? 1 : 0),
            .after = Words::tr(" transactions/s")};
}

StatusItem cost(const Snapshot &s, milliseconds interval)
{
    const double perSecond = double(s.cost.count()) / double(std::max<qint64>(1, interval.count()));
    return {.before = Words::tr("cost ", "of watching, for the server"),
            .strong = Words::tr("%1 ms/s").arg(QLocale().toString(perSecond, 'f', 1))};
}

StatusItem ageItem(milliseconds age, bool stale)
{
    const QString time = age < seconds(10)
                             ? Words::tr("%1 s").arg(double(age.count()) / 1000, 0, 'f', 1)
                             : base::formatDuration(age);
    if (stale)
        return {.strong = Words::tr("%1 old").arg(time), .severity = Severity::Warning};
    return {.before = Words::tr("%1 ago").arg(time)};
}

} // namespace

QString StatusItem::text() const
{
    return before + strong + after;
}

StatusItems statusItems(const Snapshot &s, milliseconds interval, milliseconds age)
{
    StatusItems items{.identity = identity(s), .stale = age > 2 * interval + seconds(1)};
    if (s.limits.maxConnections > 0)
        items.figures.push_back(connections(s.limits));
    items.figures.push_back(blocked(s));
    if (const auto oldest = oldestTransaction(s))
        items.figures.push_back(oldestItem(*oldest));
    if (s.transactionsPerSecond)
        items.figures.push_back(transactions(*s.transactionsPerSecond));
    items.figures.push_back(cost(s, interval));
    items.age = ageItem(age, items.stale);
    return items;
}

} // namespace ui
