// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesspage.h"

#include <QAction>
#include <QLabel>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using ui::AccessCheckOrder;
using ui::AccessPage;

/// A log that is dropped on the panel is told, whoever it is about.
class TestLadderLog final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void tellsWithoutAnyAttempt();
    void saysWhoWasTried();

private:
    QLabel *log() const { return m_page->findChild<QLabel *>(u"ladderLog"_s); }
    void drop()
    {
        const QString folder = QStringLiteral(PGVIGIL_TEST_DATA "/access/cases/1-wrong-username/");
        m_page->addEvidence({.log = folder + u"compose-logs.txt"_s});
    }

    std::unique_ptr<AccessPage> m_page;
};

void TestLadderLog::init()
{
    m_page = std::make_unique<AccessPage>();
    m_page->resize(1200, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_page.get()));
    QVERIFY(!log()->isVisible());
}

void TestLadderLog::tellsWithoutAnyAttempt()
{
    drop();
    QTRY_VERIFY(log()->isVisible());
    const QStringList lines = log()->text().split(u'\n');
    QCOMPARE(lines.size(), 2);
    QCOMPARE(lines[0], u"The log compose-logs.txt has 3 refused logins."_s);
    QVERIFY(lines[1].startsWith(u"User “postgres” was refused 3 times, at most 3 in a minute: role "
                                "does not exist. Line 128 of pg_hba.conf decided"_s));
    QVERIFY(lines[1].contains("03:45 after the server was ready"_L1));
    QCOMPARE(log()->textFormat(), Qt::PlainText);
    m_page->findChild<QAction *>(u"serverLog-none"_s)->trigger();
    QTRY_VERIFY(!log()->isVisible());
}

void TestLadderLog::saysWhoWasTried()
{
    pgaccess::Candidates found;
    found.candidates.resize(1);
    found.candidates.first().spec.options = {{u"host"_s, u"localhost"_s}, {u"user"_s, u"app"_s}};
    m_page->showSources(found);
    drop();
    QSignalSpy wanted(m_page.get(), &AccessPage::checkWanted);
    m_page->startCheck();
    ui::JudgedAttempt judged;
    judged.attempt.candidate =
        wanted.first().first().value<AccessCheckOrder>().candidates.first().number;
    judged.attempt.observation = {.user = u"app"_s, .host = u"localhost"_s, .address = u"::1"_s};
    m_page->takeAttempt(judged);
    m_page->endCheck({});
    QTRY_VERIFY(log()->text().endsWith("Nobody of these was tried here."_L1));
    judged.attempt.observation.user = u"postgres"_s;
    m_page->takeAttempt(judged);
    QTRY_VERIFY(log()->text().endsWith("All of them are of users who were tried here."_L1));
}

QTEST_MAIN(TestLadderLog)
#include "tst_ladderlog.moc"
