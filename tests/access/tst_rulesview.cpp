// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rulesview.h"

#include "access/findingmodel.h"
#include "access/matrixmodel.h"
#include "access/ruleeditor.h"
#include "access/rulemodel.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QComboBox>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace pgaccess;
using ui::RuleModel;
using ui::RulesView;

namespace {

// The field case: lines for 127.0.0.1 and none for ::1.
constexpr auto FieldRules = R"(# Basic local authentication
local all                       postgres                                                trust
local all                       postgres                                                peer                map=superuser_map
local sameuser                  all                                                     peer                map=superuser_map

# Host-based authentication (IPv4)
host  all                       all                         127.0.0.1/32                scram-sha-256
host  replication               replUser                    127.0.0.1/32                scram-sha-256
host  devUser                   devUser                     127.0.0.1/32                scram-sha-256
host  endoregDbLocal            endoregDbLocal              127.0.0.1/32                scram-sha-256
)";
constexpr auto FieldMaps = "superuser_map root postgres\nsuperuser_map /^(.*)$ \\1\n";
constexpr int DecidingRow = 3;

RuleSourcePtr sourceOf(const std::string &text, int version = 17)
{
    auto source = std::make_shared<RuleSource>();
    source->text = {.version = version, .path = "/etc/pg_hba.conf", .text = text};
    source->ident.problem = "permission denied";
    return source;
}

RuleWorld fieldWorld()
{
    return {.roles = {"endoregDbLocal", "postgres"},
            .databases = {"endoregDbLocal", "postgres"},
            .memberOf = {{"endoregDbLocal", {"staff", "leads"}}},
            .machine = parseIpAddress("10.0.0.5"),
            .fromServer = true};
}

} // namespace

class TestRulesView final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_view.reset(); }
    void answersTheFieldCase();
    void offersTheLineThatIsMissing();
    void saysWhatIsWrongWithTheQuestion();
    void takesTheMembershipsOfTheServer();
    void listsFindingsAndLeadsToTheirLines();
    void triesAnEditedText();
    void givesTheEditBack();
    void showsTheMatrix();
    void opensAFileWithItsMaps();
    void saysWhatToGrant();
    void asksForAReload();
    void takesAClientThatWasRefused();
    void asksForRulesOnlyWhileVisible();
    void showsNoSecrets();

private:
    template <typename T>
    T *part(const char *name) const
    {
        return m_view->findChild<T *>(QString::fromLatin1(name));
    }
    void type(const char *name, const QString &text) const;
    void page(const QString &text) const;
    QString verdict() const { return part<QLabel>("whatIfVerdict")->text(); }
    QAbstractItemModel *rules() const { return part<QTreeView>("rules")->model(); }
    QString cell(int row, int column) const
    {
        return rules()->index(row, column).data().toString();
    }
    void showFieldCase() const;

    std::unique_ptr<RulesView> m_view;
};

void TestRulesView::init()
{
    m_view = std::make_unique<RulesView>();
    m_view->resize(1100, 760);
    for (QTreeView *table : m_view->findChildren<QTreeView *>())
        new QAbstractItemModelTester(
            table->model(), QAbstractItemModelTester::FailureReportingMode::QtTest, m_view.get());
    m_view->setServer(u"orders"_s);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestRulesView::type(const char *name, const QString &text) const
{
    auto *box = part<QComboBox>(name);
    QLineEdit *edit = box ? box->lineEdit() : part<QLineEdit>(name);
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(edit, text);
}

void TestRulesView::page(const QString &text) const
{
    for (auto *chip : part<QWidget>("rulePages")->findChildren<QAbstractButton *>()) {
        if (chip->text() == text)
            chip->click();
    }
}

void TestRulesView::showFieldCase() const
{
    m_view->showServerRules(sourceOf(FieldRules), fieldWorld());
    QTRY_COMPARE(rules()->rowCount(), 7);
}

void TestRulesView::answersTheFieldCase()
{
    showFieldCase();
    type("whatIfUser", u"endoregDbLocal"_s);
    type("whatIfDatabase", u"endoregDbLocal"_s);
    type("whatIfFrom", u"::1"_s);
    QVERIFY2(verdict().contains("No line matches"_L1), qPrintable(verdict()));
    for (int row = 0; row < 7; ++row)
        QVERIFY(!cell(row, RuleModel::ClientColumn).isEmpty());
    QVERIFY(cell(DecidingRow, RuleModel::ClientColumn).contains("IPv6"_L1));

    type("whatIfFrom", u"127.0.0.1"_s);
    QVERIFY2(verdict().contains("line 7"_L1), qPrintable(verdict()));
    QCOMPARE(cell(DecidingRow, RuleModel::LineColumn), u"7"_s);
    QCOMPARE(rules()->index(DecidingRow, 0).data(RuleModel::StandingRole).toInt(),
             int(RuleModel::Decides));
    QVERIFY(cell(0, RuleModel::ClientColumn).contains("socket"_L1));
    QVERIFY(cell(6, RuleModel::ClientColumn).contains("would match"_L1));

    type("whatIfFrom", u"socket"_s);
    QVERIFY2(verdict().contains("line 4"_L1), qPrintable(verdict()));
}

void TestRulesView::offersTheLineThatIsMissing()
{
    showFieldCase();
    type("whatIfUser", u"endoregDbLocal"_s);
    type("whatIfDatabase", u"all"_s);
    type("whatIfFrom", u"::1"_s);
    auto *copy = part<QPushButton>("copyLine");
    QVERIFY(copy->isVisible());
    QTest::mouseClick(copy, Qt::LeftButton);
    const QString line = QGuiApplication::clipboard()->text();
    QCOMPARE(line, u"host \"all\" endoregDbLocal ::1/128 scram-sha-256"_s);
    // It lets in exactly whom it was made for.
    auto source = *sourceOf(FieldRules + line.toStdString() + "\n");
    const HbaOutcome outcome =
        matchHba(makeRuleBook(source).hba,
                 {.address = parseIpAddress("::1"), .user = "endoregDbLocal", .database = "all"});
    QCOMPARE(outcome.result, HbaResult::Match);
    type("whatIfFrom", u"127.0.0.1"_s);
    QVERIFY(!copy->isVisible());
}

void TestRulesView::saysWhatIsWrongWithTheQuestion()
{
    showFieldCase();
    type("whatIfFrom", u"127.0.0."_s);
    QVERIFY2(verdict().contains("Write an address"_L1), qPrintable(verdict()));
    QVERIFY(cell(0, RuleModel::ClientColumn).isEmpty());
    type("whatIfFrom", u"127.0.0.1"_s);
    type("whatIfUser", u"nobody"_s);
    QVERIFY(part<QLabel>("whatIfDetail")->text().contains("no role nobody"_L1));
}

void TestRulesView::takesTheMembershipsOfTheServer()
{
    m_view->showServerRules(sourceOf("host all +leads all md5\nhost all +other all password\n"),
                            fieldWorld());
    QTRY_COMPARE(rules()->rowCount(), 2);
    type("whatIfUser", u"endoregDbLocal"_s);
    QCOMPARE(part<QLineEdit>("whatIfMemberOf")->text(), u"leads, staff"_s);
    QVERIFY2(verdict().contains("line 1"_L1), qPrintable(verdict()));
    type("whatIfMemberOf", u"other"_s);
    QVERIFY2(verdict().contains("line 2"_L1), qPrintable(verdict()));
    type("whatIfUser", u"postgres"_s);
    QVERIFY2(verdict().contains("No line"_L1), qPrintable(verdict()));
}

void TestRulesView::listsFindingsAndLeadsToTheirLines()
{
    showFieldCase();
    auto *list = part<QTreeView>("findings");
    QVERIFY(list->model()->rowCount() > 0);
    bool trust = false, covered = false;
    for (int row = 0; row < list->model()->rowCount(); ++row) {
        const QString what =
            list->model()->index(row, ui::FindingModel::WhatColumn).data().toString();
        const QString line =
            list->model()->index(row, ui::FindingModel::LineColumn).data().toString();
        trust = trust || (what == "no password"_L1 && line == "2"_L1);
        if (what == "never reached"_L1 && line == "9"_L1) {
            covered = true;
            list->setCurrentIndex(list->model()->index(row, 0));
            QCOMPARE(part<QTreeView>("rules")->currentIndex().row(), 5);
        }
    }
    QVERIFY(trust && covered);
    list->setFocus();
    QTest::keyClick(list, Qt::Key_Home);
    QTest::mouseClick(part<QPushButton>("copyFix"), Qt::LeftButton);
    QVERIFY(!QGuiApplication::clipboard()->text().isEmpty());
}

void TestRulesView::triesAnEditedText()
{
    showFieldCase();
    type("whatIfFrom", u"::1"_s);
    QVERIFY(verdict().contains("No line matches"_L1));
    page(u"Text"_s);
    auto *editor = part<ui::RuleEditor>("ruleText");
    QTRY_VERIFY(editor->isVisible());
    QCOMPARE(editor->text(), std::string(FieldRules));
    QVERIFY(!editor->isEdited());
    editor->setFocus();
    QTest::keyClick(editor, Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(editor, u"host all all ::1/128 md5"_s);
    QTRY_COMPARE(rules()->rowCount(), 8);
    QVERIFY2(verdict().contains("md5"_L1), qPrintable(verdict()));
    QVERIFY(part<QLabel>("rulesNotice")->text().contains("Edited"_L1));
    QTest::keyClicks(editor, u" nonsense"_s);
    QTRY_VERIFY(part<QLabel>("rulesNotice")->text().contains("would not load"_L1));
    QVERIFY2(verdict().contains("would not load"_L1), qPrintable(verdict()));
}

void TestRulesView::givesTheEditBack()
{
    showFieldCase();
    page(u"Text"_s);
    auto *editor = part<ui::RuleEditor>("ruleText");
    editor->setFocus();
    QTest::keyClicks(editor, u"local all all trust"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(rules()->rowCount(), 8);
    QTest::mouseClick(part<QPushButton>("revertRuleText"), Qt::LeftButton);
    QTRY_COMPARE(rules()->rowCount(), 7);
    QCOMPARE(editor->text(), std::string(FieldRules));
    QVERIFY(!part<QLabel>("rulesNotice")->text().contains("Edited"_L1));
}

void TestRulesView::showsTheMatrix()
{
    showFieldCase();
    page(u"Matrix"_s);
    const QAbstractItemModel *matrix = part<QTreeView>("ruleMatrix")->model();
    QCOMPARE(matrix->rowCount(), 4);
    QCOMPARE(matrix->columnCount(), 6);
    const auto at = [matrix](int row, int column) {
        return matrix->index(row, column).data().toString();
    };
    QTRY_COMPARE(at(0, ui::MatrixModel::SocketColumn), u"peer · 4"_s);
    QCOMPARE(at(0, ui::MatrixModel::Loopback4Column), u"scram-sha-256 · 7"_s);
    QCOMPARE(at(0, ui::MatrixModel::Loopback6Column), u"no entry"_s);
    QCOMPARE(at(0, ui::MatrixModel::MachineColumn), u"no entry"_s);
    QTRY_COMPARE(at(3, ui::MatrixModel::SocketColumn), u"trust · 2"_s);
    // Enter on a cell puts it into the question.
    auto *view = part<QTreeView>("ruleMatrix");
    view->setFocus();
    view->setCurrentIndex(matrix->index(0, ui::MatrixModel::Loopback6Column));
    QTest::keyClick(view, Qt::Key_Return);
    QCOMPARE(part<QComboBox>("whatIfFrom")->currentText(), u"::1"_s);
    QVERIFY2(verdict().contains("No line matches endoregDbLocal"_L1), qPrintable(verdict()));
}

void TestRulesView::opensAFileWithItsMaps()
{
    QTemporaryDir folder;
    for (const auto &[name, text] :
         {std::pair(u"pg_hba.conf"_s, FieldRules), std::pair(u"pg_ident.conf"_s, FieldMaps)}) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) > 0);
    }
    m_view->openFile(folder.filePath(u"pg_hba.conf"_s));
    QTRY_COMPARE(rules()->rowCount(), 7);
    QVERIFY(part<QLabel>("rulesPlace")->text().contains(folder.path()));
    const QAbstractItemModel *found = part<QTreeView>("findings")->model();
    bool ident = false;
    for (int row = 0; row < found->rowCount(); ++row)
        ident = ident || found->index(row, 1).data().toString().contains("pg_ident"_L1);
    QVERIFY(ident);
    // The answer of a server that comes meanwhile waits until it is asked for.
    m_view->showServerRules(sourceOf("local all all trust\n"), fieldWorld());
    QCOMPARE(rules()->rowCount(), 7);
    QTest::mouseClick(part<QPushButton>("backToServer"), Qt::LeftButton);
    QTRY_COMPARE(rules()->rowCount(), 1);
    m_view->openFile(folder.filePath(u"missing"_s));
    QTRY_VERIFY(part<QLabel>("rulesNotice")->text().contains("cannot be read"_L1));
}

void TestRulesView::saysWhatToGrant()
{
    m_view->showProblem({.kind = base::ErrorKind::Server,
                         .sqlState = u"42501"_s,
                         .message = u"permission denied for view pg_hba_file_rules"_s,
                         .hint = u"GRANT SELECT ON pg_hba_file_rules TO \"a\";"_s});
    auto *copy = part<QPushButton>("copyGrant");
    QVERIFY(copy->isVisible());
    QTest::mouseClick(copy, Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(),
             u"GRANT SELECT ON pg_hba_file_rules TO \"a\";"_s);
    showFieldCase();
    QVERIFY(!copy->isVisible());
}

void TestRulesView::asksForAReload()
{
    showFieldCase();
    QSignalSpy wanted(m_view.get(), &RulesView::reloadRequested);
    QSignalSpy again(m_view.get(), &RulesView::rulesWanted);
    QTest::mouseClick(part<QPushButton>("reloadConfiguration"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 1);
    QCOMPARE(again.count(), 0);
    m_view->readAgain();
    QCOMPARE(again.count(), 1);
    showFieldCase();
    m_view->hide();
    m_view->readAgain();
    QCOMPARE(again.count(), 1); // not before somebody looks
    m_view->show();
    QCOMPARE(again.count(), 2);
}

void TestRulesView::takesAClientThatWasRefused()
{
    showFieldCase();
    m_view->ask({.address = parseIpAddress("::1"),
                 .tls = true,
                 .user = "endoregDbLocal",
                 .database = "endoregDbLocal"});
    QVERIFY2(verdict().contains("No line"_L1, Qt::CaseInsensitive), qPrintable(verdict()));
    QCOMPARE(part<QComboBox>("whatIfEncryption")->currentIndex(), 1);
    m_view->ask(
        {.local = true, .user = "replUser", .replication = HbaClient::Replication::Physical});
    QCOMPARE(part<QComboBox>("whatIfPurpose")->currentIndex(), 1);
    QCOMPARE(part<QComboBox>("whatIfEncryption")->currentIndex(), 0);
}

void TestRulesView::asksForRulesOnlyWhileVisible()
{
    m_view->hide();
    QSignalSpy wanted(m_view.get(), &RulesView::rulesWanted);
    m_view->setServer(u"other"_s);
    QCOMPARE(wanted.count(), 0);
    m_view->show();
    QCOMPARE(wanted.count(), 1);
    m_view->hide();
    m_view->show();
    QCOMPARE(wanted.count(), 1);
    QTest::mouseClick(part<QPushButton>("refreshRules"), Qt::LeftButton);
    QCOMPARE(wanted.count(), 2);
}

void TestRulesView::showsNoSecrets()
{
    QTemporaryDir folder;
    QFile file(folder.filePath(u"pg_hba.conf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("host all all all ldap ldapserver=x ldapbasedn=y ldapbindpasswd=sesame\n");
    file.close();
    m_view->openFile(file.fileName());
    QTRY_COMPARE(rules()->rowCount(), 1);
    page(u"Text"_s);
    QTest::mouseClick(part<QPushButton>("copyRuleText"), Qt::LeftButton);
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains("ldapbindpasswd=****"_L1) && !copied.contains("sesame"_L1));
    QVERIFY(part<QLabel>("ruleTextNote")->text().contains("asterisks"_L1));
}

QTEST_MAIN(TestRulesView)
#include "tst_rulesview.moc"
