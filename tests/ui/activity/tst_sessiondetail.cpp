// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/samplesessions.h"
#include "ui/activity/activityfixture.h"
#include "widgets/sqlview.h"

#include <QAction>
#include <QClipboard>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using snapshot::Session;
using snapshot::SessionState;
using ui::ActivityPage;
using ui::SessionView;

namespace {

int pixels(const QImage &image, const QColor &colour)
{
    int found = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            found += image.pixel(x, y) == colour.rgb() ? 1 : 0;
    }
    return found;
}

} // namespace

class TestSessionDetail final : public QObject, private test::ActivityFixture
{
    Q_OBJECT

private slots:
    void init() { open(); }
    void cleanup() { close(); }
    void deleteRequestsCancel();
    void whatWouldDoNothingSaysWhy();
    void selectionOfManyOffersWhatIsPossible();
    void noConnectionNoActions();
    void copies();
    void detailShowsTheWholeStatement();
    void detailSaysThatASessionEnded();
    void hostileTextIsPlain();
    void paintsInBothThemes_data();
    void paintsInBothThemes();
};

void TestSessionDetail::deleteRequestsCancel()
{
    QSignalSpy cancelled(m_page.get(), &ActivityPage::cancelRequested);
    QSignalSpy terminated(m_page.get(), &ActivityPage::terminateRequested);
    m_page->activateWindow();
    click(rowOf(3977));
    QTest::keyClick(m_view, Qt::Key_Delete);
    QCOMPARE(cancelled.count(), 1);
    QCOMPARE(cancelled[0][0].value<QList<Session>>().first().pid, 3977);
    QTest::keyClick(m_view, Qt::Key_Delete, Qt::ShiftModifier);
    QCOMPARE(terminated.count(), 1);
    click(rowOf(4711)); // idle in transaction
    QTest::keyClick(m_view, Qt::Key_Delete);
    QCOMPARE(cancelled.count(), 1);
    QTest::mouseClick(child<QPushButton>(u"terminateSessionButton"_s), Qt::LeftButton);
    QCOMPARE(terminated.count(), 2);
    QCOMPARE(terminated[1][0].value<QList<Session>>().first().pid, 4711);
}

void TestSessionDetail::whatWouldDoNothingSaysWhy()
{
    auto *cancel = child<QPushButton>(u"cancelStatementButton"_s);
    auto *terminate = child<QPushButton>(u"terminateSessionButton"_s);
    click(rowOf(4711));
    QVERIFY(!cancel->isEnabled());
    QVERIFY2(cancel->toolTip().contains(u"ends the transaction"_s),
             qUtf8Printable(cancel->toolTip()));
    QVERIFY(terminate->isEnabled());
    filter(u"pid:1904"_s);
    click(0);
    QVERIFY(!cancel->isEnabled());
    QVERIFY(cancel->toolTip().contains(u"runs no statement"_s));
    filter(u"pid:71"_s);
    click(0);
    QVERIFY(!terminate->isEnabled());
    QVERIFY(terminate->toolTip().contains(u"process of the server itself"_s));
}

void TestSessionDetail::selectionOfManyOffersWhatIsPossible()
{
    QSignalSpy cancelled(m_page.get(), &ActivityPage::cancelRequested);
    click(rowOf(3977));
    click(rowOf(4711), Qt::ControlModifier);
    click(rowOf(5102), Qt::ControlModifier);
    QCOMPARE(m_view->selected().size(), 3u);
    QVERIFY(label(u"detailTitle"_s).startsWith(u"3 session"_s));
    action(u"cancelStatement"_s)->trigger();
    const auto asked = cancelled[0][0].value<QList<Session>>();
    QCOMPARE(asked.size(), 2); // not the one that is idle in transaction
    QCOMPARE(asked[0].pid, 3977);
    QCOMPARE(asked[1].pid, 5102);
}

void TestSessionDetail::noConnectionNoActions()
{
    click(rowOf(3977));
    QVERIFY(action(u"cancelStatement"_s)->isEnabled());
    m_page->showStatus({.state = base::ServerState::Lost});
    QVERIFY(!action(u"cancelStatement"_s)->isEnabled());
    QVERIFY(action(u"terminateSession"_s)->toolTip().contains(u"no connection"_s));
    m_page->showStatus({.state = base::ServerState::Live});
    m_page->setActionsBlocked(u"This connection is read-only."_s);
    QVERIFY(!action(u"actByRule"_s)->isEnabled());
    QVERIFY(action(u"cancelStatement"_s)->toolTip().contains(u"read-only"_s));
    m_page->setActionsBlocked({});
    QVERIFY(action(u"cancelStatement"_s)->isEnabled());
}

void TestSessionDetail::copies()
{
    QClipboard *clipboard = QGuiApplication::clipboard();
    click(rowOf(4711));
    QTest::keyClick(m_view, Qt::Key_C, Qt::ControlModifier);
    QStringList lines = clipboard->text().split(u'\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY(lines[0].trimmed().startsWith(u"pid"_s));
    QVERIFY2(lines[1].contains(u"4711"_s) && lines[1].contains(u"04:14"_s),
             qUtf8Printable(lines[1]));
    action(u"copyCsv"_s)->trigger();
    lines = clipboard->text().split(u"\r\n"_s);
    QCOMPARE(lines[0].section(u',', 0, 1), u"pid,backend_start"_s);
    QVERIFY(lines[1].startsWith(u"4711,"_s));
    m_view->clearSelection();
    action(u"copyJson"_s)->trigger();
    const QJsonDocument json = QJsonDocument::fromJson(clipboard->text().toUtf8());
    QCOMPARE(json.array().size(), m_model->rowCount());
}

void TestSessionDetail::detailShowsTheWholeStatement()
{
    QSignalSpy wanted(m_page.get(), &ActivityPage::fullQueryWanted);
    Session session = test::sampleSession(4711);
    session.state = SessionState::IdleInTransaction;
    session.xactStart = test::sampleNow() - 254s;
    session.stateChange = test::sampleNow() - 252s;
    session.backendXid = 918'223;
    session.query = u"SELECT 1, "_s;
    session.queryCut = true;
    show({session});
    click(0);
    QCOMPARE(label(u"detailTitle"_s), u"Session 4711"_s);
    QCOMPARE(label(u"factTransaction"_s), u"04:14, holds xid 918\u2009223"_s);
    QCOMPARE(label(u"factClient"_s), u"10.2.0.31:51522, TLS"_s);
    QVERIFY(label(u"factStart"_s).startsWith(u"2026-11-20"_s) ||
            label(u"factStart"_s).startsWith(u"2026-11-19"_s));
    QVERIFY(label(u"statementNote"_s).contains(u"04:12"_s));
    QCOMPARE(wanted.count(), 1);
    auto *sql = child<ui::SqlView>(u"sessionQuery"_s);
    QCOMPARE(sql->sql(), session.query);
    m_page->showFullQuery({1, {}}, u"SELECT of another"_s);
    QCOMPARE(sql->sql(), session.query);
    m_page->showFullQuery(session.key(), u"SELECT 1, 2, 3"_s);
    show({session}); // the next snapshot has the beginning only
    QCOMPARE(sql->sql(), u"SELECT 1, 2, 3"_s);
    QCOMPARE(wanted.count(), 1);
    session.query = u"COMMIT"_s;
    session.queryCut = false;
    show({session});
    QCOMPARE(sql->sql(), u"COMMIT"_s);
}

void TestSessionDetail::detailSaysThatASessionEnded()
{
    show({test::sampleSession(1), test::sampleSession(2)});
    click(0);
    const QString title = label(u"detailTitle"_s);
    const int left = title.endsWith(u'1') ? 2 : 1;
    show({test::sampleSession(left)});
    QCOMPARE(label(u"detailTitle"_s), title);
    QVERIFY(label(u"statementNote"_s).contains(u"ended"_s));
    QVERIFY(!child<QPushButton>(u"terminateSessionButton"_s)->isEnabled());
}

void TestSessionDetail::hostileTextIsPlain()
{
    Session session = test::sampleSession(1);
    session.application = u"<img src=x>\u202Egnp\nend & co"_s;
    session.role = u"<b>root</b>"_s;
    session.query = u"SELECT '<script>' -- "_s + QString(10'000'000, u'x');
    show({session});
    click(0);
    QCOMPARE(label(u"factApplication"_s), u"<img src=x>⟨U+202E⟩gnp␊end & co"_s);
    QCOMPARE(child<ui::PlainLabel>(u"factApplication"_s)->textFormat(), Qt::PlainText);
    QCOMPARE(child<ui::SqlView>(u"sessionQuery"_s)->sql().size(), session.query.size());
    const QImage image = m_page->grab().toImage();
    QVERIFY(!image.isNull());
    m_page->findChild<QAction *>(u"copyText"_s)->trigger();
    QVERIFY(QGuiApplication::clipboard()->text().size() < 2000);
    QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 2);
}

void TestSessionDetail::paintsInBothThemes_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

// With PGVIGIL_PICTURES set to a folder it also saves what it painted, to be looked at.
void TestSessionDetail::paintsInBothThemes()
{
    QFETCH(bool, dark);
    m_theme.setChoice(dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    const ui::Tokens &t = dark ? ui::darkTokens() : ui::lightTokens();
    m_page->showSnapshot(test::believableSnapshot());
    click(rowOf(4711));
    const QString folder = qEnvironmentVariable("PGVIGIL_PICTURES");
    const auto picture = [&](const QString &name) {
        QTest::qWait(50); // layouts and the highlighter put off their work
        const QImage image = m_page->grab().toImage().convertToFormat(QImage::Format_RGB32);
        if (!folder.isEmpty())
            image.save(u"%1/%2-%3.png"_s.arg(folder, name, dark ? u"dark"_s : u"light"_s));
        return image;
    };
    const QImage image = picture(u"activity"_s);
    QVERIFY(pixels(image, t.surface) > 100'000);
    QVERIFY(pixels(image, t.selection) > 10'000);
    QVERIFY(pixels(image, t.criticalBadge) > 500);
    QVERIFY(pixels(image, t.accentBadge) > 500);
    child<QMenu>(u"groupMenu"_s)->actions()[2]->trigger();
    picture(u"groups"_s);
    child<QMenu>(u"groupMenu"_s)->actions()[0]->trigger();
    filter(u"role:app_rw age>soon"_s);
    picture(u"mistake"_s);
    filter(u"role:nobody"_s);
    picture(u"empty"_s);
    filter({});
    show({Session{.pid = 5, .database = u"orders"_s, .role = u"app"_s}, test::sampleSession(6)}, 1);
    picture(u"hidden"_s);
    m_page->showStatus({.state = base::ServerState::Stale});
    m_page->showSnapshot(test::believableSnapshot());
    m_page->resize(800, 560);
    picture(u"stale-small"_s);
    m_theme.setChoice(ui::ThemeChoice::Light);
}

QTEST_MAIN(TestSessionDetail)
#include "tst_sessiondetail.moc"
