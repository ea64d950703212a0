// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/lockexport.h"
#include "locks/lockgraph.h"
#include "locks/lockscenes.h"
#include "locks/samplelocks.h"
#include "widgets/graphview.h"
#include "widgets/theme.h"

#include <QAction>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using locks::NodeKey;
using snapshot::LockMode;

namespace {

const ui::GraphNode *find(const ui::GraphView &view, const QString &title)
{
    const auto &nodes = view.picture().nodes;
    const auto found = std::ranges::find(nodes, title, &ui::GraphNode::title);
    return found == nodes.end() ? nullptr : &*found;
}

QString describe(const ui::GraphView &view, const QString &title)
{
    const ui::GraphNode *node = find(view, title);
    return node ? node->badge + u" | "_s + node->subtitle : u"not there"_s;
}

// All texts of an XML document; an error of it instead.
QString textOf(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return u"no file"_s;
    QXmlStreamReader reader(&file);
    QString text;
    while (!reader.atEnd()) {
        if (reader.readNext() == QXmlStreamReader::Characters)
            text += reader.text().toString() + u'\n';
    }
    return reader.hasError() ? u"error: "_s + reader.errorString() : text;
}

} // namespace

class TestLockGraph final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void theIncidentIsWorded();
    void edgesNameTheObject();
    void foldsExpandByKeyAndCollapse();
    void nothingMovesWhenAnotherComes();
    void selectionGoesBothWays();
    void theChosenFoldStaysChosen();
    void searchLooksIntoFolds();
    void deadlocksAreNamed();
    void itSaysWhatIsSelected();
    void actionsFitTheSituation();
    void nothingIsShownWithoutASituation();
    void foreignNamesStayText();
    void twoThousandAreShown();
    void svgHoldsTheNamesAsText();
    void svgStandsHostileNames();
    void svgSaysWhyItCannotBeWritten();
    void pictureHasItsScale();

private:
    QAction *action(const QString &name) const;
    NodeKey keyOf(const locks::SituationPtr &situation, int pid) const;

    ui::Theme m_theme{*qApp};
    std::unique_ptr<ui::LockGraph> m_graph;
    ui::GraphView *m_view = nullptr;
};

void TestLockGraph::init()
{
    m_graph = std::make_unique<ui::LockGraph>();
    m_view = m_graph->findChild<ui::GraphView *>(u"lockGraphView"_s);
    m_graph->resize(1000, 500);
    m_graph->show();
    m_graph->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_graph.get()));
    QVERIFY(m_view->hasFocus());
}

void TestLockGraph::cleanup()
{
    m_graph.reset();
}

QAction *TestLockGraph::action(const QString &name) const
{
    const QList<QAction *> actions = m_graph->viewActions();
    const auto found = std::ranges::find(actions, name, [](QAction *a) { return a->objectName(); });
    return found == actions.end() ? nullptr : *found;
}

NodeKey TestLockGraph::keyOf(const locks::SituationPtr &situation, int pid) const
{
    for (const locks::Node &node : situation->graph.nodes) {
        if (node.key.pid == pid)
            return node.key;
    }
    return {};
}

void TestLockGraph::theIncidentIsWorded()
{
    m_graph->showSituation(tests::incidentScene().situation());
    QCOMPARE(describe(*m_view, u"4711"_s), u"blocks 35 | app_rw · idle in transaction 04:12"_s);
    QCOMPARE(describe(*m_view, u"5102 ALTER TABLE"_s),
             u"waits 02:31 | deploy · AccessExclusiveLock"_s);
    QCOMPARE(describe(*m_view, u"prepared “tx-42”"_s), u"blocks 2 | owner billing · 1 d 02 h"_s);
    QCOMPARE(describe(*m_view, u"+21 like this"_s),
             u"waits to 03:40 | UPDATE orders SET status = $1 WHERE id = …"_s);
    QVERIFY(find(*m_view, u"+21 like this"_s)->stack);
    QVERIFY(find(*m_view, u"4711"_s)->filled);
    QVERIFY(!find(*m_view, u"4823"_s)->filled);
    QCOMPARE(m_view->picture().nodes.size(), size_t(9));
}

void TestLockGraph::edgesNameTheObject()
{
    m_graph->showSituation(tests::incidentScene().situation());
    QStringList labels;
    for (const ui::GraphEdge &edge : m_view->picture().edges)
        labels << m_view->picture().nodes[size_t(edge.to)].title + u": "_s + edge.label;
    labels.sort();
    QCOMPARE(
        labels.join(u"; "_s),
        u"+11 like this: relation orders; +21 like this: tuple of orders; 4823: row in orders; "
        "4890: row in stock; 5102 ALTER TABLE: relation orders; 6021: advisory 111; "
        "6022: advisory 111; 6022: advisory 111"_s);
}

void TestLockGraph::foldsExpandByKeyAndCollapse()
{
    const auto situation = tests::fanScene(300).situation();
    m_graph->showSituation(situation);
    QCOMPARE(m_view->picture().nodes.size(), size_t(3));
    QTest::keyClick(m_view, Qt::Key_Home);
    QTest::keyClick(m_view, Qt::Key_Right);
    QTest::keyClick(m_view, Qt::Key_Right);
    QCOMPARE(m_graph->selected(), keyOf(situation, 1001)); // the first in the queue
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(m_view->picture().nodes.size(), size_t(302));
    QCOMPARE(describe(*m_view, u"1001"_s), u"waits 09:58 | no. 1 · app_rw · ExclusiveLock"_s);
    QVERIFY(find(*m_view, u"1001"_s)->rect.bottom() < find(*m_view, u"1002"_s)->rect.top());
    QCOMPARE(m_view->picture().nodes[size_t(m_view->current())].title, u"1001"_s);
    QTest::keyClick(m_view, Qt::Key_Down);
    QCOMPARE(m_graph->selected(), keyOf(situation, 1002));
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(m_view->picture().nodes.size(), size_t(3));
    QCOMPARE(m_graph->selected(), keyOf(situation, 1002)); // the same session, now in the fold
    QVERIFY(m_view->picture().nodes[size_t(m_view->current())].stack);
}

void TestLockGraph::nothingMovesWhenAnotherComes()
{
    auto scene = tests::incidentScene();
    m_graph->showSituation(scene.situation());
    const QRectF before = find(*m_view, u"4890"_s)->rect;
    const QRectF prepared = find(*m_view, u"prepared “tx-42”"_s)->rect;
    scene.session(u"4999 late active 1s 'UPDATE stock SET amount = 2'"_s)
        .rowWait(4999, 4890, tests::Stock, 1s)
        .session(u"100 early active 1s 'UPDATE orders SET amount = 2'"_s)
        .rowWait(100, 4711, tests::Orders, 1s);
    m_graph->showSituation(scene.situation());
    QVERIFY(find(*m_view, u"4999"_s));
    QVERIFY(find(*m_view, u"100"_s));
    QCOMPARE(find(*m_view, u"4890"_s)->rect, before);
    QCOMPARE(find(*m_view, u"prepared “tx-42”"_s)->rect, prepared);
}

void TestLockGraph::selectionGoesBothWays()
{
    const auto situation = tests::incidentScene().situation();
    m_graph->showSituation(situation);
    QSignalSpy changed(m_graph.get(), &ui::LockGraph::selectionChanged);
    m_graph->select(keyOf(situation, 4823));
    QVERIFY(changed.isEmpty());
    QCOMPARE(m_view->picture().nodes[size_t(m_view->current())].title, u"4823"_s);
    m_graph->select(keyOf(situation, 4907)); // in a fold
    QCOMPARE(m_view->picture().nodes[size_t(m_view->current())].title, u"+21 like this"_s);
    QCOMPARE(m_graph->selected(), keyOf(situation, 4907));
    const QPointF root = find(*m_view, u"4711"_s)->rect.center();
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->mapFromScene(root));
    QCOMPARE(changed.size(), 1);
    QCOMPARE(m_graph->selected(), keyOf(situation, 4711));
    m_graph->select({});
    QCOMPARE(m_view->current(), -1);
    m_graph->select(NodeKey{.pid = 1}); // not there
    QCOMPARE(m_view->current(), -1);
}

void TestLockGraph::theChosenFoldStaysChosen()
{
    const auto before = tests::fanScene(20).situation();
    m_graph->showSituation(before);
    m_graph->select(keyOf(before, 1001));
    QSignalSpy changed(m_graph.get(), &ui::LockGraph::selectionChanged);
    tests::LockScene later; // 1001 has gone
    later.session(u"900 app_rw idle-tx 600s"_s)
        .session(u"1000 app_rw active 599s"_s)
        .rowWait(1000, 900, tests::Orders, 599s);
    for (int pid = 1002; pid < 1010; ++pid) {
        later.session(u"%1 app_rw active 60s"_s.arg(pid));
        later.waits(pid, tests::rowTarget(tests::Orders, 900), LockMode::Exclusive,
                    std::chrono::seconds(1100 - pid));
    }
    const auto after = later.situation();
    m_graph->showSituation(after);
    QCOMPARE(m_view->picture().nodes[size_t(m_view->current())].title, u"+8 like this"_s);
    QCOMPARE(m_graph->selected(), keyOf(after, 1002));
    QCOMPARE(changed.size(), 1);
}

void TestLockGraph::searchLooksIntoFolds()
{
    const auto situation = tests::incidentScene().situation();
    m_graph->showSituation(situation);
    m_graph->setSearch(u"4907"_s);
    m_graph->showNextMatch();
    QCOMPARE(m_view->picture().nodes[size_t(m_view->current())].title, u"+21 like this"_s);
    m_graph->setSearch(u"DEPLOY"_s);
    QTest::keyClick(m_view, Qt::Key_F3);
    QCOMPARE(m_graph->selected(), keyOf(situation, 5102));
    m_graph->setSearch(u"row in stock"_s);
    QTest::keyClick(m_view, Qt::Key_F3);
    QCOMPARE(m_graph->selected(), keyOf(situation, 4890));
    m_graph->showSituation(situation); // a refresh keeps the search
    QTest::keyClick(m_view, Qt::Key_F3);
    QCOMPARE(m_graph->selected(), keyOf(situation, 4890));
    m_graph->setSearch(u"nobody"_s);
    QTest::keyClick(m_view, Qt::Key_F3);
    QCOMPARE(m_graph->selected(), keyOf(situation, 4890));
}

void TestLockGraph::deadlocksAreNamed()
{
    m_graph->showSituation(tests::deadlockScene().situation());
    QCOMPARE(find(*m_view, u"71"_s)->alarm, u"deadlock"_s);
    QCOMPARE(find(*m_view, u"72"_s)->alarm, u"deadlock"_s);
    QVERIFY(find(*m_view, u"73"_s)->alarm.isEmpty());
    const auto &edges = m_view->picture().edges;
    QCOMPARE(std::ranges::count(edges, true, &ui::GraphEdge::alarm), 2);
    QCOMPARE(std::ranges::count(edges, true, &ui::GraphEdge::back), 1);
}

void TestLockGraph::itSaysWhatIsSelected()
{
    const auto situation = tests::incidentScene().situation();
    m_graph->showSituation(situation);
    QCOMPARE(m_view->accessibleName(), u"Who blocks whom, nothing selected"_s);
    m_graph->select(keyOf(situation, 4823));
    QCOMPARE(m_view->accessibleName(), u"Who blocks whom: 4823, waits 03:58, app_rw · ShareLock, "
                                       "blocks 21, waits for row in orders"_s);
}

void TestLockGraph::actionsFitTheSituation()
{
    QVERIFY(!action(u"fit"_s)->isEnabled());
    m_graph->showSituation(tests::chainScene(3).situation());
    QVERIFY(action(u"fit"_s)->isEnabled());
    QVERIFY(!action(u"expandAll"_s)->isEnabled());
    m_graph->showSituation(tests::incidentScene().situation());
    QVERIFY(action(u"expandAll"_s)->isEnabled());
    QVERIFY(!action(u"collapseAll"_s)->isEnabled());
    action(u"expandAll"_s)->trigger();
    QCOMPARE(m_view->picture().nodes.size(), size_t(9 + 20 + 10));
    QVERIFY(!action(u"expandAll"_s)->isEnabled());
    const qreal zoom = m_view->transform().m11();
    action(u"zoomIn"_s)->trigger();
    QVERIFY(m_view->transform().m11() > zoom);
    action(u"collapseAll"_s)->trigger();
    QCOMPARE(m_view->picture().nodes.size(), size_t(9));
}

void TestLockGraph::nothingIsShownWithoutASituation()
{
    m_graph->showSituation(tests::incidentScene().situation());
    QTest::keyClick(m_view, Qt::Key_Home);
    m_graph->showSituation({});
    QVERIFY(m_view->picture().nodes.empty());
    QTest::keyClick(m_view, Qt::Key_Home);
    QTest::keyClick(m_view, Qt::Key_F3);
    QCOMPARE(m_view->current(), -1);
    m_graph->showSituation(tests::incidentScene().situation());
    QVERIFY(find(*m_view, u"4711"_s));
}

void TestLockGraph::foreignNamesStayText()
{
    auto scene = tests::chainScene(2);
    scene.prepared(77, u"<b>x</b>\n%1\u202E"_s, u"<img src=x>"_s, 60s)
        .holds(0, tests::advisoryTarget(5), LockMode::Exclusive)
        .session(u"33 app active 1s"_s)
        .waits(33, tests::advisoryTarget(5), LockMode::Exclusive, 1s);
    m_graph->showSituation(scene.situation());
    const ui::GraphNode *node = find(*m_view, u"prepared “<b>x</b>␊%1⟨U+202E⟩”"_s);
    QVERIFY(node);
    QCOMPARE(node->subtitle, u"owner <img src=x> · 01:00"_s);
}

void TestLockGraph::twoThousandAreShown()
{
    const auto situation = locks::situationOf(tests::sampleLocks(2000));
    m_graph->showSituation(situation);
    action(u"expandAll"_s)->trigger();
    QCOMPARE(int(m_view->picture().nodes.size()),
             std::min(int(situation->graph.nodes.size()), locks::MaxDrawnNodes));
    action(u"fit"_s)->trigger();
    QTest::keyClick(m_view, Qt::Key_Home);
    QCOMPARE(m_view->current(), 0);
    for (int i = 0; i < 50; ++i)
        QTest::keyClick(m_view, Qt::Key_Down);
    QVERIFY(m_view->current() != 0);
    m_graph->grab();
}

void TestLockGraph::svgHoldsTheNamesAsText()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"locks.svg"_s);
    const auto done = ui::exportLockSvg(tests::incidentScene().situation(), path, u"shop <1>"_s);
    QVERIFY2(done, done ? "" : qPrintable(done.error().message));
    const QString text = textOf(path);
    for (const QString &word : {u"4711"_s, u"blocks 35"_s, u"5102 ALTER TABLE"_s, u"tx-42"_s,
                                u"row in stock"_s, u"+21 like this"_s, u"dba_anna"_s,
                                u"2026-01-15 12:00:00 UTC"_s, u"shop <1>"_s, u"Who blocks whom"_s})
        QVERIFY2(text.contains(word), qPrintable(word + u" in "_s + text));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    QVERIFY(svg.contains("viewBox="));
    QVERIFY(svg.contains(", sans-serif\""));
}

void TestLockGraph::svgStandsHostileNames()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(u"locks.svg"_s);
    auto scene = tests::chainScene(2);
    scene.prepared(77, u"]]>&<\"\u0001\uFFFE"_s + QChar(0xD800), u"</svg><!--"_s, 60s)
        .holds(0, tests::advisoryTarget(5), LockMode::Exclusive)
        .session(u"33 app active 1s"_s)
        .waits(33, tests::advisoryTarget(5), LockMode::Exclusive, 1s);
    QVERIFY(ui::exportLockSvg(scene.situation(), path, u"--><script>&\uFFFF"_s));
    const QString text = textOf(path);
    QVERIFY2(text.contains(u"]]>&<\""_s), qPrintable(text));
    QVERIFY2(text.contains(u"</svg><!--"_s), qPrintable(text));
    QVERIFY2(text.contains(u"--><script>&"_s), qPrintable(text));
}

void TestLockGraph::svgSaysWhyItCannotBeWritten()
{
    const QTemporaryDir folder;
    const auto done = ui::exportLockSvg(tests::incidentScene().situation(),
                                        folder.filePath(u"no/such/folder.svg"_s));
    QVERIFY(!done);
    QVERIFY(done.error().message.contains(u"folder.svg"_s));
}

void TestLockGraph::pictureHasItsScale()
{
    const auto situation = tests::incidentScene().situation();
    const QImage one = ui::lockPicture(situation, 1);
    const QImage two = ui::lockPicture(situation, 2);
    QCOMPARE(two.size(), one.size() * 2);
    QCOMPARE(two.devicePixelRatio(), 2.0);
    QCOMPARE(one.pixelColor(1, one.height() - 2), ui::lightTokens().surface);
    QVERIFY(ui::lockPicture(locks::situationOf(tests::sampleLocks(2000)), 4).width() <= 16000);
}

QTEST_MAIN(TestLockGraph)
#include "tst_lockgraph.moc"
