// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/fonts.h"

#include <QFontDatabase>
#include <QFontInfo>
#include <QGuiApplication>
#include <QScreen>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int BasePixels = 13;

// In points, because a pixel size cannot be 11.5.
QFont scaled(QFont font, qreal pixels)
{
    const QScreen *screen = QGuiApplication::primaryScreen();
    const qreal dpi = screen ? screen->logicalDotsPerInchY() : 96;
    const qreal base = font.pointSizeF() > 0 ? font.pointSizeF() : font.pixelSize() * 72 / dpi;
    font.setPointSizeF(base * pixels / BasePixels);
    return font;
}

// What a platform without a theme calls its font; it resolves to whatever happens to come first.
bool isGenericFamily(const QString &family)
{
    static constexpr QStringView names[] = {u"sans",      u"sans serif", u"sans-serif",
                                            u"helvetica", u"system-ui",  u""};
    return std::ranges::any_of(
        names, [&](QStringView name) { return family.compare(name, Qt::CaseInsensitive) == 0; });
}

} // namespace

QFont interfaceFont(const QFont &system)
{
    QFont font = system;
    const QString platform = QGuiApplication::platformName();
    const bool bare = platform == "offscreen"_L1 || platform == "minimal"_L1;
    if ((bare || isGenericFamily(font.family())) && QFontDatabase::hasFamily(u"Inter"_s))
        font.setFamily(u"Inter"_s);
    if (bare || QFontInfo(font).pixelSize() < BasePixels)
        font.setPixelSize(BasePixels);
    return font;
}

QFont headFont(const QFont &base)
{
    QFont font = scaled(base, 11.5);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont titleFont(const QFont &base)
{
    QFont font = scaled(base, 16);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont badgeFont(const QFont &base)
{
    QFont font = scaled(base, 11);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont smallFont(const QFont &base)
{
    return scaled(base, 12);
}

QFont monoFont(const QFont &base)
{
    QFont font = scaled(base, 12);
    const QString preferred = u"JetBrains Mono"_s;
    font.setFamily(QFontDatabase::hasFamily(preferred)
                       ? preferred
                       : QFontDatabase::systemFont(QFontDatabase::FixedFont).family());
    font.setStyleHint(QFont::Monospace);
    font.setFixedPitch(true);
    font.setFeature("calt", 0);
    font.setFeature("liga", 0);
    return font;
}

QFont numberFont(const QFont &base)
{
    QFont font = base;
    font.setFeature("tnum", 1);
    return font;
}

} // namespace ui
