// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/loginrulesreader.h"
#include "window/rulesreader.h"

#include "snapshot/livesource.h"
#include "support/testserver.h"

#include <QSignalSpy>
#include <QTest>
#include <QThread>

using namespace Qt::StringLiterals;
using namespace tests;
using pgaccess::RuleSourcePtr;

/// The rules of real servers, read as the window reads them: on a thread of its own, over the
/// control connection.
class TestRulesReader final : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_thread.start(); }
    void cleanup();
    void readsAsSuperuser_data() { addServerRows(); }
    void readsAsSuperuser();
    void readsWithAGrantOrSaysWhich_data() { addServerRows(); }
    void readsWithAGrantOrSaysWhich();
    void tellsWhatIsInForce_data() { addServerRows(); }
    void tellsWhatIsInForce();

private:
    void start(int version);
    template <typename Reader>
    Reader *open(const QString &user);
    ui::KnownRulesPtr known(app::LoginRulesReader &reader);
    bool write(const QByteArray &text);
    void closeSource();

    QThread m_thread;
    std::unique_ptr<TestServer> m_server;
    snapshot::LiveSource *m_source = nullptr;
};

void TestRulesReader::closeSource()
{
    if (m_source)
        m_source->deleteLater();
    m_source = nullptr;
}

void TestRulesReader::cleanup()
{
    closeSource();
    m_thread.quit();
    m_thread.wait();
    m_server.reset();
}

void TestRulesReader::start(int version)
{
    m_server = std::make_unique<TestServer>(ServerSetup{.version = version});
    QVERIFY_RESULT(m_server->start());
    QVERIFY_RESULT(m_server->sql("CREATE ROLE staff; CREATE ROLE leads IN ROLE staff;"
                                 "CREATE ROLE alice LOGIN IN ROLE leads"));
}

template <typename Reader>
Reader *TestRulesReader::open(const QString &user)
{
    closeSource();
    m_source = new snapshot::LiveSource({.spec = m_server->spec(user)});
    auto *reader = new Reader(*m_source);
    m_source->moveToThread(&m_thread);
    QSignalSpy taken(m_source, &snapshot::SnapshotSource::snapshotTaken);
    m_source->start();
    [&taken] { QTRY_VERIFY_WITH_TIMEOUT(taken.count() > 0, 20'000); }();
    return reader;
}

void TestRulesReader::readsAsSuperuser()
{
    QFETCH(int, version);
    start(version);
    if (QTest::currentTestFailed())
        return;
    const QByteArray text = "# people\nlocal all all trust\nhost all +staff 127.0.0.1/32 trust\n"
                            "host all all 127.0.0.1/32 trust\n"
                            "host x x ::1/128 ldap ldapserver=s ldapbasedn=b "
                            "ldapbindpasswd=sesame\n";
    m_server->setHba(text);
    app::RulesReader *reader = open<app::RulesReader>(u"postgres"_s);
    QSignalSpy read(reader, &app::RulesReader::rulesRead);
    reader->read();
    QTRY_COMPARE_WITH_TIMEOUT(read.count(), 1, 20'000);
    const auto rules = read[0][0].value<RuleSourcePtr>();
    const auto world = read[0][1].value<pgaccess::RuleWorld>();
    QVERIFY(rules->hba && !rules->text.rebuilt && rules->text.masked);
    QVERIFY(rules->text.text.starts_with("# people\n"));
    QVERIFY(!rules->text.text.contains("sesame"));
    QVERIFY(rules->text.path.ends_with("pg_hba.conf"));
    QVERIFY(world.fromServer);
    QVERIFY(std::ranges::contains(world.roles, "alice"));
    QVERIFY(!std::ranges::contains(world.roles, "staff")); // cannot log in
    QVERIFY(std::ranges::contains(world.databases, "postgres"));
    QVERIFY(world.memberOf.at("alice").contains("staff"));
    // The text is worth as much as what the server gave.
    const pgaccess::RuleBook book = makeRuleBook(*rules);
    pgaccess::RuleSource again = *rules;
    again.hba.reset();
    QCOMPARE(makeRuleBook(again).hba, book.hba);
}

void TestRulesReader::readsWithAGrantOrSaysWhich()
{
    QFETCH(int, version);
    start(version);
    if (QTest::currentTestFailed())
        return;
    app::RulesReader *reader = open<app::RulesReader>(u"alice"_s);
    QSignalSpy failed(reader, &app::RulesReader::failed);
    reader->read();
    QTRY_COMPARE_WITH_TIMEOUT(failed.count(), 1, 20'000);
    const auto error = failed[0][0].value<base::Error>();
    QCOMPARE(error.sqlState, u"42501"_s);
    // The statements that it names are enough.
    QVERIFY_RESULT(m_server->sql(error.hint.toUtf8()));
    m_server->setHba("# people\n\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n");
    reader = open<app::RulesReader>(u"alice"_s);
    QSignalSpy read(reader, &app::RulesReader::rulesRead);
    reader->read();
    QTRY_COMPARE_WITH_TIMEOUT(read.count(), 1, 20'000);
    const auto rules = read[0][0].value<RuleSourcePtr>();
    QVERIFY(rules->text.rebuilt);
    QCOMPARE(rules->text.text, "\n\nlocal all all trust\nhost all all 127.0.0.1/32 trust\n");
    QCOMPARE(rules->hba->rules.size(), 2u);
    // The text that is made of the view says the same, on the same lines.
    pgaccess::RuleSource again = *rules;
    again.hba.reset();
    const pgaccess::RuleBook book = makeRuleBook(again);
    QCOMPARE(book.hba.rules, rules->hba->rules);
}

ui::KnownRulesPtr TestRulesReader::known(app::LoginRulesReader &reader)
{
    QSignalSpy read(&reader, &app::LoginRulesReader::rulesKnown);
    reader.read();
    [&read] { QTRY_COMPARE_WITH_TIMEOUT(read.count(), 1, 20'000); }();
    return read.value(0).value(0).value<ui::KnownRulesPtr>();
}

// Into the file, which the server does not load; later than whole seconds can hide.
bool TestRulesReader::write(const QByteArray &text)
{
    QFile file(m_server->folder() + u"/data/pg_hba.conf"_s);
    return file.open(QFile::WriteOnly | QFile::Truncate) && file.write(text) == text.size() &&
           file.flush() &&
           file.setFileTime(QDateTime::currentDateTime().addSecs(10),
                            QFileDevice::FileModificationTime);
}

// What is said of the rules where it is asked who may log in.
void TestRulesReader::tellsWhatIsInForce()
{
    using State = ui::KnownRules::State;
    using pgaccess::RuleAge;
    QFETCH(int, version);
    start(version);
    if (QTest::currentTestFailed())
        return;
    const QByteArray lines = "local all all trust\nhost all all 127.0.0.1/32 trust\n";
    m_server->setHba(lines);
    auto *admin = open<app::LoginRulesReader>(u"postgres"_s);
    ui::KnownRulesPtr rules = known(*admin);
    QVERIFY(rules && rules->state == State::Known && rules->exact);
    QCOMPARE(rules->age, RuleAge::Loaded);
    QCOMPARE(rules->rules->rules().rules.size(), 2u);
    QCOMPARE(known(*admin), rules); // nothing has changed
    QVERIFY(write(lines + "host all alice ::1/128 trust\n"));
    rules = known(*admin);
    QCOMPARE(rules->age, RuleAge::Changed);
    QCOMPARE(rules->rules->rules().rules.size(), 3u);
    QVERIFY(write(lines + "host all alice ::1/128 magic\n"));
    rules = known(*admin);
    QCOMPARE(rules->state, State::NotLoaded);
    QVERIFY(!rules->rules);
    QVERIFY(write(lines));
    auto *alice = open<app::LoginRulesReader>(u"alice"_s);
    rules = known(*alice);
    QCOMPARE(rules->state, State::NotAllowed);
    QVERIFY_RESULT(m_server->sql(rules->error.hint.toUtf8()));
    rules = known(*alice);
    QCOMPARE(rules->state, State::Known);
    QVERIFY(!rules->exact);
    QCOMPARE(rules->age, RuleAge::Unknown); // it may not look at files
}

QTEST_GUILESS_MAIN(TestRulesReader)
#include "tst_rulesreader.moc"
