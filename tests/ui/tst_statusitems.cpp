// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/statusitems.h"
#include "window/statusline.h"

#include "widgets/theme.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono;
using snapshot::Session;
using snapshot::Snapshot;
using ui::Severity;

namespace {

Session client(const Snapshot &s, seconds transaction, const QString &wait = {})
{
    Session session;
    session.backendType = u"client backend"_s;
    session.xactStart = s.takenAt - transaction;
    session.waitEventType = wait;
    return session;
}

Snapshot example()
{
    Snapshot s;
    s.takenAt = *base::fromIso(u"2026-11-20T03:12:47Z");
    s.cost = microseconds(1900);
    s.server.version = u"17.4"_s;
    s.server.startedAt = s.takenAt - days(12) - hours(3);
    s.server.role = u"dba_anna"_s;
    s.server.readsAllStats = true;
    s.limits.maxConnections = 100;
    s.limits.superuserReserved = 3;
    s.limits.used = 42;
    s.transactionsPerSecond = 812;
    s.sessions = {client(s, seconds(252), u"Lock"_s), client(s, seconds(10), u"Client"_s)};
    return s;
}

QStringList texts(const ui::StatusItems &items)
{
    QStringList all;
    for (const ui::StatusItem &item : items.figures)
        all << item.text();
    return all;
}

} // namespace

class TestStatusItems final : public QObject
{
    Q_OBJECT

private slots:
    void saysEverything();
    void judgesConnections_data();
    void judgesConnections();
    void countsOnlyWhatCounts();
    void unknownIsLeftOut();
    void rightsAreNamed();
    void roleIsForeign();
    void ageTurnsStale();
    void lineOffersHelpToSuperusers();
    void lineDropsFiguresButNotTheAge();

private:
    ui::Theme m_theme{*qApp};
};

void TestStatusItems::saysEverything()
{
    const auto items = ui::statusItems(example(), seconds(1), milliseconds(200));
    QCOMPARE(items.identity.text(),
             u"PostgreSQL 17.4 · primary · up 12 d 03 h · as dba_anna (sees all sessions)"_s);
    QCOMPARE(items.identity.strong, u"dba_anna"_s);
    QCOMPARE(texts(items), (QStringList{u"42 of 97 usable connections"_s, u"1 blocked"_s,
                                        u"oldest transaction 04:12"_s, u"812 transactions/s"_s,
                                        u"cost 1.9 ms/s"_s}));
    QCOMPARE(items.age.text(), u"0.2 s ago"_s);
    QVERIFY(!items.stale);
    QCOMPARE(items.figures[1].severity, Severity::Critical);
    QCOMPARE(texts(ui::statusItems(example(), seconds(2), {})).last(), u"cost 0.9 ms/s"_s);
}

void TestStatusItems::judgesConnections_data()
{
    QTest::addColumn<int>("used");
    QTest::addColumn<Severity>("severity");
    QTest::newRow("80 of 100") << 80 << Severity::None;
    QTest::newRow("81 of 100") << 81 << Severity::Warning;
    QTest::newRow("96 of 97 usable") << 96 << Severity::Warning;
    QTest::newRow("all usable ones") << 97 << Severity::Critical;
}

void TestStatusItems::judgesConnections()
{
    QFETCH(int, used);
    QFETCH(Severity, severity);
    Snapshot s = example();
    s.limits.used = used;
    QCOMPARE(ui::statusItems(s, seconds(1), {}).figures.front().severity, severity);
}

void TestStatusItems::countsOnlyWhatCounts()
{
    Snapshot s = example();
    Session own = client(s, hours(1));
    own.own = true;
    Session worker = client(s, hours(2));
    worker.backendType = u"autovacuum worker"_s;
    s.sessions.push_back(own);
    s.sessions.push_back(worker);
    QCOMPARE(texts(ui::statusItems(s, seconds(1), {})).at(2), u"oldest transaction 04:12"_s);
    s.sessions.push_back(client(s, minutes(6)));
    const auto items = ui::statusItems(s, seconds(1), {});
    QCOMPARE(items.figures[2].strong, u"06:00"_s);
    QCOMPARE(items.figures[2].severity, Severity::Warning);
}

void TestStatusItems::unknownIsLeftOut()
{
    Snapshot s = example();
    s.sessions.clear();
    s.limits = {};
    s.transactionsPerSecond.reset();
    s.server.startedAt = {};
    const auto items = ui::statusItems(s, seconds(1), {});
    QCOMPARE(texts(items), (QStringList{u"0 blocked"_s, u"cost 1.9 ms/s"_s}));
    QCOMPARE(items.figures[0].severity, Severity::None);
    QVERIFY(!items.identity.before.contains(u"up"_s));
}

void TestStatusItems::rightsAreNamed()
{
    Snapshot s = example();
    s.server.signalsBackends = true;
    QCOMPARE(ui::statusItems(s, seconds(1), {}).identity.after,
             u" (sees all sessions and may end them)"_s);
    s.server.readsAllStats = false;
    s.server.standby = true;
    QCOMPARE(ui::statusItems(s, seconds(1), {}).identity.after, u" (sees its own sessions only)"_s);
    QVERIFY(ui::statusItems(s, seconds(1), {}).identity.before.contains(u"standby"_s));
}

void TestStatusItems::roleIsForeign()
{
    Snapshot s = example();
    s.server.role = u"a\u202Eb\n"_s;
    QCOMPARE(ui::statusItems(s, seconds(1), {}).identity.strong, u"a⟨U+202E⟩b␊"_s);
}

void TestStatusItems::ageTurnsStale()
{
    QVERIFY(!ui::statusItems(example(), seconds(1), seconds(3)).stale);
    const auto old = ui::statusItems(example(), seconds(1), milliseconds(3100));
    QVERIFY(old.stale);
    QCOMPARE(old.age.text(), u"3.1 s old"_s);
    QCOMPARE(old.age.severity, Severity::Warning);
    QCOMPARE(ui::statusItems(example(), seconds(1), seconds(3720)).age.text(), u"1:02:00 old"_s);
    QVERIFY(!ui::statusItems(example(), seconds(10), seconds(15)).stale);
}

void TestStatusItems::lineOffersHelpToSuperusers()
{
    ui::StatusLine line;
    line.resize(1200, 28);
    line.show();
    auto *badge = line.findChild<QPushButton *>(u"superuserBadge"_s);
    line.showSnapshot(std::make_shared<Snapshot>(example()));
    QVERIFY(!badge->isVisible());
    Snapshot s = example();
    s.server.superuser = true;
    line.showSnapshot(std::make_shared<Snapshot>(s));
    QVERIFY(badge->isVisible());
    QSignalSpy asked(&line, &ui::StatusLine::superuserHelpRequested);
    QTest::mouseClick(badge, Qt::LeftButton);
    QCOMPARE(asked.size(), 1);
}

// What is painted cannot be read back; the pixels of the right end must not depend on the width.
void TestStatusItems::lineDropsFiguresButNotTheAge()
{
    ui::StatusLine line;
    line.showStatus({.state = base::ServerState::Live});
    line.showSnapshot(std::make_shared<Snapshot>(example()));
    const auto end = [&line](int width) {
        line.resize(width, 28);
        const QImage image = line.grab().toImage();
        return image.copy(image.width() - 60, 1, 60, 27);
    };
    const QImage wide = end(1400);
    QCOMPARE(end(560), wide);
    line.showSnapshot(nullptr);
    QVERIFY(end(1400) != wide);
}

QTEST_MAIN(TestStatusItems)
#include "tst_statusitems.moc"
