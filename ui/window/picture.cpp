// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/picture.h"

#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QCoreApplication>
#include <QPainter>
#include <QWidget>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int BandHeight = 36;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(ui::Picture)
};

QString timeText(base::Timestamp time)
{
    return base::toIso(time).left(19).replace(u'T', u' ') + " UTC"_L1;
}

void paintBand(QPainter &painter, const QWidget &panel, const PictureCaption &caption)
{
    const Tokens &t = tokens(panel.palette());
    const QRect band(0, 0, panel.width(), BandHeight);
    painter.fillRect(band, t.surface);
    painter.fillRect(QRect(0, BandHeight - 1, band.width(), 1), t.border);
    QStringList left{base::visibleText(caption.server)};
    if (!caption.role.isEmpty())
        left << Words::tr("as %1").arg(base::visibleText(caption.role));
    QStringList right;
    if (caption.takenAt)
        right << timeText(*caption.takenAt);
    right << u"PgVigil "_s + QStringLiteral(PGVIGIL_VERSION);
    QFont bold = panel.font();
    bold.setWeight(QFont::DemiBold);
    const QRect text = band.adjusted(metrics::Edge, 0, -metrics::Edge, -1);
    const QString end = right.join(u" · ");
    painter.setFont(numberFont(smallFont(panel.font())));
    painter.setPen(t.muted);
    painter.drawText(text, Qt::AlignRight | Qt::AlignVCenter, end);
    const int room = text.width() - painter.fontMetrics().horizontalAdvance(end) - metrics::Edge;
    painter.setFont(bold);
    painter.setPen(t.text);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     QFontMetrics(bold).elidedText(left.join(u" · "), Qt::ElideRight, room));
}

} // namespace

QImage panelPicture(QWidget *panel, const PictureCaption &caption, qreal scale)
{
    const QSize size(panel->width(), panel->height() + BandHeight);
    QImage image(size * scale, QImage::Format_RGB32);
    image.setDevicePixelRatio(scale);
    image.fill(tokens(panel->palette()).window);
    image.setText(u"Title"_s, caption.panel);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::TextAntialiasing);
    paintBand(painter, *panel, caption);
    panel->render(&painter, QPoint(0, BandHeight));
    return image;
}

} // namespace ui
