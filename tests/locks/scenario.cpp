// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/scenario.h"

namespace tests {

namespace {

QByteArray number(int value)
{
    return QByteArray::number(value);
}

} // namespace

Scenario::Scenario(Crowd &crowd, unsigned seed, Actions actions)
    : m_crowd(crowd)
    , m_seed(seed)
    , m_random(seed)
    , m_actions(actions)
{
}

int Scenario::below(int limit)
{
    return int(m_random() % unsigned(limit)); // std's distributions differ between libraries
}

QByteArray Scenario::one(std::initializer_list<const char *> words)
{
    return *(words.begin() + below(int(words.size())));
}

QByteArray Scenario::story() const
{
    return "PGVIGIL_SEED=" + QByteArray::number(m_seed) + '\n' + m_story.join('\n');
}

// Most scenarios are small, so that a failure can be understood; some use everybody.
void Scenario::play()
{
    m_sessions = 3 + below(below(8) == 0 ? m_crowd.size() - 2 : std::min(14, m_crowd.size() - 2));
    const int steps = m_sessions * (1 + below(3));
    for (int i = 0; i < steps; ++i) {
        const int who = below(m_sessions);
        if (m_actions == Actions::Plain)
            doPlain(who);
        else if (below(6) == 0)
            doSpecial(who);
        else
            doAny(who);
    }
}

void Scenario::act(int who, const QByteArray &sql)
{
    if (m_crowd.isBusy(who))
        return;
    const bool well = m_crowd.act(who, sql);
    m_story.append(number(m_crowd.pid(who)) + ": " + sql + (well ? "" : " (failed)"));
}

QByteArray Scenario::tableLock()
{
    const QByteArray mode =
        one({"ACCESS SHARE", "ROW SHARE", "ROW EXCLUSIVE", "SHARE UPDATE EXCLUSIVE", "SHARE",
             "SHARE ROW EXCLUSIVE", "EXCLUSIVE", "ACCESS EXCLUSIVE"});
    return "LOCK TABLE t" + number(1 + below(Crowd::Tables)) + " IN " + mode + " MODE";
}

QByteArray Scenario::advisory()
{
    const QByteArray name = one({"pg_advisory_xact_lock", "pg_advisory_xact_lock_shared",
                                 "pg_advisory_lock", "pg_advisory_lock_shared"});
    const QByteArray key = one({"1", "2", "-3", "1, 2", "1, -2", "5000000000", "hashtext('job')"});
    return "SELECT " + name + '(' + key + ')';
}

void Scenario::doPlain(int who)
{
    switch (below(3)) {
    case 0:
        return act(who, tableLock());
    case 1:
        return act(who, advisory());
    default:
        return act(who, "UPDATE rows SET v = v + 1 WHERE id = " + number(1 + below(4)));
    }
}

void Scenario::doAny(int who)
{
    const QByteArray row = number(1 + below(4));
    const QByteArray table = 't' + number(1 + below(Crowd::Tables));
    switch (below(9)) {
    case 0:
    case 1:
        return act(who, tableLock());
    case 2:
        return act(who, advisory());
    case 3:
        return act(who, "UPDATE rows SET v = v + 1 WHERE id = " + row);
    case 4:
        return act(who, "SELECT FROM rows WHERE id = " + row + " FOR " +
                            one({"UPDATE", "NO KEY UPDATE", "SHARE", "KEY SHARE"}));
    case 5:
        return act(who,
                   "INSERT INTO keys VALUES (" + row + ')' + one({"", " ON CONFLICT DO NOTHING"}));
    case 6:
        return act(who, "SAVEPOINT s; UPDATE rows SET v = v + 1 WHERE id = " + row);
    case 7:
        return act(who, below(2) == 0 ? "ALTER TABLE " + table + " ADD COLUMN IF NOT EXISTS a int"
                                      : one({"TRUNCATE ", "DROP TABLE "}) + table);
    default:
        return act(who, "SELECT count(*) FROM " + table);
    }
}

void Scenario::doSpecial(int who)
{
    const QByteArray table = number(1 + below(Crowd::Tables));
    switch (below(6)) {
    case 0:
        if (m_prepared < 8)
            act(who, "PREPARE TRANSACTION 'scene " + number(++m_prepared) + "'; BEGIN");
        return;
    case 1: // waits for old transactions, each in turn
        if (!m_crowd.isBusy(who)) {
            m_crowd.actAlone(who, "CREATE INDEX CONCURRENTLY ON indexed (v)");
            m_story.append(number(m_crowd.pid(who)) + ": CREATE INDEX CONCURRENTLY");
        }
        return;
    case 2:
        return act(who, "SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; "
                        "SELECT sum(peek" +
                            table + "(id)) FROM wide");
    case 3: // stands in the way of an index, or of those who read the table in parallel
        return act(who,
                   one({"INSERT INTO indexed VALUES (1, 1)", "LOCK TABLE indexed IN SHARE MODE",
                        "LOCK TABLE wide IN ACCESS EXCLUSIVE MODE"}));
    case 4:
        return act(who, "ALTER TABLE t" + table + " SET (fillfactor = 90)");
    default:
        return act(who, "COMMENT ON " + one({"DATABASE postgres", "SCHEMA public"}) + " IS 'x'");
    }
}

} // namespace tests
