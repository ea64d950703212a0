// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/fonts.h"
#include "widgets/icons.h"
#include "widgets/stylesheet.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

namespace {

// Relative luminance and contrast as WCAG 2.1 defines them.
double luminance(const QColor &color)
{
    const auto linear = [](float v) {
        return v <= 0.04045f ? double(v) / 12.92 : std::pow((double(v) + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) +
           0.0722 * linear(color.blueF());
}

double contrast(const QColor &a, const QColor &b)
{
    const double low = std::min(luminance(a), luminance(b));
    const double high = std::max(luminance(a), luminance(b));
    return (high + 0.05) / (low + 0.05);
}

constexpr double ReadableText = 4.5; // WCAG AA
constexpr double VisibleShape = 3.0;

} // namespace

class TestTheme final : public QObject
{
    Q_OBJECT

private slots:
    void contrastsAreReadable_data();
    void contrastsAreReadable();
    void choiceIsWorn();
    void tokensFollowThePalette();
    void iconsFollowTheTheme();
    void styleSheetNamesOnlyTokens();
    void fontsKeepTheirProportion();

private:
    ui::Theme m_theme{*qApp};
};

void TestTheme::contrastsAreReadable_data()
{
    QTest::addColumn<QColor>("ink");
    QTest::addColumn<QColor>("ground");
    QTest::addColumn<double>("least");
    for (const ui::Tokens &t : {ui::lightTokens(), ui::darkTokens()}) {
        const char *scheme = t.dark ? "dark" : "light";
        const auto row = [&](const char *what, const QColor &ink, const QColor &ground,
                             double least = ReadableText) {
            QTest::addRow("%s %s on %s", scheme, what, qPrintable(ground.name()))
                << ink << ground << least;
        };
        for (const QColor &ground : {t.window, t.surface, t.raised, t.selection}) {
            row("text", t.text, ground);
            row("muted", t.muted, ground);
            row("accent", t.accent, ground, ground == t.selection ? VisibleShape : ReadableText);
            row("critical", t.critical, ground);
            row("warning", t.warning, ground);
        }
        for (const QStringView mark :
             {u"blue", u"teal", u"green", u"amber", u"red", u"purple", u"grey"})
            row("mark", t.mark(mark), t.window, VisibleShape);
        row("ok", t.ok, t.window);
        row("ok", t.ok, t.surface);
        row("ok dot", t.ok, t.selection, VisibleShape);
        for (const auto severity : {ui::Severity::None, ui::Severity::Info, ui::Severity::Ok,
                                    ui::Severity::Warning, ui::Severity::Critical})
            row("badge", t.ink(severity), t.badge(severity));
        row("primary button", t.surface, t.accent);
        row("active", t.seriesActive, t.surface, VisibleShape);
        row("idle", t.seriesIdle, t.surface, VisibleShape);
        row("idle in transaction", t.seriesIdleInTransaction, t.surface, VisibleShape);
        row("blocked", t.seriesBlocked, t.surface, VisibleShape);
    }
}

void TestTheme::contrastsAreReadable()
{
    QFETCH(QColor, ink);
    QFETCH(QColor, ground);
    QFETCH(double, least);
    const double found = contrast(ink, ground);
    QVERIFY2(found >= least,
             qPrintable(u"%1 on %2 is %3"_s.arg(ink.name(), ground.name()).arg(found)));
}

void TestTheme::choiceIsWorn()
{
    m_theme.setChoice(ui::ThemeChoice::Light);
    QSignalSpy changed(&m_theme, &ui::Theme::changed);
    m_theme.setChoice(ui::ThemeChoice::Dark);
    QVERIFY(m_theme.isDark());
    QCOMPARE(qApp->palette().color(QPalette::Window), ui::darkTokens().window);
    QVERIFY(qApp->styleSheet().contains(ui::darkTokens().critical.name()));
    m_theme.setChoice(ui::ThemeChoice::Light);
    QCOMPARE(changed.size(), 2);
    QCOMPARE(qApp->palette().color(QPalette::Window), ui::lightTokens().window);
    m_theme.setChoice(ui::ThemeChoice::Light);
    QCOMPARE(changed.size(), 2);
}

void TestTheme::tokensFollowThePalette()
{
    QWidget widget;
    widget.ensurePolished();
    m_theme.setChoice(ui::ThemeChoice::Dark);
    QVERIFY(ui::tokens(widget.palette()).dark);
    m_theme.setChoice(ui::ThemeChoice::Light);
    QVERIFY(!ui::tokens(widget.palette()).dark);
}

void TestTheme::iconsFollowTheTheme()
{
    const auto lightness = [] {
        const QImage image = ui::icon(u"view-refresh"_s).pixmap(16, 16).toImage();
        qint64 sum = 0, count = 0;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x) {
                if (const QColor c = image.pixelColor(x, y); c.alpha() > 200) {
                    sum += c.lightness();
                    ++count;
                }
            }
        }
        return count ? sum / count : -1;
    };
    m_theme.setChoice(ui::ThemeChoice::Light);
    const qint64 light = lightness();
    QVERIFY2(light >= 0 && light < 100, qPrintable(QString::number(light)));
    m_theme.setChoice(ui::ThemeChoice::Dark);
    QVERIFY2(lightness() > 180, qPrintable(QString::number(lightness())));
}

void TestTheme::styleSheetNamesOnlyTokens()
{
    const QString sheet = ui::styleSheet(ui::lightTokens());
    for (const QString &line : sheet.split(u'\n'))
        QVERIFY2(!line.contains("{surface}"_L1) && !line.contains("{accent"_L1), qPrintable(line));
    QVERIFY(sheet.contains(":/ui/light/down.svg"_L1));
    QVERIFY(QFile::exists(u":/ui/light/down.svg"_s));
    QVERIFY(QFile::exists(u":/ui/dark/up.svg"_s));
}

void TestTheme::fontsKeepTheirProportion()
{
    QCOMPARE(QFontInfo(qApp->font()).pixelSize(), 13);
    QFont big = qApp->font();
    big.setPixelSize(26);
    QCOMPARE(QFontInfo(ui::monoFont(big)).pixelSize(), 24);
    QCOMPARE(QFontInfo(ui::monoFont(qApp->font())).pixelSize(), 12);
    QVERIFY(QFontInfo(ui::monoFont(big)).fixedPitch());
    QVERIFY(ui::headFont(big).weight() == QFont::DemiBold);
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
