// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "base/error.h"
#include "widgets/badge.h"
#include "widgets/card.h"
#include "widgets/chipbar.h"
#include "widgets/chipbutton.h"
#include "widgets/messagebar.h"
#include "widgets/panelhead.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"
#include "widgets/uistate.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QSplitter>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace {

const std::vector<ui::Chip> StateChips{{u"all"_s, u"all"_s, 214},
                                       {u"active"_s, u"active"_s, 61},
                                       {u"idle"_s, u"idle"_s, 139},
                                       {u"lock"_s, u"waiting for a lock"_s, 37}};

QImage painted(const QString &text, ui::Severity severity, int width)
{
    QImage image(width, 24, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    ui::paintBadge(&painter, image.rect(), text, severity, qApp->font(), ui::lightTokens());
    return image;
}

} // namespace

class TestWidgets final : public QObject
{
    Q_OBJECT

private slots:
    void badgeWearsItsSeverity();
    void badgeStaysInItsRectangle();
    void chipsAreChosenByMouseAndKeys();
    void chipsKeepTheChoiceWhenCountsChange();
    void chipsThatDoNotFitAreInTheMenu();
    void plainLabelShowsMarkupAsText();
    void plainLabelElides();
    void messageBarShowsTheServersWords();
    void serverWordsHaveEveryPart();
    void filterLineClearsByEscape();
    void stateIsSavedAndRestored();

private:
    ui::Theme m_theme{*qApp};
};

void TestWidgets::badgeWearsItsSeverity()
{
    const QImage critical = painted(u"idle in transaction"_s, ui::Severity::Critical, 200);
    QCOMPARE(critical.pixelColor(6, 12), ui::lightTokens().criticalBadge);
    QVERIFY(painted(u"x"_s, ui::Severity::Ok, 200) != painted(u"x"_s, ui::Severity::Info, 200));
    ui::Badge badge;
    badge.setBadge(u"PRODUCTION"_s, ui::Severity::Critical);
    QCOMPARE(badge.accessibleName(), u"PRODUCTION"_s);
    badge.setBadge({}, ui::Severity::None);
    QVERIFY(badge.isHidden());
}

void TestWidgets::badgeStaysInItsRectangle()
{
    QImage image(200, 24, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    ui::paintBadge(&painter, QRect(0, 0, 60, 24), QString(300, u'W'), ui::Severity::Warning,
                   qApp->font(), ui::lightTokens());
    painter.end();
    for (int x = 61; x < 200; ++x)
        QCOMPARE(image.pixelColor(x, 12).alpha(), 0);
}

void TestWidgets::chipsAreChosenByMouseAndKeys()
{
    ui::ChipBar bar;
    bar.setChips(StateChips);
    bar.resize(bar.sizeHint());
    bar.show();
    QCOMPARE(bar.current(), u"all"_s);
    QSignalSpy chosen(&bar, &ui::ChipBar::chosen);
    auto *idle = bar.findChild<ui::ChipButton *>(u"chip-idle"_s);
    QTest::mouseClick(idle, Qt::LeftButton);
    QCOMPARE(bar.current(), u"idle"_s);
    idle->setFocus();
    QTest::keyClick(idle, Qt::Key_Right);
    QCOMPARE(bar.current(), u"lock"_s);
    QTest::keyClick(bar.findChild<ui::ChipButton *>(u"chip-lock"_s), Qt::Key_Right);
    QCOMPARE(bar.current(), u"all"_s);
    QCOMPARE(chosen.size(), 3);
    QTest::mouseClick(bar.findChild<ui::ChipButton *>(u"chip-all"_s), Qt::LeftButton);
    QCOMPARE(chosen.size(), 3);
    QVERIFY(bar.findChild<ui::ChipButton *>(u"chip-all"_s)->isChecked());
}

void TestWidgets::chipsKeepTheChoiceWhenCountsChange()
{
    ui::ChipBar bar;
    bar.setChips(StateChips);
    bar.setCurrent(u"lock"_s);
    auto changed = StateChips;
    changed[3].count = 0;
    auto *before = bar.findChild<ui::ChipButton *>(u"chip-lock"_s);
    bar.setChips(changed);
    QCOMPARE(bar.findChild<ui::ChipButton *>(u"chip-lock"_s), before);
    QCOMPARE(bar.current(), u"lock"_s);
    QCOMPARE(before->count(), std::optional(0));
}

void TestWidgets::chipsThatDoNotFitAreInTheMenu()
{
    ui::ChipBar bar;
    bar.setChips(StateChips);
    bar.resize(bar.sizeHint());
    bar.show();
    auto *more = bar.findChild<ui::ChipButton *>(u"moreChips"_s);
    QVERIFY(!more->isVisible());
    bar.setCurrent(u"lock"_s);
    bar.resize(200, bar.height());
    QVERIFY(more->isVisible());
    QVERIFY(more->geometry().right() <= 200);
    QVERIFY(bar.findChild<ui::ChipButton *>(u"chip-lock"_s)->isVisible());
    QVERIFY(!bar.findChild<ui::ChipButton *>(u"chip-idle"_s)->isVisible());
}

void TestWidgets::plainLabelShowsMarkupAsText()
{
    ui::PlainLabel label;
    label.setVisibleText(u"<i id=z>\n\u202E"_s);
    QCOMPARE(label.textFormat(), Qt::PlainText);
    QCOMPARE(label.text(), u"<i id=z>␊⟨U+202E⟩"_s);
    QCOMPARE(ui::plainToolTip(u"<b>\nx"_s), u"<qt>&lt;b&gt;<br>x</qt>"_s);
}

void TestWidgets::plainLabelElides()
{
    ui::PlainLabel label(QString(200, u'm'));
    QVERIFY(label.minimumSizeHint().width() < 80);
    ui::PlainLabel empty;
    empty.resize(100, 20);
    label.resize(100, 20);
    QVERIFY(label.grab().toImage() != empty.grab().toImage());
}

void TestWidgets::messageBarShowsTheServersWords()
{
    ui::MessageBar bar;
    bar.setTitle(ui::Severity::Critical, u"The server refused the connection."_s);
    bar.setServerWords(u"FATAL:  role \"<b>x</b>\" does not exist"_s);
    bar.setAdvice(u"Check the user."_s);
    QPushButton *retry = bar.addButton(u"retry"_s, u"Retry Now"_s);
    QSignalSpy clicked(retry, &QPushButton::clicked);
    bar.show();
    auto *words = bar.findChild<QPlainTextEdit *>(u"serverWords"_s);
    QVERIFY(words->isVisible());
    QCOMPARE(words->toPlainText(), u"FATAL:  role \"<b>x</b>\" does not exist"_s);
    retry->setFocus();
    QTest::keyClick(retry, Qt::Key_Space);
    QCOMPARE(clicked.size(), 1);
    bar.setServerWords(QString(1'000'000, u'x'));
    QVERIFY(words->toPlainText().size() < 21'000);
    bar.setServerWords({});
    QVERIFY(!words->isVisible());
}

void TestWidgets::serverWordsHaveEveryPart()
{
    const base::Error error{.kind = base::ErrorKind::Server,
                            .sqlState = u"28000"_s,
                            .message = u"no pg_hba.conf entry"_s,
                            .detail = u"d"_s,
                            .hint = u"h"_s};
    QCOMPARE(ui::serverWords(error),
             u"no pg_hba.conf entry\nDETAIL:  d\nHINT:  h\nSQLSTATE:  28000"_s);
}

void TestWidgets::filterLineClearsByEscape()
{
    ui::PanelHead head(u"Activity"_s);
    QVERIFY(!head.hasFilterLine());
    QLineEdit *line = head.filterLine();
    head.show();
    QVERIFY(QTest::qWaitForWindowActive(&head));
    line->setFocus();
    QTest::keyClicks(line, u"role:app"_s);
    QCOMPARE(line->text(), u"role:app"_s);
    QTest::keyClick(line, Qt::Key_Escape);
    QCOMPARE(line->text(), QString());
    QCOMPARE(head.height(), 52);
}

void TestWidgets::stateIsSavedAndRestored()
{
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(u"state.ini"_s), QSettings::IniFormat);
    const auto make = [](QWidget &window) {
        window.setObjectName(u"window"_s);
        auto *splitter = new QSplitter(Qt::Vertical);
        splitter->setObjectName(u"cards"_s);
        auto *table = new QTableView;
        table->setObjectName(u"sessions"_s);
        table->horizontalHeader()->setSectionsMovable(true);
        splitter->addWidget(table);
        splitter->addWidget(new QWidget);
        (new QVBoxLayout(&window))->addWidget(splitter);
        window.resize(640, 480);
        return splitter;
    };
    QWidget first;
    QSplitter *splitter = make(first);
    first.resize(700, 500);
    first.show();
    splitter->setSizes({100, 300});
    const QList<int> sizes = splitter->sizes();
    ui::UiState(settings).save(first);

    QWidget second;
    QSplitter *other = make(second);
    ui::UiState(settings).restore(second);
    second.show();
    QCOMPARE(second.size(), QSize(700, 500));
    QCOMPARE(other->sizes(), sizes);
    QVERIFY(settings.contains(u"state/QHeaderView/sessions"_s));
}

QTEST_MAIN(TestWidgets)
#include "tst_widgets.moc"
