// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesspage.h"
#include "access/attemptmodel.h"

#include <QAbstractItemModelTester>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using pgaccess::Stage;
using ui::AccessCheckOrder;
using ui::AccessPage;

namespace {

const QString Typed = u"typ3d by hand"_s;

pgaccess::Candidate candidate(const QString &user)
{
    pgaccess::Candidate out;
    out.spec.options = {{u"host"_s, u"localhost"_s}, {u"user"_s, user}, {u"dbname"_s, u"shop"_s}};
    out.password = base::Secret("from a file");
    out.hasPassword = true;
    out.places = {{.file = u".env"_s, .line = 1}};
    return out;
}

ui::JudgedAttempt refused(int number, const QString &address)
{
    ui::JudgedAttempt out;
    pgaccess::Observation &seen = out.attempt.observation;
    out.attempt.candidate = number;
    seen = {.user = u"app"_s, .database = u"shop"_s, .host = u"localhost"_s};
    seen.address = address;
    seen.stage = Stage::Authenticate;
    seen.error = base::Error{.kind = base::ErrorKind::Server, .sqlState = u"28P01"_s};
    out.diagnosis = pgaccess::diagnose(seen);
    return out;
}

} // namespace

/// "Type It…" under a refused password: one credential, once more, with what is typed.
class TestTypedPassword final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void triesThatCredentialAgain();
    void givesUp();
    void notForSavedConnections();

private:
    QDialog *press();
    QAbstractItemModel *attempts() const
    {
        return m_page->findChild<QTableView *>(u"ladderTable"_s)->model();
    }

    std::unique_ptr<AccessPage> m_page;
    QList<int> m_numbers;
};

// Two credentials, both refused, the second at two addresses.
void TestTypedPassword::init()
{
    m_page = std::make_unique<AccessPage>();
    m_page->resize(1200, 800);
    m_page->show();
    QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    pgaccess::Candidates found;
    found.candidates = {candidate(u"app"_s), candidate(u"web"_s)};
    m_page->showSources(found);
    QSignalSpy wanted(m_page.get(), &AccessPage::checkWanted);
    m_page->startCheck();
    m_numbers.clear();
    for (const auto &each : wanted.first().first().value<AccessCheckOrder>().candidates)
        m_numbers.append(each.number);
    QCOMPARE(m_numbers.size(), 2);
    new QAbstractItemModelTester(attempts(), QAbstractItemModelTester::FailureReportingMode::QtTest,
                                 m_page.get());
    m_page->takeAttempt(refused(m_numbers[0], u"127.0.0.1"_s));
    for (const QString &address : {u"::1"_s, u"127.0.0.1"_s})
        m_page->takeAttempt(refused(m_numbers[1], address));
    m_page->endCheck({});
    QCOMPARE(attempts()->rowCount(), 3);
    m_page->findChild<QTableView *>(u"ladderTable"_s)->setCurrentIndex(attempts()->index(1, 0));
}

QDialog *TestTypedPassword::press()
{
    QPushButton *button = nullptr;
    const auto isThere = [this, &button] { // those of verdicts before may be about to go
        for (QPushButton *each : m_page->findChildren<QPushButton *>(u"typePassword"_s))
            button = each->isVisible() ? each : button;
        return button != nullptr;
    };
    if (!QTest::qWaitFor(isThere, 1000))
        return nullptr;
    QTest::mouseClick(button, Qt::LeftButton);
    auto *dialog = m_page->findChild<QDialog *>(u"passwordDialog"_s);
    return dialog && QTest::qWaitForWindowActive(dialog) ? dialog : nullptr;
}

void TestTypedPassword::triesThatCredentialAgain()
{
    QSignalSpy wanted(m_page.get(), &AccessPage::checkWanted);
    QDialog *dialog = press();
    QVERIFY(dialog);
    auto *tryIt = dialog->findChild<QPushButton *>(u"connect"_s);
    QVERIFY(!tryIt->isEnabled());
    QVERIFY(!dialog->findChild<QWidget *>(u"keepPassword"_s)->isVisible()); // it is for once
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"password"_s), Typed);
    QTest::mouseClick(tryIt, Qt::LeftButton);
    QCOMPARE(wanted.size(), 1);
    const auto order = wanted.first().first().value<AccessCheckOrder>();
    QCOMPARE(order.candidates.size(), 1); // nobody else is logged in again
    QCOMPARE(order.candidates.first().number, m_numbers[1]);
    QCOMPARE(order.candidates.first().candidate.password.view(), Typed.toUtf8());
    QCOMPARE(attempts()->rowCount(), 2); // that of the other stays
    ui::JudgedAttempt works = refused(m_numbers[1], u"127.0.0.1"_s);
    works.attempt.observation.error.reset();
    m_page->takeAttempt(works);
    m_page->endCheck({});
    QCOMPARE(attempts()->rowCount(), 2);
    QVERIFY(m_page->selectedAttempt() && m_page->selectedAttempt()->attempt.connected());
    for (const QLabel *label : m_page->findChildren<QLabel *>())
        QVERIFY(!label->text().contains(Typed));
    // Another one of the same is tried like any other from now on.
    m_page->startCheck();
    const auto all = wanted.last().first().value<AccessCheckOrder>();
    QCOMPARE(all.candidates.size(), 2);
    QCOMPARE(all.candidates[1].candidate.password.view(), Typed.toUtf8());
    QCOMPARE(all.candidates[0].candidate.password.view(), "from a file");
}

void TestTypedPassword::givesUp()
{
    QSignalSpy wanted(m_page.get(), &AccessPage::checkWanted);
    QDialog *dialog = press();
    QVERIFY(dialog);
    QTest::keyClicks(dialog->findChild<QLineEdit *>(u"password"_s), Typed);
    QTest::keyClick(dialog, Qt::Key_Escape);
    QCOMPARE(wanted.size(), 0);
    QCOMPARE(attempts()->rowCount(), 3);
    // What is selected while something else runs is not tried in between.
    m_page->startCheck();
    QCOMPARE(wanted.size(), 1);
    QVERIFY(!press());
}

// Their passwords are kept elsewhere.
void TestTypedPassword::notForSavedConnections()
{
    pgaccess::Profile profile{.id = QUuid::createUuid()};
    profile.spec.options = {{u"host"_s, u"localhost"_s}, {u"user"_s, u"app"_s}};
    m_page->showSources({});
    m_page->setProfile(profile);
    QSignalSpy wanted(m_page.get(), &AccessPage::checkWanted);
    m_page->startCheck();
    if (wanted.isEmpty())
        QSKIP("A saved connection is not ticked by itself.");
    const auto order = wanted.first().first().value<AccessCheckOrder>();
    m_page->takeAttempt(refused(order.candidates.first().number, u"::1"_s));
    m_page->endCheck({});
    QVERIFY(m_page->findChild<QLabel *>(u"verdictTitle"_s)->isVisible());
    QVERIFY(!press());
}

QTEST_MAIN(TestTypedPassword)
#include "tst_typedpassword.moc"
