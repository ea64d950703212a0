// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "widgets/icons.h"

#include "widgets/theme.h"

#include <QGuiApplication>
#include <QIconEngine>
#include <QPainter>

namespace ui {

namespace {

class TintedIconEngine final : public QIconEngine
{
public:
    explicit TintedIconEngine(const QString &name)
        : m_name(name)
    {
    }

    QIconEngine *clone() const override { return new TintedIconEngine(m_name); }
    QString iconName() override { return m_name; }
    bool isNull() override { return !QIcon::hasThemeIcon(m_name); }

    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State state,
                         qreal scale) override
    {
        Q_UNUSED(scale) // the size is in device pixels already
        const QPalette palette = QGuiApplication::palette();
        const Tokens &t = tokens(palette);
        QPixmap pixmap = QIcon::fromTheme(m_name).pixmap(size, 1.0, QIcon::Normal, state);
        QPainter painter(&pixmap);
        painter.setCompositionMode(QPainter::CompositionMode_SourceIn);
        painter.fillRect(pixmap.rect(), mode == QIcon::Disabled ? t.disabled : t.text);
        return pixmap;
    }

    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatio();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }

private:
    QString m_name;
};

} // namespace

QIcon icon(const QString &name)
{
    return QIcon(new TintedIconEngine(name));
}

} // namespace ui
