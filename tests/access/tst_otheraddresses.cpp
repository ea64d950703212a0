// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/otheraddresses.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

constexpr auto Socket = "/var/run/postgresql"_L1;

// What came of an attempt, in a word.
enum class End { Connects, WrongPassword, NoLine, NoDatabase, Refused, NoSocket, Http };

Attempt attempt(const QString &address, End end, int port = 5432)
{
    Attempt out;
    Observation &seen = out.observation;
    seen = {.user = u"app"_s, .database = u"shop"_s, .host = u"localhost"_s};
    seen.address = address;
    seen.port = port;
    seen.socket = address.startsWith(u'/');
    const auto refuse = [&seen](const QString &state, Stage stage) {
        seen.error = base::Error{.kind = base::ErrorKind::Server, .sqlState = state};
        seen.stage = stage;
    };
    switch (end) {
    case End::Connects:
        break;
    case End::WrongPassword:
        refuse(u"28P01"_s, Stage::Authenticate);
        break;
    case End::NoLine:
        refuse(u"28000"_s, Stage::Authenticate);
        seen.known = Cause::NoHbaEntry;
        break;
    case End::NoDatabase:
        refuse(u"3D000"_s, Stage::OpenDatabase);
        break;
    case End::Refused:
    case End::NoSocket:
        refuse({}, Stage::Reach);
        seen.known = end == End::Refused ? Cause::Refused : Cause::SocketMissing;
        break;
    case End::Http:
        refuse({}, Stage::Tls);
        seen.known = Cause::NotPostgres;
        break;
    }
    return out;
}

QList<Diagnosis> judged(const QList<Attempt> &attempts)
{
    QList<Diagnosis> out;
    for (const Attempt &one : attempts)
        out.append(one.connected() ? Diagnosis() : diagnose(one.observation));
    return comparedByAddress(out, attempts);
}

QList<Fix> fixes(const Diagnosis &diagnosis, FixKind kind)
{
    QList<Fix> out = diagnosis.fixes;
    out.removeIf([kind](const Fix &fix) { return fix.kind != kind; });
    return out;
}

QString only(const Diagnosis &diagnosis, FixKind kind)
{
    const QList<Fix> found = fixes(diagnosis, kind);
    return found.size() == 1 ? found.first().text : QString::number(found.size());
}

} // namespace

/// What the attempts at several addresses of a host say of each other.
class TestOtherAddresses final : public QObject
{
    Q_OBJECT

private slots:
    void namesTheOneThatWorks();
    void saysThatTheOtherFailsToo();
    void adviseNothingThatFailed();
    void aRunningServerIsNotStarted();
    void theSocketShowsThatItRuns();
    void otherMachinesSayNothing();
    void keepsCandidatesApart();
    void namesAnotherPort();
};

// The first that comes further is not the best if a later one lets in.
void TestOtherAddresses::namesTheOneThatWorks()
{
    const QList<Diagnosis> all =
        judged({attempt(u"::1"_s, End::NoLine), attempt(u"127.0.0.1"_s, End::WrongPassword),
                attempt(Socket, End::Connects)});
    const QList<Fix> found = fixes(all[0], FixKind::ConnectElsewhere);
    QCOMPARE(found.size(), 1);
    QCOMPARE(found.first().text, u"host=/var/run/postgresql"_s);
    QVERIFY(!found.first().then);
    QCOMPARE(all[0].fixes.first(), found.first());
    // A wrong password is wrong everywhere.
    QVERIFY(fixes(all[1], FixKind::ConnectElsewhere).isEmpty());
}

void TestOtherAddresses::saysThatTheOtherFailsToo()
{
    const QList<Diagnosis> all =
        judged({attempt(u"::1"_s, End::NoLine), attempt(u"127.0.0.1"_s, End::WrongPassword)});
    QCOMPARE(only(all[0], FixKind::ConnectElsewhere), u"host=127.0.0.1"_s);
    QCOMPARE(fixes(all[0], FixKind::ConnectElsewhere).first().then, Cause::WrongPassword);
    QCOMPARE(all[0].fixes.first().kind, FixKind::AddHbaLine);
    // As far as each other: no way out.
    for (const Diagnosis &one :
         judged({attempt(u"::1"_s, End::NoLine), attempt(u"127.0.0.1"_s, End::NoLine)}))
        QVERIFY(fixes(one, FixKind::ConnectElsewhere).isEmpty());
}

void TestOtherAddresses::adviseNothingThatFailed()
{
    Attempt peer = attempt(Socket, End::NoLine);
    peer.observation.known = Cause::PeerMismatch;
    const auto toLoopback = [](const Diagnosis &diagnosis) {
        return std::ranges::contains(diagnosis.fixes, u"host=127.0.0.1"_s, &Fix::text);
    };
    QVERIFY(toLoopback(judged({peer}).first()));
    QVERIFY(!toLoopback(judged({peer, attempt(u"127.0.0.1"_s, End::Refused)}).first()));
    const Diagnosis further = judged({peer, attempt(u"127.0.0.1"_s, End::NoDatabase)}).first();
    QCOMPARE(only(further, FixKind::ConnectElsewhere), u"host=127.0.0.1"_s);
    QCOMPARE(further.fixes.last().then, Cause::DatabaseMissing);
}

void TestOtherAddresses::aRunningServerIsNotStarted()
{
    const QList<Diagnosis> alone = judged({attempt(u"::1"_s, End::Refused)});
    QCOMPARE(fixes(alone[0], FixKind::StartServer).size(), 1);
    const QList<Diagnosis> all =
        judged({attempt(u"::1"_s, End::Refused), attempt(u"127.0.0.1"_s, End::WrongPassword)});
    QVERIFY(fixes(all[0], FixKind::StartServer).isEmpty());
    QVERIFY(fixes(all[0], FixKind::CheckNetwork).isEmpty());
    QCOMPARE(only(all[0], FixKind::ListenAddress), u"listen_addresses = '127.0.0.1, ::1'"_s);
    QCOMPARE(all[0].facts.value(Fact::AnswersAt), u"127.0.0.1"_s);
    // What answers is no PostgreSQL, or nothing does.
    for (const End end : {End::Http, End::Refused}) {
        const QList<Diagnosis> none =
            judged({attempt(u"::1"_s, End::Refused), attempt(u"127.0.0.1"_s, end)});
        QCOMPARE(fixes(none[0], FixKind::StartServer).size(), 1);
        QVERIFY(fixes(none[0], FixKind::ListenAddress).isEmpty());
    }
}

void TestOtherAddresses::theSocketShowsThatItRuns()
{
    const QList<Diagnosis> all =
        judged({attempt(u"127.0.0.1"_s, End::Refused), attempt(Socket, End::Connects)});
    QCOMPARE(only(all[0], FixKind::ListenAddress), u"listen_addresses = 'localhost'"_s);
    const Diagnosis socket =
        judged({attempt(Socket, End::NoSocket), attempt(u"127.0.0.1"_s, End::Connects)}).first();
    QVERIFY(fixes(socket, FixKind::StartServer).isEmpty());
    QVERIFY(fixes(socket, FixKind::ListenAddress).isEmpty());
    QCOMPARE(only(socket, FixKind::ConnectElsewhere), u"host=127.0.0.1"_s);
}

// A name may lead to several machines.
void TestOtherAddresses::otherMachinesSayNothing()
{
    QList<Attempt> attempts{attempt(u"192.0.2.1"_s, End::Refused),
                            attempt(u"192.0.2.2"_s, End::Connects)};
    for (Attempt &one : attempts)
        one.observation.host = u"db.example.org"_s;
    Diagnosis first = judged(attempts).first();
    QCOMPARE(fixes(first, FixKind::StartServer).size(), 1);
    QVERIFY(!first.facts.contains(Fact::AnswersAt));
    QCOMPARE(only(first, FixKind::ConnectElsewhere), u"host=192.0.2.2"_s);
    attempts[0].observation.address = u"2001:db8::1"_s;
    first = judged(attempts).first();
    QVERIFY(fixes(first, FixKind::StartServer).isEmpty());
    QCOMPARE(only(first, FixKind::ListenAddress), u"listen_addresses = '192.0.2.2, 2001:db8::1'"_s);
    // A certificate is compared with the name.
    attempts[0].observation.sslMode = attempts[1].observation.sslMode = u"verify-full"_s;
    QCOMPARE(only(judged(attempts).first(), FixKind::ConnectElsewhere), u"hostaddr=192.0.2.2"_s);
}

void TestOtherAddresses::keepsCandidatesApart()
{
    QList<Attempt> attempts{attempt(u"::1"_s, End::Refused),
                            attempt(u"127.0.0.1"_s, End::Connects)};
    attempts[1].candidate = 1;
    const Diagnosis first = judged(attempts).first();
    QCOMPARE(fixes(first, FixKind::StartServer).size(), 1);
    QVERIFY(fixes(first, FixKind::ConnectElsewhere).isEmpty());
}

void TestOtherAddresses::namesAnotherPort()
{
    const Diagnosis first =
        judged({attempt(u"127.0.0.1"_s, End::Refused), attempt(u"::1"_s, End::Connects, 5433)})
            .first();
    QCOMPARE(only(first, FixKind::ConnectElsewhere), u"host=::1 port=5433"_s);
    QCOMPARE(fixes(first, FixKind::StartServer).size(), 1);
}

QTEST_GUILESS_MAIN(TestOtherAddresses)
#include "tst_otheraddresses.moc"
