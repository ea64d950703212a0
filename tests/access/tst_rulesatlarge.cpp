// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rulesview.h"
#include "support/heartbeat.h"

#include <QAbstractItemModel>
#include <QApplication>
#include <QComboBox>
#include <QLabel>
#include <QPlainTextEdit>
#include <QTest>
#include <QTextBlock>
#include <QToolButton>
#include <QTreeView>

#include <algorithm>
#include <utility>

#include <ctime>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

/// Knows how long the longest event of the window's thread took, in its own processor time: what a
/// busy machine does to it is left out.
class MeteredApplication final : public QApplication
{
public:
    using QApplication::QApplication;

    bool notify(QObject *receiver, QEvent *event) override
    {
        if (std::exchange(m_within, true))
            return QApplication::notify(receiver, event);
        const double before = processorTime();
        const bool handled = QApplication::notify(receiver, event);
        m_longest = std::max(m_longest, processorTime() - before);
        m_within = false;
        return handled;
    }

    /// In milliseconds, since the last call.
    double takeLongest() { return std::exchange(m_longest, 0); }

private:
    static double processorTime()
    {
        timespec time{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return double(time.tv_sec) * 1e3 + double(time.tv_nsec) / 1e6;
    }

    double m_longest = 0;
    bool m_within = false;
};

} // namespace

/// A file of 100,000 lines, as a program writes it for many customers: the window stays at hand
/// while it is checked, asked and looked at.
class TestRulesAtLarge final : public QObject
{
    Q_OBJECT

public:
    explicit TestRulesAtLarge(MeteredApplication &application)
        : m_application(application)
    {
    }

private slots:
    void init();
    void answersWithoutAStop();
    void showsEachPage_data();
    void showsEachPage();

private:
    void tell(const QString &what);
    QString verdict() const { return m_view->findChild<QLabel *>(u"whatIfVerdict"_s)->text(); }
    QAbstractItemModel *rules() const
    {
        return m_view->findChild<QTreeView *>(u"rules"_s)->model();
    }

    MeteredApplication &m_application;
    std::unique_ptr<ui::RulesView> m_view;
    tests::Heartbeat m_heartbeat;
};

constexpr int Lines = 100'000;

void TestRulesAtLarge::tell(const QString &what)
{
    qInfo().noquote() << what << "largest gap" << m_heartbeat.largestGap() << "longest event"
                      << m_application.takeLongest() << "ms of processor time";
}

void TestRulesAtLarge::init()
{
    m_view = std::make_unique<ui::RulesView>();
    m_view->resize(1200, 800);
    m_view->setServer(u"large"_s);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
    auto source = std::make_shared<RuleSource>();
    source->text.path = "/etc/pg_hba.conf";
    source->ident.problem = "permission denied";
    for (int i = 0; i < Lines; ++i) {
        const std::string number = std::to_string(i);
        source->text.text += "host db" + number + " user" + number + " 10.0.0.0/8 md5\n";
    }
    m_heartbeat.restart();
    m_application.takeLongest();
    m_view->showServerRules(source, {});
    QTRY_COMPARE_WITH_TIMEOUT(rules()->rowCount(), Lines, 30'000);
    QTRY_VERIFY_WITH_TIMEOUT(verdict().contains(u"No line"_s), 10'000);
    QVERIFY_HEARTBEAT(m_heartbeat);
    tell(u"shown"_s);
    m_heartbeat.restart();
}

void TestRulesAtLarge::answersWithoutAStop()
{
    m_view->ask({.address = parseIpAddress("10.1.1.1"), .user = "user7", .database = "db7"});
    QTRY_VERIFY2(verdict().contains(u"line 8"_s), qPrintable(verdict()));
    auto *user = m_view->findChild<QComboBox *>(u"whatIfUser"_s);
    for (const QString &text : {u"user9"_s, u"user99"_s, u"user99999"_s}) // as one types
        user->setEditText(text);
    m_view->findChild<QComboBox *>(u"whatIfDatabase"_s)->setEditText(u"db99999"_s);
    QTRY_VERIFY2(verdict().contains(u"line 100000"_s), qPrintable(verdict()));
    QVERIFY_HEARTBEAT(m_heartbeat);
    tell(u"answered"_s);
}

void TestRulesAtLarge::showsEachPage_data()
{
    QTest::addColumn<QString>("page");
    QTest::newRow("text") << u"chip-text"_s;
    QTest::newRow("matrix") << u"chip-matrix"_s;
}

void TestRulesAtLarge::showsEachPage()
{
    QFETCH(QString, page);
    auto *chip = m_view->findChild<QAbstractButton *>(page);
    QVERIFY(chip && chip->isVisible());
    QTest::mouseClick(chip, Qt::LeftButton);
    if (page == u"chip-text"_s) {
        auto *text = m_view->findChild<QPlainTextEdit *>(u"ruleText"_s);
        QTRY_VERIFY_WITH_TIMEOUT(!text->isReadOnly(), 20'000); // all of it is there
        QCOMPARE(text->blockCount(), Lines + 1);
        QCOMPARE(text->document()->lastBlock().previous().text(),
                 u"host db99999 user99999 10.0.0.0/8 md5"_s);
    } else {
        auto *matrix = m_view->findChild<QTreeView *>(u"ruleMatrix"_s);
        QTRY_VERIFY(matrix->model()->index(0, 3).data().toString() != u"…"_s);
    }
    QVERIFY_HEARTBEAT(m_heartbeat);
    tell(page);
}

int main(int argc, char **argv)
{
    MeteredApplication application(argc, argv);
    TestRulesAtLarge test(application);
    return QTest::qExec(&test, argc, argv);
}

#include "tst_rulesatlarge.moc"
