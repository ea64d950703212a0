// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/sqlview.h"
#include "widgets/theme.h"

#include <KSyntaxHighlighting/Repository>

#include <QClipboard>
#include <QElapsedTimer>
#include <QGuiApplication>
#include <QTest>
#include <QTextBlock>
#include <QTextLayout>

using namespace Qt::StringLiterals;

class TestSqlView final : public QObject
{
    Q_OBJECT

private slots:
    void highlightsWithTokens();
    void showsForeignTextAsItIs();
    void copiesTheTextWithoutLayoutBreaks();
    void breaksLongLinesForLayoutOnly();
    void keepsLinesAndTabs();
    void survivesOneMebibyte();
    void keepsTheSelectionOfTheSameText();

private:
    static QList<QColor> coloursOfLine(const QPlainTextEdit &view, int line);

    ui::Theme m_theme{*qApp};
    KSyntaxHighlighting::Repository m_repository;
};

QList<QColor> TestSqlView::coloursOfLine(const QPlainTextEdit &view, int line)
{
    QList<QColor> colours;
    const QTextBlock block = view.document()->findBlockByNumber(line);
    for (const QTextLayout::FormatRange &range : block.layout()->formats())
        colours << range.format.foreground().color();
    return colours;
}

void TestSqlView::highlightsWithTokens()
{
    m_theme.setChoice(ui::ThemeChoice::Light);
    ui::SqlView view(m_repository);
    view.show();
    view.setSql(u"SELECT 'packed', 42"_s);
    const auto &light = ui::lightTokens();
    QTRY_COMPARE(coloursOfLine(view, 0), (QList<QColor>{light.accent, light.ok, light.warning}));
    m_theme.setChoice(ui::ThemeChoice::Dark);
    const auto &dark = ui::darkTokens();
    QTRY_COMPARE(coloursOfLine(view, 0), (QList<QColor>{dark.accent, dark.ok, dark.warning}));
}

void TestSqlView::showsForeignTextAsItIs()
{
    ui::SqlView view(m_repository);
    view.setSql(u"select '<b>x</b>' -- \u202Eevil\u0007"_s);
    QCOMPARE(view.toPlainText(), u"select '<b>x</b>' -- ⟨U+202E⟩evil␇"_s);
    QVERIFY(view.isReadOnly());
    QVERIFY(!view.loadResource(2, QUrl(u"file:///etc/hostname"_s)).isValid());
}

void TestSqlView::copiesTheTextWithoutLayoutBreaks()
{
    const QString sql = u"select "_s + QString(6000, u'x') + u"\nfrom t"_s;
    ui::SqlView view(m_repository);
    view.setSql(sql);
    view.selectAll();
    view.copy();
    QCOMPARE(QGuiApplication::clipboard()->text(), sql);
}

void TestSqlView::breaksLongLinesForLayoutOnly()
{
    const QString sql = QString(10'000, u'x') + u' ' + QString(10'000, u'y');
    const QString lines = ui::layoutLines(sql);
    for (const QString &line : lines.split(u'\n'))
        QVERIFY2(line.size() <= 2001, qPrintable(QString::number(line.size())));
    QCOMPARE(ui::withoutLayoutBreaks(lines), sql);
    const QString pairs = QString::fromUcs4(U"\U0001F418").repeated(3000);
    QCOMPARE(ui::withoutLayoutBreaks(ui::layoutLines(pairs)), pairs);
}

void TestSqlView::keepsLinesAndTabs()
{
    QCOMPARE(ui::layoutLines(u"a\r\n\tb\n\nc\n"), u"a\n\tb\n\nc\n"_s);
    QCOMPARE(ui::layoutLines(u"\na"), u"\na"_s);
    QCOMPARE(ui::layoutLines(u""), QString());
}

// Laying out one line of 1 MiB at once takes seconds; the test's own deadline would catch a freeze,
// what is checked here is that no line is long and that the end can be reached.
void TestSqlView::survivesOneMebibyte()
{
    ui::SqlView view(m_repository);
    view.resize(800, 300);
    view.show();
    view.setSql(QString(1024 * 1024, u'q'));
    QVERIFY(view.blockCount() > 500);
    view.moveCursor(QTextCursor::End);
    view.repaint();
    QVERIFY(view.cursorRect().top() >= 0);
}

void TestSqlView::keepsTheSelectionOfTheSameText()
{
    ui::SqlView view(m_repository);
    view.setSql(u"select 1"_s);
    view.selectAll();
    view.setSql(u"select 1"_s);
    QCOMPARE(view.textCursor().selectedText(), u"select 1"_s);
}

QTEST_MAIN(TestSqlView)
#include "tst_sqlview.moc"
