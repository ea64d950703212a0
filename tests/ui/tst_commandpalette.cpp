// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/commandpalette.h"

#include <QAction>
#include <QLineEdit>
#include <QListView>
#include <QMainWindow>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

class TestCommandPalette final : public QObject
{
    Q_OBJECT

private slots:
    void scoresLettersInOrder();
    void listsEveryCommandOnce();
    void keysFindAndTrigger();
    void arrowsChooseAnother();
    void disabledIsNotTriggered();
    void escapeTriggersNothing();
};

namespace {

struct Window
{
    QMainWindow window;
    QAction *cancel = nullptr;
    QAction *terminate = nullptr;
    QAction *picture = nullptr;
    ui::CommandPalette *palette = nullptr;

    Window()
    {
        QMenu *menu = window.menuBar()->addMenu(u"&Session"_s);
        cancel = menu->addAction(u"&Cancel Statement"_s);
        menu->addSeparator();
        terminate = menu->addAction(u"&Terminate Session…"_s);
        picture = new QAction(u"Copy Picture"_s, &window);
        picture->setShortcut(Qt::CTRL | Qt::SHIFT | Qt::Key_S);
        auto *line = new QLineEdit;
        line->setClearButtonEnabled(true);
        window.setCentralWidget(line);
        palette = new ui::CommandPalette(&window);
        window.resize(800, 600);
        window.show();
        palette->openWith(ui::commandsOf(window));
    }
    QLineEdit *line() const { return palette->findChild<QLineEdit *>(u"commandLine"_s); }
    QListView *list() const { return palette->findChild<QListView *>(u"commandList"_s); }
};

} // namespace

void TestCommandPalette::scoresLettersInOrder()
{
    QVERIFY(ui::fuzzyScore(u"tse", u"Terminate Session").has_value());
    QVERIFY(!ui::fuzzyScore(u"xyz", u"Terminate Session").has_value());
    QVERIFY(!ui::fuzzyScore(u"et", u"te").has_value());
    QVERIFY(ui::fuzzyScore(u"cop", u"Copy Picture") > ui::fuzzyScore(u"cop", u"Cancel Other Pid"));
    QCOMPARE(ui::fuzzyScore(u"", u"x"), std::optional(0));
}

void TestCommandPalette::listsEveryCommandOnce()
{
    Window w;
    QStringList names;
    for (int row = 0; row < w.list()->model()->rowCount(); ++row)
        names << w.list()->model()->index(row, 0).data().toString();
    names.sort();
    QCOMPARE(names,
             (QStringList{u"Cancel Statement"_s, u"Copy Picture"_s, u"Terminate Session…"_s}));
}

void TestCommandPalette::keysFindAndTrigger()
{
    Window w;
    QSignalSpy triggered(w.terminate, &QAction::triggered);
    QTest::keyClicks(w.line(), u"tersess"_s);
    QCOMPARE(w.list()->model()->rowCount(), 1);
    QTest::keyClick(w.line(), Qt::Key_Return);
    QCOMPARE(triggered.size(), 1);
    QVERIFY(!w.palette->isVisible());
}

void TestCommandPalette::arrowsChooseAnother()
{
    Window w;
    const QString second = w.list()->model()->index(1, 0).data().toString();
    QAction *action = second.startsWith(u'C') && second.contains(u"Picture"_s) ? w.picture
                      : second.startsWith(u'C')                                ? w.cancel
                                                                               : w.terminate;
    QSignalSpy triggered(action, &QAction::triggered);
    QTest::keyClick(w.line(), Qt::Key_Down);
    QTest::keyClick(w.line(), Qt::Key_Return);
    QCOMPARE(triggered.size(), 1);
}

void TestCommandPalette::disabledIsNotTriggered()
{
    Window w;
    w.palette->reject();
    w.cancel->setEnabled(false);
    w.palette->openWith(ui::commandsOf(w.window));
    QSignalSpy triggered(w.cancel, &QAction::triggered);
    QTest::keyClicks(w.line(), u"cancel"_s);
    QCOMPARE(w.list()->model()->index(0, 0).data().toString(), u"Cancel Statement"_s);
    QTest::keyClick(w.line(), Qt::Key_Return);
    QCOMPARE(triggered.size(), 0);
    QVERIFY(w.palette->isVisible());
}

void TestCommandPalette::escapeTriggersNothing()
{
    Window w;
    QSignalSpy cancel(w.cancel, &QAction::triggered);
    QSignalSpy picture(w.picture, &QAction::triggered);
    QTest::keyClick(w.line(), Qt::Key_Escape);
    QVERIFY(!w.palette->isVisible());
    QCOMPARE(cancel.size() + picture.size(), 0);
}

QTEST_MAIN(TestCommandPalette)
#include "tst_commandpalette.moc"
