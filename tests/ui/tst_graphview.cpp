// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/graphgeometry.h"
#include "widgets/graphpainter.h"
#include "widgets/graphview.h"
#include "widgets/graphwalk.h"
#include "widgets/theme.h"

#include <QContextMenuEvent>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

constexpr qreal Pitch = 348;
constexpr qreal Width = 220;

ui::GraphNode node(quint64 id, int column, qreal top, const QString &title)
{
    return {.id = id, .rect = {column * Pitch, top, Width, 52}, .title = title};
}

// 1 ▸ 2, 3, 4; 3 ▸ 5, which can be folded; 4 ▸ 5, past nothing.
ui::GraphPicture small()
{
    ui::GraphPicture picture;
    picture.nodes = {node(1, 0, 80, u"one"_s), node(2, 1, 0, u"two"_s), node(3, 1, 80, u"three"_s),
                     node(4, 1, 160, u"four"_s), node(5, 2, 80, u"five"_s)};
    picture.nodes[0].filled = true;
    picture.nodes[0].severity = ui::Severity::Critical;
    picture.nodes[4].foldable = picture.nodes[4].stack = true;
    picture.edges = {{.from = 0, .to = 1, .label = u"row"_s},
                     {.from = 0, .to = 2, .label = u"row"_s},
                     {.from = 0, .to = 3, .label = u"row"_s},
                     {.from = 2, .to = 4, .label = u"table"_s},
                     {.from = 3, .to = 4, .label = u"table"_s}};
    picture.bounds = {0, 0, 2 * Pitch + Width, 212};
    picture.columnWidth = Width;
    picture.columnPitch = Pitch;
    return picture;
}

ui::GraphPicture tall(int rows)
{
    ui::GraphPicture picture = small();
    for (int i = 0; i < rows; ++i)
        picture.nodes.push_back(node(quint64(100 + i), 0, 300 + 80 * i, QString::number(i)));
    picture.bounds.setHeight(300 + 80 * rows);
    return picture;
}

QImage shot(QWidget &widget)
{
    QImage image(widget.size(), QImage::Format_RGB32);
    widget.render(&image);
    return image;
}

} // namespace

class TestGraphView final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();
    void arrowsWalkAlongTheEdges();
    void homeAndEnter();
    void otherKeysAreLeftToTheWindow();
    void clickChoosesAndEmptySpaceClears();
    void theChevronExpands();
    void doubleClickActivates();
    void dragPans();
    void controlWheelZooms();
    void fitsUntilMoved();
    void aSmallViewKeepsTextReadable();
    void theChosenOneSurvivesAPicture();
    void menuByMouseAndKey();
    void searchGoesRound();
    void tipsForNodesAndEdges();
    void wearsTheThemeWhileItRuns();
    void textGoesWhenItCannotBeRead();
    void dimsWhatDoesNotMatch();
    void focusIsSeen();
    void aLineBackIsBelowTheBoxes();

private:
    QPoint at(int node) const;

    ui::Theme m_theme{*qApp};
    std::unique_ptr<ui::GraphView> m_view;
};

void TestGraphView::init()
{
    m_theme.setChoice(ui::ThemeChoice::Light);
    m_view = std::make_unique<ui::GraphView>();
    m_view->resize(1100, 400);
    m_view->setPicture(small());
    m_view->show();
    m_view->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestGraphView::cleanup()
{
    m_view.reset();
}

QPoint TestGraphView::at(int node) const
{
    return m_view->mapFromScene(m_view->picture().nodes[size_t(node)].rect.center());
}

void TestGraphView::arrowsWalkAlongTheEdges()
{
    QSignalSpy changed(m_view.get(), &ui::GraphView::currentChanged);
    QTest::keyClick(m_view.get(), Qt::Key_Right); // nothing chosen yet: the first one
    QCOMPARE(m_view->current(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(m_view->current(), 2); // level with it
    QTest::keyClick(m_view.get(), Qt::Key_Down);
    QCOMPARE(m_view->current(), 3);
    QTest::keyClick(m_view.get(), Qt::Key_Down); // nothing below
    QCOMPARE(m_view->current(), 3);
    QTest::keyClick(m_view.get(), Qt::Key_Right);
    QCOMPARE(m_view->current(), 4);
    QTest::keyClick(m_view.get(), Qt::Key_Left);
    QCOMPARE(m_view->current(), 2);
    QTest::keyClick(m_view.get(), Qt::Key_Up);
    QCOMPARE(m_view->current(), 1);
    QCOMPARE(changed.size(), 6);
}

void TestGraphView::homeAndEnter()
{
    QSignalSpy toggled(m_view.get(), &ui::GraphView::toggled);
    QSignalSpy activated(m_view.get(), &ui::GraphView::activated);
    m_view->setCurrent(4);
    QTest::keyClick(m_view.get(), Qt::Key_Return);
    QCOMPARE(toggled.size(), 1);
    QCOMPARE(toggled[0][0].toInt(), 4);
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    QCOMPARE(m_view->current(), 0);
    QTest::keyClick(m_view.get(), Qt::Key_Enter);
    QCOMPARE(activated.size(), 1);
    QCOMPARE(toggled.size(), 1);
}

void TestGraphView::otherKeysAreLeftToTheWindow()
{
    QWidget window;
    m_view->setParent(&window);
    struct Catcher final : QObject
    {
        QList<int> keys;
        bool eventFilter(QObject *, QEvent *event) override
        {
            if (event->type() == QEvent::KeyPress)
                keys << static_cast<QKeyEvent *>(event)->key();
            return false;
        }
    } catcher;
    window.installEventFilter(&catcher);
    window.show();
    m_view->show();
    QTest::keyClick(m_view.get(), Qt::Key_Space);
    QTest::keyClick(m_view.get(), Qt::Key_Delete);
    QTest::keyClick(m_view.get(), Qt::Key_Home);
    m_view->setParent(nullptr);
    QCOMPARE(catcher.keys, (QList<int>{Qt::Key_Space, Qt::Key_Delete}));
}

void TestGraphView::clickChoosesAndEmptySpaceClears()
{
    QSignalSpy changed(m_view.get(), &ui::GraphView::currentChanged);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(3));
    QCOMPARE(m_view->current(), 3);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, QPoint(40, 380));
    QCOMPARE(m_view->current(), -1);
    QCOMPARE(changed.size(), 2);
}

void TestGraphView::theChevronExpands()
{
    QSignalSpy toggled(m_view.get(), &ui::GraphView::toggled);
    const QPointF chevron = ui::chevronRect(m_view->picture().nodes[4]).center();
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, m_view->mapFromScene(chevron));
    QCOMPARE(toggled.size(), 1);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, at(4));
    QCOMPARE(toggled.size(), 1);
}

void TestGraphView::doubleClickActivates()
{
    QSignalSpy activated(m_view.get(), &ui::GraphView::activated);
    QSignalSpy toggled(m_view.get(), &ui::GraphView::toggled);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, at(1));
    QCOMPARE(activated.size(), 1);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, at(4));
    QCOMPARE(activated.size(), 1);
    QCOMPARE(toggled.size(), 1);
}

void TestGraphView::dragPans()
{
    m_view->setPicture(tall(40));
    QSignalSpy changed(m_view.get(), &ui::GraphView::currentChanged);
    m_view->setCurrent(1);
    QScrollBar *bar = m_view->verticalScrollBar();
    const int before = bar->value();
    const QPoint from(500, 350);
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, from);
    QTest::mouseMove(m_view->viewport(), from - QPoint(0, 60));
    QTest::mouseMove(m_view->viewport(), from - QPoint(0, 100));
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, from - QPoint(0, 100));
    QCOMPARE(bar->value(), before + 100);
    QCOMPARE(m_view->current(), 1); // a drag is no click
    QVERIFY(changed.isEmpty());
}

void TestGraphView::controlWheelZooms()
{
    const auto wheel = [this](int delta, Qt::KeyboardModifiers modifiers) {
        const QPoint position(200, 100);
        QWheelEvent event(position, m_view->viewport()->mapToGlobal(position), {}, {0, delta},
                          Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
        QApplication::sendEvent(m_view->viewport(), &event);
    };
    const qreal before = m_view->transform().m11();
    wheel(120, Qt::ControlModifier);
    QVERIFY(m_view->transform().m11() > before);
    wheel(-120, Qt::ControlModifier);
    QVERIFY(qAbs(m_view->transform().m11() - before) < 0.001);
    wheel(120, {});
    QVERIFY(qAbs(m_view->transform().m11() - before) < 0.001);
    for (int i = 0; i < 100; ++i)
        wheel(-240, Qt::ControlModifier);
    QVERIFY(m_view->transform().m11() >= 0.02);
    for (int i = 0; i < 100; ++i)
        wheel(240, Qt::ControlModifier);
    QVERIFY(m_view->transform().m11() <= 3);
}

void TestGraphView::fitsUntilMoved()
{
    const auto zoom = [this] { return m_view->transform().m11(); };
    QCOMPARE(zoom(), 1.0); // it fits as it is
    m_view->resize(800, 400);
    const qreal smaller = zoom();
    QVERIFY(smaller < 1);
    QVERIFY(m_view->mapFromScene(QPointF(2 * Pitch + Width, 0)).x() <= 800);
    m_view->zoomBy(1.25);
    const qreal own = zoom();
    m_view->resize(1100, 400);
    m_view->setPicture(tall(3));
    QCOMPARE(zoom(), own);
    m_view->fit();
    QVERIFY(zoom() < own);
}

void TestGraphView::aSmallViewKeepsTextReadable()
{
    m_view->setPicture(tall(400));
    QCOMPARE(m_view->transform().m11(), 0.7);
    QCOMPARE(m_view->verticalScrollBar()->value(), m_view->verticalScrollBar()->minimum());
    m_view->fit(); // asked for, so it shows all
    QVERIFY(m_view->transform().m11() < 0.1);
}

void TestGraphView::theChosenOneSurvivesAPicture()
{
    m_view->setCurrent(2);
    ui::GraphPicture picture = small();
    picture.nodes.erase(picture.nodes.begin() + 1);
    picture.edges.clear();
    m_view->setPicture(picture);
    QCOMPARE(m_view->current(), 1);
    picture.nodes.erase(picture.nodes.begin() + 1);
    m_view->setPicture(picture);
    QCOMPARE(m_view->current(), -1);
}

void TestGraphView::menuByMouseAndKey()
{
    QSignalSpy menu(m_view.get(), &ui::GraphView::menuRequested);
    QContextMenuEvent mouse(QContextMenuEvent::Mouse, at(3),
                            m_view->viewport()->mapToGlobal(at(3)));
    QApplication::sendEvent(m_view->viewport(), &mouse);
    QCOMPARE(menu.size(), 1);
    QCOMPARE(menu[0][0].toInt(), 3);
    QCOMPARE(m_view->current(), 3);
    QContextMenuEvent key(QContextMenuEvent::Keyboard, QPoint(1, 1), QPoint(1, 1));
    QApplication::sendEvent(m_view->viewport(), &key);
    QCOMPARE(menu.size(), 2);
    const QPoint where = m_view->viewport()->mapFromGlobal(menu[1][1].toPoint());
    QCOMPARE(where, m_view->mapFromScene(m_view->picture().nodes[3].rect.bottomLeft()));
    QContextMenuEvent empty(QContextMenuEvent::Mouse, QPoint(40, 380), QPoint(40, 380));
    QApplication::sendEvent(m_view->viewport(), &empty);
    QCOMPARE(menu.size(), 2);
}

void TestGraphView::searchGoesRound()
{
    m_view->setMatches(std::vector<bool>{false, true, false, true, false});
    QList<int> seen;
    for (int i = 0; i < 3; ++i) {
        QTest::keyClick(m_view.get(), Qt::Key_F3);
        seen << m_view->current();
    }
    QCOMPARE(seen, (QList<int>{1, 3, 1}));
    QTest::keyClick(m_view.get(), Qt::Key_F3, Qt::ShiftModifier);
    QCOMPARE(m_view->current(), 3);
    QCOMPARE(ui::nextMatch({false, false}, 1, false), -1);
    QCOMPARE(ui::nextMatch({true, false}, -1, false), 0);
    QCOMPARE(ui::nextMatch({}, -1, false), -1);
}

void TestGraphView::tipsForNodesAndEdges()
{
    QList<std::pair<int, int>> asked;
    m_view->setTipMaker([&](int node, int edge) {
        asked << std::pair(node, edge);
        return u"tip"_s;
    });
    const auto hover = [this](const QPoint &position) {
        QHelpEvent event(QEvent::ToolTip, position, m_view->viewport()->mapToGlobal(position));
        QApplication::sendEvent(m_view->viewport(), &event);
    };
    hover(at(2));
    hover(m_view->mapFromScene(QPointF(Width + 100, 106))); // the level line from 1 to 3
    hover(QPoint(40, 380));
    QCOMPARE(asked, (QList<std::pair<int, int>>{{2, -1}, {-1, 1}}));
}

void TestGraphView::wearsTheThemeWhileItRuns()
{
    const QPoint inRoot = m_view->mapFromScene(QPointF(6, 126)); // its lower left corner: no text
    QCOMPARE(shot(*m_view).pixelColor(inRoot), ui::lightTokens().criticalBadge);
    QCOMPARE(shot(*m_view).pixelColor(40, 390), ui::lightTokens().surface);
    m_theme.setChoice(ui::ThemeChoice::Dark);
    QCOMPARE(shot(*m_view).pixelColor(inRoot), ui::darkTokens().criticalBadge);
    QCOMPARE(shot(*m_view).pixelColor(40, 390), ui::darkTokens().surface);
}

void TestGraphView::textGoesWhenItCannotBeRead()
{
    const auto painted = [](qreal scale, const QString &title) {
        ui::GraphPicture picture = small();
        picture.nodes[1].title = title;
        QImage image(1000, 300, QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.scale(scale, scale);
        ui::GraphPainter(qApp->font(), ui::lightTokens())
            .paint(painter, picture, {.exposed = picture.bounds, .scale = scale});
        return image;
    };
    QVERIFY(painted(1, u"two"_s) != painted(1, u"other"_s));
    QVERIFY(painted(0.2, u"two"_s) == painted(0.2, u"other"_s));
}

void TestGraphView::dimsWhatDoesNotMatch()
{
    const QImage before = shot(*m_view);
    m_view->setMatches(std::vector<bool>{false, true, false, false, false});
    const QImage after = shot(*m_view);
    const QRect matching = m_view->mapFromScene(m_view->picture().nodes[1].rect).boundingRect();
    const QRect other = m_view->mapFromScene(m_view->picture().nodes[0].rect).boundingRect();
    QCOMPARE(after.copy(matching.adjusted(4, 4, -4, -4)),
             before.copy(matching.adjusted(4, 4, -4, -4)));
    QVERIFY(after.copy(other) != before.copy(other));
    m_view->setMatches({});
    QCOMPARE(shot(*m_view), before);
}

void TestGraphView::focusIsSeen()
{
    m_view->setCurrent(1);
    const QImage focused = shot(*m_view);
    m_view->clearFocus();
    QVERIFY(shot(*m_view) != focused);
}

void TestGraphView::aLineBackIsBelowTheBoxes()
{
    ui::GraphPicture picture = small();
    const ui::GraphEdge edge{.from = 2, .to = 0, .back = true};
    const QRectF line = ui::edgePath(picture, edge).boundingRect();
    QVERIFY(line.top() >= picture.nodes[0].rect.bottom());
    QVERIFY(ui::edgeBounds(picture, edge).contains(line));
}

QTEST_MAIN(TestGraphView)
#include "tst_graphview.moc"
