// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/graphwords.h"

#include "base/plaintext.h"
#include "locks/nodetext.h"
#include "locks/objecttext.h"

#include <QCoreApplication>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;
using locks::DrawnEdge;
using locks::DrawnNode;
using locks::Edge;
using locks::LockTarget;
using locks::Wait;
using snapshot::Session;
using snapshot::SessionState;

namespace {

constexpr qsizetype NameLength = 40;
constexpr qsizetype StatementLength = 60;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(LockGraph)
};

QString shown(const QString &foreign)
{
    return base::visibleText(foreign, NameLength);
}

QString age(base::Duration duration)
{
    return base::formatDuration(duration);
}

// "ALTER TABLE" for statements that change definitions, because they are what one looks for.
QString definitionWords(const Session &session)
{
    static constexpr QStringView verbs[] = {
        u"ALTER",   u"CREATE", u"DROP",   u"TRUNCATE", u"REINDEX", u"VACUUM", u"CLUSTER", u"LOCK",
        u"REFRESH", u"GRANT",  u"REVOKE", u"COMMENT",  u"ANALYZE", u"ATTACH", u"DETACH"};
    if (session.state == SessionState::Idle)
        return {};
    const QString start = base::singleLine(session.query, NameLength).toUpper();
    static const QStringList fillers{u"UNIQUE"_s, u"OR"_s,     u"REPLACE"_s,  u"TEMP"_s,
                                     u"LOCAL"_s,  u"GLOBAL"_s, u"TEMPORARY"_s};
    QStringList words = start.split(u' ', Qt::SkipEmptyParts);
    words.removeIf([&](const QString &word) { return fillers.contains(word); });
    const QString verb = words.value(0);
    if (!std::ranges::contains(verbs, QStringView(verb)))
        return {};
    const QString second = words.value(1);
    const bool isWord = std::ranges::all_of(second, [](QChar c) { return c.isLetter(); });
    return second.isEmpty() || !isWord ? verb : verb + u' ' + second;
}

// Server processes of a special kind are told by that kind.
QString kindWords(const Session &session)
{
    if (session.backendType == "autovacuum worker"_L1)
        return u"autovacuum"_s;
    if (session.isClient() || session.backendType.isEmpty())
        return definitionWords(session);
    return base::visibleText(session.backendType, NameLength);
}

QString withoutPublic(QString name)
{
    return name.startsWith("public."_L1) ? name.sliced(7) : name;
}

QString row(const QString &what, const QString &value)
{
    return value.isEmpty() ? QString()
                           : u"<tr><td>%1&nbsp;&nbsp;</td><td>%2</td></tr>"_s.arg(
                                 what.toHtmlEscaped(), value.toHtmlEscaped());
}

QString table(const QString &head, const QString &rows)
{
    return u"<qt><b>%1</b><table>%2</table></qt>"_s.arg(head.toHtmlEscaped(), rows);
}

QString kindText(const Edge &edge)
{
    const QString mode = snapshot::lockModeText(edge.blockingMode);
    switch (edge.kind) {
    case locks::EdgeKind::Hard:
        return mode.isEmpty() ? Tr::tr("holds the lock") : Tr::tr("holds %1").arg(mode);
    case locks::EdgeKind::Queue:
        return mode.isEmpty() ? Tr::tr("stands ahead in the queue")
                              : Tr::tr("stands ahead in the queue for %1").arg(mode);
    case locks::EdgeKind::SafeSnapshot:
        return Tr::tr("is a serializable transaction that has not ended");
    }
    return {};
}

} // namespace

GraphWords::GraphWords(const locks::Situation &situation, const locks::FoldedGraph &folded)
    : m_situation(situation)
    , m_snapshot(*situation.snapshot)
    , m_graph(situation.graph)
    , m_folded(folded)
    , m_waits(m_graph.nodes.size(), -1)
{
    for (size_t i = m_graph.waits.size(); i-- > 0;)
        m_waits[size_t(m_graph.waits[i].node)] = int(i);
}

const GraphWords::Members &GraphWords::membersOf(const DrawnNode &drawn) const
{
    return m_folded.folds[size_t(drawn.fold)].members;
}

const Session *GraphWords::session(int node) const
{
    const int index = m_graph.nodes[size_t(node)].session;
    return index < 0 ? nullptr : &m_snapshot.sessions[size_t(index)];
}

const Wait *GraphWords::waitOf(int node) const
{
    const int wait = m_waits[size_t(node)];
    return wait < 0 ? nullptr : &m_graph.waits[size_t(wait)];
}

QString GraphWords::name(int node) const
{
    return locks::nodeTitle(m_graph.nodes[size_t(node)], m_snapshot);
}

QString GraphWords::role(int node) const
{
    const locks::Node &of = m_graph.nodes[size_t(node)];
    if (of.prepared >= 0)
        return Tr::tr("owner %1").arg(shown(m_snapshot.prepared[size_t(of.prepared)].owner));
    const Session *who = session(node);
    if (!who)
        return of.isPrepared() ? QString() : Tr::tr("not in the list of sessions");
    return who->role.isEmpty() ? base::visibleText(who->backendType, NameLength) : shown(who->role);
}

// "idle in transaction 04:12"; for a prepared transaction how long it has been prepared.
QString GraphWords::doing(int node) const
{
    const locks::Node &of = m_graph.nodes[size_t(node)];
    if (of.prepared >= 0)
        return age(m_snapshot.takenAt - m_snapshot.prepared[size_t(of.prepared)].prepared);
    const Session *who = session(node);
    if (!who)
        return {};
    if (who->isHidden())
        return Tr::tr("state hidden");
    const QString state = snapshot::stateText(who->state);
    const auto since = who->state == SessionState::Active ? who->queryStart : who->stateChange;
    return since ? (state + u' ' + age(m_snapshot.takenAt - *since)).trimmed() : state;
}

QString GraphWords::title(const DrawnNode &drawn) const
{
    if (drawn.isFold())
        return Tr::tr("+%Ln like this", nullptr, int(membersOf(drawn).size()));
    const Session *who = session(drawn.node);
    const QString words = who ? kindWords(*who) : QString();
    return words.isEmpty() ? name(drawn.node) : name(drawn.node) + u' ' + words;
}

QString GraphWords::badge(const DrawnNode &drawn) const
{
    if (drawn.root)
        return Tr::tr("blocks %Ln", nullptr, drawn.weight);
    return waitBadge(drawn);
}

QString GraphWords::waitBadge(const DrawnNode &drawn) const
{
    std::optional<base::Duration> longest;
    bool atMost = false;
    const auto add = [&](int node) {
        const Wait *wait = waitOf(node);
        const auto waited = wait ? locks::waited(*wait, m_snapshot) : std::nullopt;
        if (!waited || (longest && *longest >= *waited))
            return;
        longest = waited;
        atMost = wait->sinceStatement;
    };
    if (!drawn.isFold())
        add(drawn.node);
    else
        std::ranges::for_each(membersOf(drawn), add);
    if (!longest)
        return drawn.isFold() || waitOf(drawn.node) ? Tr::tr("waits") : QString();
    if (drawn.isFold())
        return Tr::tr("waits to %1").arg(age(*longest));
    return atMost ? Tr::tr("waits ≤ %1").arg(age(*longest)) : Tr::tr("waits %1").arg(age(*longest));
}

QString GraphWords::place(const DrawnNode &drawn) const
{
    const Wait *wait = drawn.fold >= 0 ? waitOf(drawn.node) : nullptr;
    return wait && wait->queuePosition > 0 ? Tr::tr("no. %L1").arg(wait->queuePosition) : QString();
}

QString GraphWords::subtitle(const DrawnNode &drawn) const
{
    if (drawn.isFold())
        return foldSubtitle(membersOf(drawn));
    const Wait *wait = waitOf(drawn.node);
    QStringList parts{place(drawn), role(drawn.node)};
    if (!wait)
        parts << doing(drawn.node);
    else if (wait->mode != locks::LockMode::None)
        parts << snapshot::lockModeText(wait->mode);
    parts.removeAll(QString());
    return parts.join(u" · ");
}

// What their statements have in common; their lock mode if that says nothing.
QString GraphWords::foldSubtitle(const Members &members) const
{
    constexpr qsizetype tellsSomething = 8;
    QString common;
    for (size_t i = 0; i < members.size(); ++i) {
        const Session *who = session(members[i]);
        const QString text = who ? base::singleLine(who->query, StatementLength) : QString();
        if (i == 0)
            common = text;
        const auto [end, other] = std::ranges::mismatch(common, text);
        if (end != common.end())
            common = common.first(end - common.begin()).section(u' ', 0, -2);
        if (common.size() < tellsSomething)
            break;
    }
    if (common.size() >= tellsSomething) {
        const Session *first = session(members.front());
        const bool whole = first && base::singleLine(first->query, StatementLength) == common;
        return whole ? common : common + u" …"_s;
    }
    const Wait *wait = waitOf(members.front());
    const auto isOther = [&](int node) {
        const Wait *other = waitOf(node);
        return !wait || !other || other->mode != wait->mode;
    };
    return std::ranges::any_of(members, isOther) ? Tr::tr("to change or lock the same row")
                                                 : QString(snapshot::lockModeText(wait->mode));
}

// The table of a lock that has to do with one, as people call it.
QString GraphWords::tableOf(const Wait &wait) const
{
    const int index = wait.ticket >= 0 ? wait.ticket : wait.target;
    if (index < 0 || m_graph.targets[size_t(index)].relation == 0)
        return {};
    const LockTarget &target = m_graph.targets[size_t(index)];
    const LockTarget relation{
        .type = u"relation"_s, .database = target.database, .relation = target.relation};
    const QString name = withoutPublic(base::visibleText(locks::objectText(relation, m_snapshot)));
    // Of one whose name is not known the number must do; the tip says in which database it is.
    return name.startsWith("relation "_L1) ? name.section(u' ', 0, 1) : name;
}

QString GraphWords::object(const Wait &wait) const
{
    QString &known = m_objects[{wait.target, wait.ticket}];
    if (!known.isEmpty())
        return known;
    const QString table = tableOf(wait);
    const QString type = wait.target < 0 ? QString() : m_graph.targets[size_t(wait.target)].type;
    const bool isNamed = !table.startsWith("relation "_L1) && !table.startsWith("shared "_L1);
    if (wait.ticket >= 0)
        known = Tr::tr("row in %1").arg(table);
    else if (type == "relation"_L1)
        known = isNamed ? Tr::tr("relation %1").arg(table) : table;
    else if (type == "tuple"_L1)
        known = Tr::tr("tuple of %1").arg(table);
    else if (wait.target < 0)
        known = Tr::tr("safe snapshot");
    else
        known = withoutPublic(
            base::visibleText(locks::objectText(m_graph.targets[size_t(wait.target)], m_snapshot)));
    return known;
}

QString GraphWords::label(const DrawnEdge &drawn) const
{
    return object(m_graph.waits[size_t(m_graph.edges[size_t(drawn.edge)].wait)]);
}

QString GraphWords::shortLabel(const DrawnEdge &drawn) const
{
    const QString whole = label(drawn);
    const Wait &wait = m_graph.waits[size_t(m_graph.edges[size_t(drawn.edge)].wait)];
    QString &known = m_tables[{wait.target, wait.ticket}];
    if (known.isEmpty()) {
        known = tableOf(wait);
        known = known.isEmpty() ? whole : known;
    }
    return known;
}

QString GraphWords::tip(const DrawnNode &drawn) const
{
    const int node = drawn.isFold() ? membersOf(drawn).front() : drawn.node;
    const Wait *wait = waitOf(node);
    const locks::Impact &impact = m_situation.impacts[size_t(node)];
    const Session *who = session(node);
    QString rows;
    if (!drawn.isFold()) {
        rows += row(Tr::tr("Role"), role(node));
        rows += row(Tr::tr("State"), doing(node));
    }
    if (wait) {
        rows += row(Tr::tr("Waits for"),
                    base::visibleText(locks::waitText(*wait, m_graph, m_snapshot)));
        rows += row(Tr::tr("Mode"), snapshot::lockModeText(wait->mode));
    }
    if (impact.inAll > 0 && !drawn.isFold())
        rows += row(Tr::tr("Blocks"),
                    Tr::tr("%L1 in all, %L2 directly").arg(impact.inAll).arg(impact.directly));
    if (who && !who->query.isEmpty())
        rows += row(drawn.isFold() ? Tr::tr("The first") : Tr::tr("Statement"),
                    base::singleLine(who->query, 200));
    return table(title(drawn), rows);
}

QString GraphWords::tip(const DrawnEdge &drawn) const
{
    const Edge &edge = m_graph.edges[size_t(drawn.edge)];
    const Wait &wait = m_graph.waits[size_t(edge.wait)];
    const DrawnNode &from = m_folded.nodes[size_t(drawn.blocker)];
    const DrawnNode &to = m_folded.nodes[size_t(drawn.waiter)];
    QString rows;
    rows += row(Tr::tr("Object"), base::visibleText(locks::waitText(wait, m_graph, m_snapshot)));
    rows += row(Tr::tr("Waits for"), snapshot::lockModeText(wait.mode));
    rows += row(Tr::tr("The blocker"), kindText(edge));
    rows += row(Tr::tr("Known from"), locks::evidenceText(edge.evidence));
    return table(Tr::tr("%1 blocks %2").arg(title(from), title(to)), rows);
}

QString GraphWords::spoken(const DrawnNode &drawn) const
{
    const int node = drawn.isFold() ? membersOf(drawn).front() : drawn.node;
    QStringList parts{title(drawn), badge(drawn), subtitle(drawn)};
    if (!drawn.root && drawn.weight > 0)
        parts << Tr::tr("blocks %Ln", nullptr, drawn.weight);
    if (const Wait *wait = waitOf(node))
        parts << Tr::tr("waits for %1").arg(object(*wait));
    if (drawn.inCycle)
        parts << Tr::tr("in a deadlock");
    parts.removeAll(QString());
    return parts.join(u", ");
}

bool GraphWords::holds(int node, const QString &text) const
{
    const Wait *wait = waitOf(node);
    return locks::matches(m_situation, node, text) ||
           (wait && object(*wait).contains(text, Qt::CaseInsensitive));
}

} // namespace ui
