// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/judgement.h"
#include "samples.h"

#include <QJsonDocument>
#include <QTest>

using namespace actions;
using namespace samples;
using snapshot::SessionState;

namespace {

Sighting sighting(const snapshot::Session &session)
{
    return {.pid = session.pid,
            .backendStart = session.backendStart,
            .queryStart = session.queryStart,
            .xactStart = session.xactStart,
            .stateChange = session.stateChange,
            .state = snapshot::stateText(session.state),
            .roleOid = session.roleOid,
            .databaseOid = session.databaseOid,
            .application = session.application};
}

base::Error serverError(const QString &sqlState)
{
    return {.kind = base::ErrorKind::Server, .sqlState = sqlState, .message = u"no"_s};
}

} // namespace

class TestOutcome : public QObject
{
    Q_OBJECT

private slots:
    void json();
    void jsonOfAPreparedTransaction();
    void unknownIsNull();
    void grants();
    void whyNothingWasDone();
    void standings();
    void errors();
    void missingRights();
};

void TestOutcome::json()
{
    Outcome outcome{.kind = Kind::Terminate,
                    .target = target(idle(4711)),
                    .ending = Ending::NotPermitted,
                    .missing = MissingRight::SignalBackend,
                    .ourRole = u"ops"_s,
                    .error = serverError(u"42501"_s),
                    .elapsed = 1500us};
    const QJsonObject json = toJson(outcome);
    QCOMPARE(json.value("schema"_L1), u"pgvigil.action/1"_s);
    QCOMPARE(json.value("action"_L1), u"terminate"_s);
    QCOMPARE(json.value("pid"_L1), 4711);
    QCOMPARE(json.value("backend_start"_L1), u"2026-11-20T10:00:00.000000Z"_s);
    QCOMPARE(json.value("outcome"_L1), u"not_permitted"_s);
    QCOMPARE(json.value("sqlstate"_L1), u"42501"_s);
    QCOMPARE(json.value("message"_L1), u"no"_s);
    QCOMPARE(json.value("grant"_L1), u"GRANT pg_signal_backend TO \"ops\";"_s);
    QCOMPARE(json.value("elapsed_ms"_L1), 1.5);
    const QStringList words{u"signalled_and_gone"_s, u"signalled_still_there"_s, u"not_found"_s,
                            u"not_permitted"_s, u"refused"_s};
    for (int ending = 0; ending < words.size(); ++ending) {
        outcome.ending = Ending(ending);
        QCOMPARE(toJson(outcome).value("outcome"_L1), words[ending]);
    }
}

void TestOutcome::jsonOfAPreparedTransaction()
{
    Outcome outcome{
        .kind = Kind::RollbackPrepared, .target = prepared(), .ending = Ending::SignalledAndGone};
    const QJsonObject json = toJson(outcome);
    QCOMPARE(json.value("action"_L1), u"rollback_prepared"_s);
    QCOMPARE(json.value("outcome"_L1), u"rolled_back"_s);
    QCOMPARE(json.value("gid"_L1), u"order-77"_s);
    QCOMPARE(json.value("transaction_id"_L1), 918223);
    QVERIFY(json.value("pid"_L1).isNull());
    outcome.ending = Ending::NotFound;
    outcome.reason = Reason::OtherTransaction;
    QCOMPARE(toJson(outcome).value("outcome"_L1), u"not_found"_s);
    QCOMPARE(toJson(outcome).value("reason"_L1), u"other_transaction"_s);
    QVERIFY(toJson({.target = target(idle())}).value("gid"_L1).isNull());
}

void TestOutcome::unknownIsNull()
{
    const QJsonObject json = toJson({.target = target(hidden())});
    for (const auto *key :
         {"outcome", "backend_start", "sqlstate", "message", "grant", "elapsed_ms"}) {
        const QString name = QString::fromLatin1(key);
        QVERIFY2(json.contains(name) && json.value(name).isNull(), key);
    }
}

void TestOutcome::grants()
{
    QCOMPARE(grantStatement(MissingRight::SignalBackend, u"a\"b"_s),
             u"GRANT pg_signal_backend TO \"a\"\"b\";"_s);
    QCOMPARE(grantStatement(MissingRight::SignalAutovacuumWorker, u"ops"_s),
             u"GRANT pg_signal_autovacuum_worker TO \"ops\";"_s);
    QVERIFY(grantStatement(MissingRight::Superuser, u"ops"_s).isEmpty());
    QVERIFY(grantStatement(MissingRight::None, u"ops"_s).isEmpty());
}

void TestOutcome::whyNothingWasDone()
{
    const Plan cancel{.kind = Kind::Cancel};
    const Plan terminate{.kind = Kind::Terminate, .guard = Guard::State};
    const Target shown = target(active());
    QCOMPARE(whyNothingDone(cancel, shown, {}), Reason::Gone);
    Sighting now = sighting(active());
    now.backendStart = *now.backendStart + 1us;
    QCOMPARE(whyNothingDone(terminate, shown, now), Reason::OtherSession);
    now = sighting(active());
    now.queryStart = noon();
    QCOMPARE(whyNothingDone(cancel, shown, now), Reason::OtherStatement);
    now.state = u"idle"_s;
    QCOMPARE(whyNothingDone(cancel, shown, now), Reason::NothingRuns);
    QCOMPARE(whyNothingDone(terminate, shown, now), Reason::StateChanged);
    now.backendStart.reset();
    QCOMPARE(whyNothingDone(cancel, shown, now), Reason::NoLongerVisible);
    now = sighting(hidden());
    now.application = u"other"_s;
    QCOMPARE(whyNothingDone(terminate, target(hidden()), now), Reason::OtherSession);
}

void TestOutcome::standings()
{
    const Target shown = target(active());
    Sighting now = sighting(active());
    QCOMPARE(standing(Kind::Cancel, shown, {}), Ending::SignalledAndGone);
    QCOMPARE(standing(Kind::Cancel, shown, now), Ending::SignalledStillThere);
    QCOMPARE(standing(Kind::Terminate, shown, now), Ending::SignalledStillThere);
    now.queryStart = noon();
    QCOMPARE(standing(Kind::Cancel, shown, now), Ending::SignalledAndGone);
    QCOMPARE(standing(Kind::Terminate, shown, now), Ending::SignalledStillThere);
    now = sighting(active());
    now.state = u"idle in transaction (aborted)"_s;
    QCOMPARE(standing(Kind::Cancel, shown, now), Ending::SignalledAndGone);
    now.backendStart = noon();
    QCOMPARE(standing(Kind::Terminate, shown, now), Ending::SignalledAndGone);
    QCOMPARE(standing(Kind::Cancel, target(hidden()), sighting(hidden())), Ending::Unknown);
    QCOMPARE(standing(Kind::Terminate, target(hidden()), sighting(hidden())),
             Ending::SignalledStillThere);
}

void TestOutcome::errors()
{
    QCOMPARE(endingOf(serverError(u"42501"_s)), Ending::NotPermitted);
    QCOMPARE(endingOf(serverError(u"55P03"_s)), Ending::Refused);
    QCOMPARE(endingOf(serverError(u"57014"_s)), Ending::Unknown);
    QCOMPARE(endingOf(serverError(u"57P01"_s)), Ending::Unknown);
    for (const auto kind :
         {base::ErrorKind::ConnectionLost, base::ErrorKind::Timeout, base::ErrorKind::Cancelled})
        QCOMPARE(endingOf({.kind = kind}), Ending::Unknown);
}

void TestOutcome::missingRights()
{
    snapshot::Session vacuum = process(u"autovacuum worker"_s);
    QCOMPARE(missingRight(target(idle()), false, 170000), MissingRight::SignalBackend);
    QCOMPARE(missingRight(target(idle()), true, 170000), MissingRight::Superuser);
    QCOMPARE(missingRight(target(vacuum), true, 170000), MissingRight::Superuser);
    QCOMPARE(missingRight(target(vacuum), true, 180000), MissingRight::SignalAutovacuumWorker);
}

QTEST_GUILESS_MAIN(TestOutcome)
#include "tst_outcome.moc"
