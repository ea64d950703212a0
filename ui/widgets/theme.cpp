// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/theme.h"

#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/stylesheet.h"

#include <BreezeIcons>

#include <QApplication>
#include <QIcon>
#include <QProxyStyle>
#include <QStyleFactory>
#include <QStyleHints>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

// Fusion with more room in the cells of tables, so that they stand under their heads.
class Style final : public QProxyStyle
{
public:
    Style()
        : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
    {
    }

    int pixelMetric(PixelMetric metric, const QStyleOption *option,
                    const QWidget *widget) const override
    {
        return metric == PM_FocusFrameHMargin ? metrics::CellPadding - 1
                                              : QProxyStyle::pixelMetric(metric, option, widget);
    }
};

QPalette palette(const Tokens &t)
{
    QPalette p(t.text, t.surface, t.border, t.border, t.muted, t.text, t.text, t.surface, t.window);
    p.setColor(QPalette::AlternateBase, t.raised);
    p.setColor(QPalette::ToolTipBase, t.surface);
    p.setColor(QPalette::ToolTipText, t.text);
    p.setColor(QPalette::PlaceholderText, t.muted);
    p.setColor(QPalette::Highlight, t.selection);
    p.setColor(QPalette::HighlightedText, t.text);
    p.setColor(QPalette::Accent, t.accent);
    p.setColor(QPalette::Link, t.accent);
    p.setColor(QPalette::LinkVisited, t.accent);
    p.setColor(QPalette::Midlight, t.raised);
    p.setColor(QPalette::Shadow, t.border);
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        p.setColor(QPalette::Disabled, role, t.disabled);
    return p;
}

} // namespace

const Tokens &lightTokens()
{
    static const Tokens light{.dark = false,
                              .window = QColor(0xF4F5F7),
                              .surface = QColor(0xFFFFFF),
                              .raised = QColor(0xFAFBFC),
                              .border = QColor(0xD5DAE1),
                              .text = QColor(0x1A1F26),
                              .muted = QColor(0x596472),
                              .disabled = QColor(0x9AA3AE),
                              .accent = QColor(0x1F62D0),
                              .accentBadge = QColor(0xE8F0FE),
                              .selection = QColor(0xD6E4FB),
                              .critical = QColor(0xB3261E),
                              .criticalBadge = QColor(0xFCE8E6),
                              .warning = QColor(0x8A5A00),
                              .warningBadge = QColor(0xFFF4DC),
                              .ok = QColor(0x1E7B3A),
                              .okBadge = QColor(0xE6F4EA),
                              .seriesActive = QColor(0x0072B2),
                              .seriesIdle = QColor(0x7C8794),
                              .seriesIdleInTransaction = QColor(0xB87800),
                              .seriesBlocked = QColor(0xC24E00)};
    return light;
}

const Tokens &darkTokens()
{
    static const Tokens dark{.dark = true,
                             .window = QColor(0x16191E),
                             .surface = QColor(0x1D2127),
                             .raised = QColor(0x23282F),
                             .border = QColor(0x363D47),
                             .text = QColor(0xE6E9ED),
                             .muted = QColor(0x9AA5B3),
                             .disabled = QColor(0x5F6874),
                             .accent = QColor(0x7FB0FF),
                             .accentBadge = QColor(0x1E2F4D),
                             .selection = QColor(0x24385C),
                             .critical = QColor(0xFF8A80),
                             .criticalBadge = QColor(0x43201F),
                             .warning = QColor(0xF5BE57),
                             .warningBadge = QColor(0x3F3218),
                             .ok = QColor(0x7FD196),
                             .okBadge = QColor(0x1B3625),
                             .seriesActive = QColor(0x56B4E9),
                             .seriesIdle = QColor(0x8C96A3),
                             .seriesIdleInTransaction = QColor(0xE69F00),
                             .seriesBlocked = QColor(0xFF7A33)};
    return dark;
}

const QColor &Tokens::ink(Severity severity) const
{
    switch (severity) {
    case Severity::Info:
        return accent;
    case Severity::Ok:
        return ok;
    case Severity::Warning:
        return warning;
    case Severity::Critical:
        return critical;
    case Severity::None:
        break;
    }
    return text;
}

const QColor &Tokens::badge(Severity severity) const
{
    switch (severity) {
    case Severity::Info:
        return accentBadge;
    case Severity::Ok:
        return okBadge;
    case Severity::Warning:
        return warningBadge;
    case Severity::Critical:
        return criticalBadge;
    case Severity::None:
        break;
    }
    return raised;
}

QColor Tokens::mark(QStringView word) const
{
    struct Mark
    {
        QLatin1StringView word;
        QRgb light;
        QRgb dark;
    };
    static constexpr Mark marks[] = {
        {"blue"_L1, 0xff0072b2, 0xff56b4e9},  {"teal"_L1, 0xff00857a, 0xff4cc9bb},
        {"green"_L1, 0xff3f8f2f, 0xff86cf6b}, {"amber"_L1, 0xffb87800, 0xffe69f00},
        {"red"_L1, 0xffc0392b, 0xffff8a80},   {"purple"_L1, 0xff8e4db8, 0xffc79bea},
        {"grey"_L1, 0xff7c8794, 0xff8c96a3},
    };
    for (const Mark &mark : marks) {
        if (word == mark.word)
            return QColor::fromRgb(dark ? mark.dark : mark.light);
    }
    return {};
}

// By the tooltip's ground, because the style sheet changes the other roles of what it dresses.
const Tokens &tokens(const QPalette &palette)
{
    const bool dark = palette.color(QPalette::ToolTipBase).lightness() < 128;
    return dark ? darkTokens() : lightTokens();
}

Theme::Theme(QApplication &application, QObject *parent)
    : QObject(parent)
    , m_application(application)
    , m_systemPaletteDark(application.palette().color(QPalette::Window).lightness() < 128)
{
    m_application.setStyle(new Style);
    m_application.setFont(interfaceFont(m_application.font()));
    BreezeIcons::initIcons();
    QIcon::setThemeName(u"breeze"_s); // one set everywhere; icon() gives it the theme's colour
    connect(m_application.styleHints(), &QStyleHints::colorSchemeChanged, this, &Theme::follow);
    apply();
}

void Theme::setChoice(ThemeChoice choice)
{
    if (m_choice == choice)
        return;
    m_choice = choice;
    // Asks the platform too, so that the window's frame and native dialogs go along.
    QStyleHints *hints = m_application.styleHints();
    if (choice == ThemeChoice::System)
        hints->unsetColorScheme();
    else
        hints->setColorScheme(choice == ThemeChoice::Dark ? Qt::ColorScheme::Dark
                                                          : Qt::ColorScheme::Light);
    follow();
}

bool Theme::wantsDark() const
{
    if (m_choice != ThemeChoice::System)
        return m_choice == ThemeChoice::Dark;
    const Qt::ColorScheme scheme = m_application.styleHints()->colorScheme();
    return scheme == Qt::ColorScheme::Unknown ? m_systemPaletteDark
                                              : scheme == Qt::ColorScheme::Dark;
}

void Theme::follow()
{
    if (wantsDark() != m_dark)
        apply();
}

void Theme::apply()
{
    m_dark = wantsDark();
    const Tokens &t = m_dark ? darkTokens() : lightTokens();
    m_application.setPalette(palette(t));
    m_application.setStyleSheet(styleSheet(t));
    emit changed(m_dark);
}

} // namespace ui
