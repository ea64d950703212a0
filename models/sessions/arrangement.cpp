// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/arrangement.h"

namespace sessions {

namespace {

/// A session with what it is sorted by, so that sorting looks at nothing else.
struct Entry
{
    qint64 value = 0;
    bool known = false;
    int pid = 0;
    const Session *session = nullptr;
};

using Entries = std::vector<Entry>;

template <typename T>
void setValue(Entry &entry, const std::optional<T> &value)
{
    entry.known = value.has_value();
    entry.value = value ? qint64(*value) : 0;
}

void setAges(Entries &entries, Column column)
{
    for (Entry &entry : entries) {
        if (const auto since = startOf(*entry.session, column)) {
            entry.known = true;
            entry.value = -since->time_since_epoch().count(); // the earlier, the older
        }
    }
}

// Transaction ids wrap around: they are compared by their distance from one of them.
void setXids(Entries &entries, std::optional<quint32> Session::*member)
{
    std::optional<quint32> origin;
    for (Entry &entry : entries) {
        const std::optional<quint32> xid = entry.session->*member;
        if (xid && !origin)
            origin = xid;
        setValue(entry, xid ? std::optional(qint32(*xid - *origin)) : std::nullopt);
    }
}

// Most texts are shared by many sessions: the different ones are sorted, not all of them.
void setTexts(Entries &entries, Column column)
{
    QHash<QString, qint64> ranks;
    for (const Entry &entry : entries)
        ranks.insert(textOf(*entry.session, column), 0);
    QStringList texts = ranks.keys();
    std::ranges::sort(texts, [](const QString &a, const QString &b) {
        const int order = a.compare(b, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a < b;
    });
    for (qsizetype i = 0; i < texts.size(); ++i)
        ranks[texts[i]] = i;
    for (Entry &entry : entries) {
        const QString text = textOf(*entry.session, column);
        entry.known = !text.isEmpty();
        entry.value = ranks.value(text);
    }
}

void setValues(Entries &entries, Column column)
{
    if (isAge(column))
        return setAges(entries, column);
    if (column == XidColumn)
        return setXids(entries, &Session::backendXid);
    if (column == XminColumn)
        return setXids(entries, &Session::backendXmin);
    if (column == PidColumn) {
        for (Entry &entry : entries)
            setValue(entry, std::optional(entry.pid));
        return;
    }
    setTexts(entries, column);
}

void sort(Entries &entries, Qt::SortOrder order)
{
    std::ranges::sort(entries, [order](const Entry &a, const Entry &b) {
        if (a.known != b.known)
            return a.known;
        if (a.value != b.value)
            return order == Qt::AscendingOrder ? a.value < b.value : a.value > b.value;
        return a.pid < b.pid;
    });
}

Entries matching(const Snapshot &snapshot, const Arrangement &arrangement)
{
    Entries entries;
    entries.reserve(snapshot.sessions.size());
    for (const Session &session : snapshot.sessions) {
        if (isIn(session, arrangement.chip) &&
            matches(arrangement.filter, session, snapshot.takenAt))
            entries.push_back({.pid = session.pid, .session = &session});
    }
    return entries;
}

/// Turns sorted sessions into rows.
class Arranger final
{
public:
    Arranger(const Snapshot &snapshot, const Arrangement &arrangement)
        : m_arrangement(arrangement)
        , m_oldestXmin(oldestXmin(snapshot))
    {
    }

    std::vector<SessionRow> arrange(const Entries &entries)
    {
        m_rows.reserve(entries.size());
        if (m_arrangement.groupBy)
            addGroups(entries);
        else
            addSessions(entries);
        return std::move(m_rows);
    }

private:
    struct Group
    {
        GroupSums sums;
        Entries entries;
    };

    SessionRow rowOf(const Session &session) const
    {
        SessionRow row{.session = &session};
        row.holdsOldestXmin = m_oldestXmin && session.backendXmin == m_oldestXmin && !session.own;
        return row;
    }

    bool isCollapsed(const SessionRow &row) const
    {
        return !m_arrangement.collapsed.isEmpty() && m_arrangement.collapsed.contains(row.key());
    }

    void addSessions(const Entries &entries)
    {
        QSet<int> pids;
        const bool workers = std::ranges::any_of(
            entries, [](const Entry &entry) { return entry.session->leaderPid != 0; });
        for (const Entry &entry : entries) {
            if (workers)
                pids.insert(entry.pid);
        }
        QHash<int, std::vector<const Session *>> led;
        for (const Entry &entry : entries) {
            if (isLed(*entry.session, pids))
                led[entry.session->leaderPid].push_back(entry.session);
        }
        for (const Entry &entry : entries) {
            if (!isLed(*entry.session, pids))
                addWithWorkers(*entry.session, led.value(entry.pid));
        }
    }

    // A worker that leads workers itself stays at the top: there is one level.
    static bool isLed(const Session &session, const QSet<int> &pids)
    {
        return isParallelWorker(session) && session.leaderPid != session.pid &&
               pids.contains(session.leaderPid);
    }

    void addWithWorkers(const Session &session, const std::vector<const Session *> &workers)
    {
        SessionRow row = rowOf(session);
        row.workers = int(workers.size());
        row.isCollapsed = !workers.empty() && isCollapsed(row);
        m_rows.push_back(row);
        for (const Session *worker : workers) {
            if (row.isCollapsed)
                break;
            m_rows.push_back(rowOf(*worker));
            m_rows.back().isWorker = true;
        }
    }

    void addGroups(const Entries &entries)
    {
        std::vector<Group> groups = groupsOf(entries);
        std::ranges::stable_sort(
            groups, [this](const Group &a, const Group &b) { return comesBefore(a.sums, b.sums); });
        for (Group &group : groups) {
            SessionRow head;
            head.group = std::make_shared<const GroupSums>(std::move(group.sums));
            head.isCollapsed = isCollapsed(head);
            m_rows.push_back(head);
            if (!head.isCollapsed)
                addSessions(group.entries);
        }
    }

    std::vector<Group> groupsOf(const Entries &entries) const
    {
        std::vector<Group> groups;
        QHash<QString, size_t> places;
        for (const Entry &entry : entries) {
            const QString name = textOf(*entry.session, *m_arrangement.groupBy);
            const size_t place = places.value(name, groups.size());
            if (place == groups.size()) {
                places.insert(name, place);
                groups.push_back({.sums = {.name = name}});
            }
            groups[place].entries.push_back(entry);
            addTo(groups[place].sums, *entry.session);
        }
        return groups;
    }

    bool comesBefore(const GroupSums &a, const GroupSums &b) const
    {
        const bool ascending = m_arrangement.sortOrder == Qt::AscendingOrder;
        if (isAge(m_arrangement.sortColumn) && a.oldestTransaction != b.oldestTransaction) {
            if (!a.oldestTransaction || !b.oldestTransaction)
                return a.oldestTransaction.has_value();
            return (*a.oldestTransaction > *b.oldestTransaction) == ascending;
        }
        if (m_arrangement.sortColumn == PidColumn && a.sessions != b.sessions)
            return (a.sessions < b.sessions) == ascending;
        if (a.name.isEmpty() != b.name.isEmpty())
            return b.name.isEmpty();
        const int order = a.name.compare(b.name, Qt::CaseInsensitive);
        const bool descends = m_arrangement.sortColumn == m_arrangement.groupBy && !ascending;
        return descends ? order > 0 : order < 0;
    }

    const Arrangement &m_arrangement;
    std::optional<quint32> m_oldestXmin;
    std::vector<SessionRow> m_rows;
};

} // namespace

size_t qHash(const RowKey &key, size_t seed) noexcept
{
    const qint64 start =
        key.session.backendStart ? key.session.backendStart->time_since_epoch().count() : 0;
    return key.group ? qHash(*key.group, seed) : qHashMulti(seed, key.session.pid, start);
}

void addTo(GroupSums &sums, const Session &session)
{
    ++sums.sessions;
    sums.active += isIn(session, StateGroup::Active);
    sums.idleInTransaction += isInTransaction(session);
    sums.waiting += isWaitingForLock(session);
    if (session.xactStart &&
        (!sums.oldestTransaction || *session.xactStart < *sums.oldestTransaction))
        sums.oldestTransaction = session.xactStart;
}

RowKey SessionRow::key() const
{
    return session ? RowKey{session->key(), {}} : RowKey{{}, group->name};
}

bool SessionRow::operator==(const SessionRow &other) const
{
    if (bool(session) != bool(other.session) || workers != other.workers ||
        isWorker != other.isWorker || isCollapsed != other.isCollapsed ||
        holdsOldestXmin != other.holdsOldestXmin)
        return false;
    return session ? *session == *other.session : *group == *other.group;
}

std::vector<SessionRow> arrange(const Snapshot &snapshot, const Arrangement &arrangement)
{
    Entries entries = matching(snapshot, arrangement);
    setValues(entries, arrangement.sortColumn);
    sort(entries, arrangement.sortOrder);
    return Arranger(snapshot, arrangement).arrange(entries);
}

StateCounts countStates(const Snapshot &snapshot, const Filter &filter)
{
    StateCounts counts{};
    for (const Session &session : snapshot.sessions) {
        if (!matches(filter, session, snapshot.takenAt))
            continue;
        for (size_t i = 0; i < counts.size(); ++i)
            counts[i] += isIn(session, ChipGroups[i]);
    }
    return counts;
}

} // namespace sessions
