// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/activitypage.h"
#include "paths.h"
#include "support/heartbeat.h"
#include "support/testserver.h"
#include "window/application.h"
#include "window/mainwindow.h"

#include <QAbstractItemView>
#include <QDirIterator>
#include <QFileInfo>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr auto Sentinel = "Sent1nel-0f-S1";

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// The whole program in its real window against real servers, driven by keys and clicks.
class TestApplication : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        QVERIFY(m_home.isValid());
        qputenv("XDG_CONFIG_HOME", QFile::encodeName(m_home.filePath(u"config"_s)));
        qputenv("XDG_STATE_HOME", QFile::encodeName(m_home.filePath(u"state"_s)));
        m_server = std::make_unique<tests::TestServer>(tests::ServerSetup{
            .version = tests::anyServer(),
            .hba =
                "local all all trust\nhost all app all scram-sha-256\nhost all all all trust\n"});
        QVERIFY_RESULT(m_server->start());
        QVERIFY_RESULT(m_server->sql("CREATE ROLE app LOGIN PASSWORD '"_ba + Sentinel + '\''));
    }

    void init()
    {
        QDir(m_home.path()).removeRecursively();
        QVERIFY(QDir().mkpath(m_home.path()));
        m_program = std::make_unique<app::Application>(*qApp);
    }

    void cleanup()
    {
        QVERIFY_HEARTBEAT(m_heartbeat);
        m_program.reset();
        m_mortal.reset();
    }

    void showsTheSessionsOfAServer()
    {
        auto stranger = m_server->session(u"postgres"_s, u"<i id=z>stranger"_s);
        QVERIFY_RESULT(stranger);
        open(m_server->spec());
        QTRY_VERIFY(rowOf(stranger->pid()) >= 0);
        QTRY_COMPARE(m_program->servers().rows().front().status.state, base::ServerState::Live);
        select(stranger->pid());
        // Foreign text is nowhere in a label that could take it for markup.
        for (const QLabel *label : window().findChildren<QLabel *>()) {
            if (label->text().contains(u"<i id=z>"_s))
                QCOMPARE(label->textFormat(), Qt::PlainText);
        }
    }

    void terminatesExactlyTheOneThatWasConfirmed()
    {
        auto victim = m_server->session(u"postgres"_s, u"victim"_s);
        auto bystander = m_server->session(u"postgres"_s, u"bystander"_s);
        QVERIFY_RESULT(victim);
        QVERIFY_RESULT(bystander);
        open(m_server->spec());
        QTRY_VERIFY(rowOf(victim->pid()) >= 0);
        select(victim->pid());
        QTest::keyClick(table(), Qt::Key_Delete, Qt::ShiftModifier);
        QTRY_VERIFY(dialog(u"confirmDialog"_s));
        QTest::keyClick(dialog(u"confirmDialog"_s), Qt::Key_Return); // Enter keeps
        QTRY_VERIFY(!dialog(u"confirmDialog"_s));
        QTest::qWait(300);
        QVERIFY(victim->isAlive());
        window().activateWindow();
        table()->setFocus();
        QTRY_COMPARE(QApplication::focusWidget(), table());
        QTest::keyClick(table(), Qt::Key_Delete, Qt::ShiftModifier);
        QTRY_VERIFY(dialog(u"confirmDialog"_s));
        QTest::mouseClick(dialog(u"confirmDialog"_s)->findChild<QPushButton *>(u"proceed"_s),
                          Qt::LeftButton);
        QTRY_VERIFY(!victim->isAlive());
        QVERIFY(bystander->isAlive());
        QTRY_VERIFY(window().findChild<QWidget *>(u"outcomeBar"_s)->isVisible());
        QTRY_COMPARE(contentOf(app::auditPath()).count('\n'), 2);
        QVERIFY(contentOf(app::auditPath()).contains("signalled_and_gone"));
    }

    void doesNotOfferToCancelAnIdleSession()
    {
        auto idle = m_server->session(u"postgres"_s, u"idle one"_s);
        QVERIFY_RESULT(idle);
        open(m_server->spec());
        QTRY_VERIFY(rowOf(idle->pid()) >= 0);
        select(idle->pid());
        auto *cancel = window().findChild<QPushButton *>(u"cancelStatementButton"_s);
        QVERIFY(cancel);
        QVERIFY(!cancel->isEnabled());
        QVERIFY(!cancel->toolTip().isEmpty());
    }

    void saysSoWhenTheServerDiesAndComesBack()
    {
        m_mortal =
            std::make_unique<tests::TestServer>(tests::ServerSetup{.version = tests::anyServer()});
        tests::TestServer &mortal = *m_mortal;
        QVERIFY_RESULT(mortal.start());
        open(mortal.spec());
        QTRY_VERIFY(table()->model()->rowCount() > 0);
        mortal.stop(tests::TestServer::Stop::Immediate);
        m_heartbeat.restart(); // stopping and starting it held this thread
        QTRY_COMPARE(state(), base::ServerState::Lost);
        QVERIFY(!m_program->servers().rows().front().status.reason.message.isEmpty());
        QVERIFY_RESULT(mortal.start());
        m_heartbeat.restart();
        QTRY_COMPARE_WITH_TIMEOUT(state(), base::ServerState::Live, 20'000);
    }

    void asksForAPasswordOnceAndKeepsItOutOfFiles()
    {
        open(m_server->spec(u"app"_s));
        QTRY_VERIFY_WITH_TIMEOUT(dialog(u"passwordDialog"_s), 10'000);
        const qsizetype before = m_server->log().count("password authentication failed");
        auto *password = dialog(u"passwordDialog"_s)->findChild<QLineEdit *>(u"password"_s);
        QTest::keyClicks(password, u"wrong"_s);
        QTest::keyClick(password, Qt::Key_Return);
        QTRY_COMPARE(state(), base::ServerState::Refused);
        QTest::qWait(1500); // no attempt of its own follows
        QCOMPARE(m_server->log().count("password authentication failed"), before + 1);
        m_program->servers().retry(m_program->servers().current());
        QTRY_VERIFY(dialog(u"passwordDialog"_s));
        password = dialog(u"passwordDialog"_s)->findChild<QLineEdit *>(u"password"_s);
        QTest::keyClicks(password, QString::fromLatin1(Sentinel));
        QTest::keyClick(password, Qt::Key_Return);
        QTRY_COMPARE(state(), base::ServerState::Live);
        QTRY_VERIFY(table()->model()->rowCount() > 0);
        expectNoSecretInFiles();
    }

    void createsAConnectionThatIsThereNextTime()
    {
        start({});
        QMetaObject::invokeMethod(&window(), &ui::MainWindow::addConnection);
        QTRY_VERIFY(dialog(u"connectionDialog"_s));
        const QString uri = u"postgresql://app:%1@127.0.0.1:%2/postgres"_s.arg(
            QString::fromLatin1(Sentinel), QString::number(m_server->port()));
        auto *paste = dialog(u"connectionDialog"_s)->findChild<QLineEdit *>(u"paste"_s);
        paste->insert(uri);
        QTest::mouseClick(dialog(u"connectionDialog"_s)->findChild<QPushButton *>(u"test"_s),
                          Qt::LeftButton);
        auto *result = dialog(u"connectionDialog"_s)->findChild<QWidget *>(u"testResult"_s);
        QTRY_VERIFY(result->isVisible());
        QTest::mouseClick(dialog(u"connectionDialog"_s)->findChild<QPushButton *>(u"save"_s),
                          Qt::LeftButton);
        QTRY_COMPARE(m_program->servers().rows().size(), 1u);
        QTRY_COMPARE(state(), base::ServerState::Live);
        QTRY_VERIFY(QFileInfo::exists(app::profilesPath()));
        QCOMPARE(QFileInfo(app::profilesPath()).permissions() &
                     (QFile::ReadGroup | QFile::ReadOther),
                 QFile::Permissions());
        expectNoSecretInFiles();
        m_program = std::make_unique<app::Application>(*qApp);
        start({});
        QTRY_COMPARE(m_program->servers().rows().size(), 1u);
    }

private:
    void open(const pg::ConnectionSpec &spec) { start(spec.toKeywords()); }

    void start(const QString &connection)
    {
        m_program->start(connection);
        window().resize(1440, 900);
        QVERIFY(QTest::qWaitForWindowExposed(&window()));
        m_heartbeat.restart();
    }

    void expectNoSecretInFiles()
    {
        QDirIterator files(m_home.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString path = files.next();
            QVERIFY2(!contentOf(path).contains(Sentinel), qPrintable(path));
        }
    }

    ui::MainWindow &window() { return m_program->window(); }

    QAbstractItemView *table()
    {
        return window().findChild<QAbstractItemView *>(u"sessionTable"_s);
    }

    base::ServerState state() { return m_program->servers().rows().back().status.state; }

    QWidget *dialog(const QString &name)
    {
        for (QWidget *widget : QApplication::topLevelWidgets()) {
            if (widget->objectName() == name && widget->isVisible())
                return widget;
        }
        return nullptr;
    }

    int rowOf(int pid)
    {
        const QAbstractItemModel *model = table()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            for (int column = 0; column < model->columnCount(); ++column) {
                if (model->index(row, column).data().toString() == QString::number(pid))
                    return row;
            }
        }
        return -1;
    }

    void select(int pid)
    {
        table()->setFocus();
        const QModelIndex index = table()->model()->index(rowOf(pid), 0);
        table()->scrollTo(index);
        const QRect cell = table()->visualRect(index.siblingAtColumn(1));
        QTest::mouseClick(table()->viewport(), Qt::LeftButton, {}, cell.center());
        QTRY_VERIFY(table()->selectionModel()->hasSelection());
    }

    QTemporaryDir m_home;
    std::unique_ptr<tests::TestServer> m_server;
    std::unique_ptr<tests::TestServer> m_mortal;
    tests::Heartbeat m_heartbeat;
    std::unique_ptr<app::Application> m_program;
};

QTEST_MAIN(TestApplication)
#include "tst_application.moc"
