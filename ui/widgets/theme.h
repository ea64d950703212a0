// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/severity.h"

#include <QColor>
#include <QObject>
#include <QPalette>

class QApplication;

namespace ui {

/// The colours of one theme. Nothing else in the program names a colour.
struct Tokens
{
    bool dark = false;
    QColor window;  ///< The ground.
    QColor surface; ///< Cards, tables, inputs.
    QColor raised;  ///< Nodes, heads and hovered rows on a surface.
    QColor border;  ///< Lines of 1 px.
    QColor text;
    QColor muted;
    QColor disabled; ///< Text of what cannot be used now; its reason stands beside it in `muted`.
    QColor accent;
    QColor accentBadge;
    QColor selection; ///< Behind `text`.
    QColor critical;
    QColor criticalBadge;
    QColor warning;
    QColor warningBadge;
    QColor ok;
    QColor okBadge;
    QColor seriesActive; ///< Series of charts can be told apart when colour-blind.
    QColor seriesIdle;
    QColor seriesIdleInTransaction;
    QColor seriesBlocked;

    /// The colour of a word or a shape of this severity; plain text for None.
    const QColor &ink(Severity severity) const;
    /// The ground of a badge of this severity.
    const QColor &badge(Severity severity) const;
    /// The mark a user gave a server, by its word: "blue", "teal", "green", "amber", "red",
    /// "purple", "grey"; an invalid colour for any other word.
    QColor mark(QStringView word) const;
};

const Tokens &lightTokens();
const Tokens &darkTokens();

/// The tokens that go with a palette, so that whatever paints needs no reference to the theme:
/// tokens(widget->palette()), tokens(option.palette).
const Tokens &tokens(const QPalette &palette);

/// Which theme the user wants.
enum class ThemeChoice { System, Light, Dark };

/// Dresses the application: Fusion with a palette and a style sheet made of tokens, the fonts, the
/// icons; follows the system's colour scheme while it is asked to. Made once, after QApplication.
class Theme final : public QObject
{
    Q_OBJECT

public:
    explicit Theme(QApplication &application, QObject *parent = nullptr);

    ThemeChoice choice() const { return m_choice; }
    void setChoice(ThemeChoice choice);
    bool isDark() const { return m_dark; }

signals:
    /// Everything wears the new colours now; for those who keep colours of their own.
    void changed(bool dark);

private:
    bool wantsDark() const;
    void apply();
    void follow();

    QApplication &m_application;
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_systemPaletteDark = false; ///< The last resort where the platform knows no scheme.
    bool m_dark = false;
};

} // namespace ui
