// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "caseprojects.h"
#include "support/heartbeat.h"
#include "support/testserver.h"
#include "window/application.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QClipboard>
#include <QDirIterator>
#include <QDropEvent>
#include <QFileDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

const QString Sentinel = u"Sent1nel-0f-S1"_s;

} // namespace

/// From files that are dropped to a session that stands, in the real window on a real server.
class TestAccessCases final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void wrongUsername();
    void addressesThatDiffer();
    void mendedByTheDialog();

private:
    void mend(const QString &fix, const QString &button);
    void copyAndSave();
    void asksTheDroppedFile();
    void expectAudit();
    void startServer(const QByteArray &hba);
    void start(const QString &connection, const QString &password = {});
    void drop(const QStringList &paths);
    void click(const QString &button);
    void chooseLog(const QString &path);
    void expectNoSecret();
    int rowWith(const QString &address);
    void select(const QString &address);
    QString resultOf(const QString &address);

    template <typename T>
    T *find(const QString &name)
    {
        return window().findChild<T *>(name);
    }
    QString label(const QString &name) { return find<QLabel>(name)->text(); }
    QTableView *ladder() { return find<QTableView>(u"ladderTable"_s); }
    ui::MainWindow &window() { return m_program->window(); }
    base::ServerState state()
    {
        for (const ui::ServerRow &row : m_program->servers().rows())
            if (row.id == window().currentServer())
                return row.status.state;
        return base::ServerState::Closed;
    }

    QTemporaryDir m_home;
    std::unique_ptr<tests::TestServer> m_server;
    tests::Heartbeat m_heartbeat;
    std::unique_ptr<app::Application> m_program;
};

void TestAccessCases::initTestCase()
{
    QVERIFY(m_home.isValid());
    qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_home.filePath(u"config"_s)));
    qputenv("XDG_STATE_HOME", QFile::encodeName(m_home.filePath(u"state"_s)));
}

void TestAccessCases::init()
{
    QDir(m_home.path()).removeRecursively();
    QVERIFY(QDir().mkpath(m_home.filePath(u"project"_s)));
}

void TestAccessCases::cleanup()
{
    QVERIFY_HEARTBEAT(m_heartbeat);
    m_program.reset();
    m_server.reset();
}

void TestAccessCases::startServer(const QByteArray &hba)
{
    m_server = std::make_unique<tests::TestServer>(
        tests::ServerSetup{.version = tests::anyServer(),
                           .settings = {u"listen_addresses = '127.0.0.1,::1'"_s},
                           .hba = hba});
    QVERIFY_RESULT(m_server->start());
}

void TestAccessCases::start(const QString &connection, const QString &password)
{
    m_program = std::make_unique<app::Application>(*qApp);
    m_program->start(connection, {}, base::Secret(password.toUtf8()));
    window().resize(1440, 900);
    QVERIFY(QTest::qWaitForWindowExposed(&window()));
    m_heartbeat.restart();
    window().activateWindow();
}

void TestAccessCases::drop(const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(path));
    data.setUrls(urls);
    QDragEnterEvent enter({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&window(), &enter);
    QVERIFY(enter.isAccepted());
    QDropEvent event({300, 300}, Qt::CopyAction, &data, Qt::LeftButton, {});
    QApplication::sendEvent(&window(), &event);
}

void TestAccessCases::click(const QString &button)
{
    auto *found = find<QAbstractButton>(button);
    QVERIFY2(found && found->isVisible() && found->isEnabled(), qUtf8Printable(button));
    QTest::mouseClick(found, Qt::LeftButton);
}

void TestAccessCases::chooseLog(const QString &path)
{
    click(u"serverLog"_s);
    auto *dialog = window().findChild<QFileDialog *>();
    QVERIFY(dialog);
    dialog->setDirectory(QFileInfo(path).path());
    dialog->findChild<QLineEdit *>()->setText(path);
    QMetaObject::invokeMethod(dialog, "accept");
}

int TestAccessCases::rowWith(const QString &address)
{
    for (int row = 0; row < ladder()->model()->rowCount(); ++row)
        if (ladder()->model()->index(row, 0).data().toString().startsWith(address))
            return row;
    return -1;
}

void TestAccessCases::select(const QString &address)
{
    const QModelIndex index = ladder()->model()->index(rowWith(address), 0);
    QTest::mouseClick(ladder()->viewport(), Qt::LeftButton, {},
                      ladder()->visualRect(index).center());
}

QString TestAccessCases::resultOf(const QString &address)
{
    const int last = ladder()->model()->columnCount() - 1;
    return ladder()->model()->index(rowWith(address), last).data().toString();
}

// Requirement S1: not in a text of the window, not in a file.
void TestAccessCases::expectNoSecret()
{
    for (const QLabel *each : window().findChildren<QLabel *>())
        QVERIFY2(!each->text().contains(Sentinel) && !each->toolTip().contains(Sentinel),
                 qUtf8Printable(each->objectName()));
    for (const QPlainTextEdit *each : window().findChildren<QPlainTextEdit *>())
        QVERIFY2(!each->toPlainText().contains(Sentinel), qUtf8Printable(each->objectName()));
    for (const QAbstractItemView *view : window().findChildren<QAbstractItemView *>()) {
        const QAbstractItemModel *model = view->model();
        for (int row = 0; model && row < model->rowCount(); ++row)
            for (int role = 0; role < Qt::UserRole + 4; ++role)
                QVERIFY(!model->index(row, 0).data(role).toString().contains(Sentinel));
    }
    for (const QString &folder : {u"config"_s, u"state"_s}) {
        QDirIterator files(m_home.filePath(folder), QDir::Files | QDir::Hidden,
                           QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            QVERIFY(file.open(QIODevice::ReadOnly));
            QVERIFY2(!file.readAll().contains(Sentinel.toUtf8()), qUtf8Printable(file.fileName()));
        }
    }
    QVERIFY(!m_server->log().contains(Sentinel.toUtf8()));
}

void TestAccessCases::copyAndSave()
{
    click(u"copyWayIn"_s);
    const auto copied = pg::ConnectionSpec::parse(QApplication::clipboard()->text());
    QVERIFY(copied);
    QCOMPARE(QString::fromUtf8(copied->password.view()), Sentinel);
    QVERIFY(QApplication::clipboard()->mimeData()->hasFormat(u"x-kde-passwordManagerHint"_s));
    click(u"saveProfile"_s);
    QTRY_COMPARE(state(), base::ServerState::Live);
    QApplication::clipboard()->clear();
    expectNoSecret();
}

// A program tries a default name; the project's files know the right one.
void TestAccessCases::wrongUsername()
{
    startServer("local all all trust\nhost all all all scram-sha-256\n");
    QVERIFY_RESULT(
        m_server->sql("CREATE ROLE heimdex LOGIN PASSWORD '"_ba + Sentinel.toUtf8() + '\''));
    QVERIFY_RESULT(m_server->sql("CREATE DATABASE heimdex OWNER heimdex"));
    const QString port = QString::number(m_server->port());
    const QString project = tests::writeProject(m_home.filePath(u"project"_s), Sentinel, port);
    start(u"host=127.0.0.1 dbname=postgres user=admin port="_s + port, Sentinel);
    QTRY_COMPARE(state(), base::ServerState::Refused);
    QTRY_VERIFY(find<QPushButton>(u"messageWhy"_s)->isVisible());
    const qsizetype before = m_server->log().count("authentication failed");
    click(u"messageWhy"_s);
    QCOMPARE(window().currentPanel()->id(), u"access"_s);
    QVERIFY(window().currentPanel()->isVisible());
    QCOMPARE(before, m_server->log().count("authentication failed")); // nothing by itself
    click(u"try"_s);
    QTRY_COMPARE(label(u"verdictTitle"_s), u"Wrong password"_s);
    QTRY_VERIFY(find<QPushButton>(u"try"_s)->isEnabled());
    QVERIFY(label(u"verdictExplanation"_s).contains(u"role does not exist"_s));
    QCOMPARE(m_server->log().count("authentication failed"), before + 1); // once
    m_heartbeat.restart();
    chooseLog(m_server->folder() + u"/log"_s);
    QTRY_COMPARE(label(u"verdictTitle"_s), u"Role does not exist"_s);
    QVERIFY(label(u"verdictEvidence"_s).contains(u"the server's log"_s));
    QCOMPARE(m_server->log().count("authentication failed"), before + 1); // judged, not tried

    drop({project});
    auto *list = find<QAbstractItemView>(u"candidateList"_s);
    QTRY_VERIFY(list->model()->rowCount() > 1);
    click(u"try"_s);
    QTRY_VERIFY(find<QWidget>(u"waysIn"_s)->isVisible());
    QTRY_VERIFY(find<QPushButton>(u"try"_s)->isEnabled());
    QVERIFY(label(u"wayInTitle"_s).contains(u"“heimdex”"_s));
    // The one that was refused is not tried again unasked.
    QCOMPARE(m_server->log().count("authentication failed"), before + 1);
    expectNoSecret();
    copyAndSave();
}

// It names the line, and shows why it is that one.
void TestAccessCases::asksTheDroppedFile()
{
    select(u"127.0.0.1"_s);
    QTRY_VERIFY(label(u"verdictEvidence"_s).contains(u"line 3: host all all 127.0.0.1/32"_s));
    QTRY_VERIFY(find<QPushButton>(u"whyThisLine"_s)->isVisible());
    click(u"whyThisLine"_s);
    QTRY_VERIFY(label(u"whatIfVerdict"_s).contains(u"line 3"_s));
    QVERIFY(label(u"rulesPlace"_s).contains(u"pg_hba.conf"_s));
    click(u"chip-connect"_s);
}

// One name, two addresses, two different failures.
void TestAccessCases::addressesThatDiffer()
{
    const QByteArray rules = "local all postgres trust\n"
                             "host all postgres 127.0.0.1/32 trust\n"
                             "host all all 127.0.0.1/32 scram-sha-256\n"
                             "host endoregDbLocal endoregDbLocal 127.0.0.1/32 scram-sha-256\n";
    startServer(rules);
    QVERIFY_RESULT(m_server->sql("CREATE ROLE \"endoregDbLocal\" LOGIN"));
    QVERIFY_RESULT(m_server->sql("CREATE DATABASE \"endoregDbLocal\" OWNER \"endoregDbLocal\""));
    const QStringList files = tests::writeFieldCase(m_home.filePath(u"project"_s), Sentinel,
                                                    QString::number(m_server->port()), rules);
    start({});
    QTRY_VERIFY(find<QWidget>(u"welcomePage"_s)->isVisible());
    drop(files);
    QTRY_VERIFY(find<QWidget>(u"access"_s)->isVisible());
    QTRY_VERIFY(find<QPushButton>(u"try"_s)->isEnabled());
    click(u"try"_s);
    QTRY_VERIFY(rowWith(u"127.0.0.1"_s) >= 0 && find<QPushButton>(u"try"_s)->isEnabled());
    QCOMPARE(resultOf(u"::1"_s), u"no line in pg_hba.conf"_s);
    QCOMPARE(resultOf(u"127.0.0.1"_s), u"wrong password"_s);
    select(u"::1"_s);
    QCOMPARE(label(u"verdictTitle"_s), u"No line in pg_hba.conf"_s);
    auto *fix = find<QWidget>(u"fix1"_s)->findChild<QPlainTextEdit *>(u"fixText"_s);
    QVERIFY(fix->toPlainText().contains(u"::1/128"_s));
    asksTheDroppedFile();
    expectNoSecret();

    QVERIFY_RESULT(
        m_server->sql("ALTER ROLE \"endoregDbLocal\" PASSWORD '"_ba + Sentinel.toUtf8() + '\''));
    m_heartbeat.restart();
    click(u"try"_s);
    QTRY_COMPARE(resultOf(u"127.0.0.1"_s), u"connected"_s);
    QTRY_VERIFY(find<QPushButton>(u"try"_s)->isEnabled());
    select(u"127.0.0.1"_s);
    QVERIFY(find<QWidget>(u"waysIn"_s)->isVisible());
    // The name also leads to where nobody gets in, so the address stands in its place.
    QVERIFY(find<QPlainTextEdit>(u"wayInText"_s)->toPlainText().contains(u"@127.0.0.1:"_s));
    expectNoSecret();
    click(u"connectWayIn"_s);
    QTRY_COMPARE(state(), base::ServerState::Live);
    QCOMPARE(window().currentPanel()->id(), u"activity"_s);
}

// The change of a fix, in the dialog that shows it, by the mouse.
void TestAccessCases::mend(const QString &fix, const QString &button)
{
    auto *run = find<QWidget>(fix)->findChild<QPushButton *>(u"runFix"_s);
    QVERIFY2(run, qUtf8Printable(fix));
    QTRY_VERIFY(run->isVisible());
    QTest::mouseClick(run, Qt::LeftButton);
    auto *dialog = window().findChild<QDialog *>(u"changeDialog"_s);
    QVERIFY(dialog);
    auto *proceed = dialog->findChild<QPushButton *>(u"run"_s);
    QCOMPARE(proceed->text(), button);
    QTRY_VERIFY(proceed->isEnabled());
    QTest::mouseClick(proceed, Qt::LeftButton);
    QTRY_VERIFY_WITH_TIMEOUT(dialog->findChild<QLabel *>(u"messageTitle"_s) &&
                                 dialog->findChild<QLabel *>(u"messageTitle"_s)->isVisible(),
                             20'000);
    const QString outcome = dialog->findChild<QLabel *>(u"messageTitle"_s)->text();
    QVERIFY2(!proceed->isEnabled(), qUtf8Printable(outcome));
    QTest::mouseClick(dialog->findChild<QPushButton *>(u"close"_s), Qt::LeftButton);
    QTRY_VERIFY(!window().findChild<QDialog *>(u"changeDialog"_s));
}

void TestAccessCases::expectAudit()
{
    QFile audit(m_home.filePath(u"state/pgvigil/actions.jsonl"_s));
    QVERIFY(audit.open(QIODevice::ReadOnly));
    const QByteArray lines = audit.readAll();
    QVERIFY(lines.contains("pg_reload_conf") && lines.contains("ALTER ROLE"));
}

// The same, with a connection to the server that may change it: from the dropped files to a session
// without a word of SQL typed.
void TestAccessCases::mendedByTheDialog()
{
    const QByteArray hba = "local all postgres trust\n"
                           "host all all 127.0.0.1/32 scram-sha-256\n"
                           "host endoregDbLocal endoregDbLocal 127.0.0.1/32 scram-sha-256\n";
    startServer(hba);
    QVERIFY_RESULT(m_server->sql("CREATE ROLE \"endoregDbLocal\" LOGIN"));
    QVERIFY_RESULT(m_server->sql("CREATE DATABASE \"endoregDbLocal\" OWNER \"endoregDbLocal\""));
    start(u"host=%1 user=postgres port=%2"_s.arg(m_server->folder(),
                                                 QString::number(m_server->port())));
    QTRY_COMPARE(state(), base::ServerState::Live);
    drop(tests::writeFieldCase(m_home.filePath(u"project"_s), Sentinel,
                               QString::number(m_server->port()), hba));
    // Ours, and one that two files state.
    QTRY_COMPARE(find<QAbstractItemView>(u"candidateList"_s)->model()->rowCount(), 2);
    click(u"try"_s);
    QTRY_VERIFY(rowWith(u"::1"_s) >= 0 && find<QPushButton>(u"try"_s)->isEnabled());
    QCOMPARE(resultOf(u"::1"_s), u"no line in pg_hba.conf"_s);
    QCOMPARE(resultOf(u"127.0.0.1"_s), u"role has no password"_s); // the live connection knows
    select(u"::1"_s);
    click(u"whyThisLine"_s);
    QTRY_VERIFY(label(u"whatIfVerdict"_s).contains(u"No line"_s));
    click(u"chip-connect"_s);
    QTest::mouseClick(find<QWidget>(u"fix1"_s)->findChild<QPushButton *>(u"copyFix"_s),
                      Qt::LeftButton);
    QFile rules(m_server->folder() + u"/data/pg_hba.conf"_s); // as somebody at the server does
    QVERIFY(rules.open(QIODevice::Append));
    rules.write(QApplication::clipboard()->text().toUtf8() + '\n');
    rules.close();
    m_heartbeat.restart();
    mend(u"fix2"_s, u"Reload"_s);
    select(u"127.0.0.1"_s);
    mend(u"fix1"_s, u"Set the Password"_s);
    click(u"try"_s);
    QTRY_COMPARE(resultOf(u"::1"_s), u"connected"_s);
    QTRY_COMPARE(resultOf(u"127.0.0.1"_s), u"connected"_s);
    QTRY_VERIFY(find<QPushButton>(u"try"_s)->isEnabled());
    expectNoSecret();
    expectAudit();
    select(u"::1"_s);
    click(u"connectWayIn"_s);
    QTRY_COMPARE(state(), base::ServerState::Live);
}

QTEST_MAIN(TestAccessCases)
#include "tst_accesscases.moc"
