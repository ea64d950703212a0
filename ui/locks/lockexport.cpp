// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/lockexport.h"

#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/graphpainter.h"

#include <QApplication>
#include <QBuffer>
#include <QCoreApplication>
#include <QPainter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr qreal CaptionHeight = 36;
constexpr qreal Margin = 16;
constexpr qreal SmallestWidth = 480;
constexpr int LargestSide = 16000; // of a picture in pixels: beyond, painting fails

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(LockGraph)
};

// What a file needs: the whole graph and its caption, drawn once.
struct Sheet
{
    GraphPicture picture;
    QString left; ///< Of the caption.
    QString right;
    QSizeF size;
};

// A few characters that PostgreSQL stores cannot stand in XML at all.
QString fitForXml(QString text)
{
    for (QChar &c : text) {
        if (c.unicode() >= 0xFFFE)
            c = QChar::ReplacementCharacter;
    }
    return text;
}

// Where a reader lacks our font, one of about the same width takes its place. No text of ours can
// look like an attribute, because its quotes are written as entities.
QByteArray withOtherFonts(QByteArray svg)
{
    const QByteArray ours = interfaceFont(QApplication::font()).family().toHtmlEscaped().toUtf8();
    return svg.replace("font-family=\"" + ours + "\"",
                       "font-family=\"" + ours + ", Helvetica, Arial, sans-serif\"");
}

Sheet makeSheet(const locks::Situation &situation, const QString &server)
{
    const locks::FoldedGraph folded = locks::foldedGraph(situation, {});
    const locks::GraphLayout layout = locks::arrange(layoutInput(folded, situation.graph));
    Sheet sheet;
    quint64 next = 0;
    sheet.picture = graphPicture(GraphWords(situation, folded), folded, layout,
                                 [&next](const locks::DrawnKey &) { return ++next; });
    const snapshot::ServerFacts &facts = situation.snapshot->server;
    QStringList left{base::visibleText(server), base::visibleText(facts.database)};
    if (!facts.role.isEmpty())
        left << Tr::tr("as %1").arg(base::visibleText(facts.role));
    left << Tr::tr("%Ln waiting", nullptr, situation.waiting);
    left.removeAll(QString());
    sheet.left = left.join(u" · ");
    sheet.right = base::toIso(situation.snapshot->takenAt).left(19).replace(u'T', u' ') +
                  u" UTC · PgVigil "_s + QStringLiteral(PGVIGIL_VERSION);
    const QRectF outer = outline(sheet.picture);
    sheet.size = {std::max(SmallestWidth, std::ceil(outer.width())),
                  std::ceil(outer.height()) + CaptionHeight};
    return sheet;
}

void paintSheet(QPainter &painter, const Sheet &sheet)
{
    const Tokens &colours = lightTokens();
    const QFont font = interfaceFont(QApplication::font());
    painter.fillRect(QRectF(QPointF(), sheet.size), colours.surface);
    painter.fillRect(QRectF(0, CaptionHeight - 1, sheet.size.width(), 1), colours.border);
    const QRectF caption(Margin, 0, sheet.size.width() - 2 * Margin, CaptionHeight - 1);
    painter.setFont(numberFont(smallFont(font)));
    painter.setPen(colours.muted);
    const QFontMetricsF metrics(painter.font());
    painter.drawText(caption, Qt::AlignRight | Qt::AlignVCenter, sheet.right);
    const qreal room = caption.width() - metrics.horizontalAdvance(sheet.right) - Margin;
    painter.setPen(colours.text);
    painter.drawText(caption, Qt::AlignLeft | Qt::AlignVCenter,
                     metrics.elidedText(sheet.left, Qt::ElideRight, room));
    const QRectF outer = outline(sheet.picture);
    painter.translate(-outer.left(), CaptionHeight - outer.top());
    GraphPainter(font, colours).paint(painter, sheet.picture, {.exposed = outer});
}

base::Result<void> writeFile(const QString &path, const QByteArray &content)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(content) == content.size() && file.commit())
        return {};
    return base::localError(
        Tr::tr("“%1” could not be written: %2").arg(base::visibleText(path), file.errorString()));
}

} // namespace

GraphPicture graphPicture(const GraphWords &words, const locks::FoldedGraph &folded,
                          const locks::GraphLayout &layout,
                          const std::function<quint64(const locks::DrawnKey &)> &idOf)
{
    GraphPicture picture;
    picture.bounds = layout.bounds;
    picture.columnWidth = locks::layout::NodeWidth;
    picture.columnPitch = locks::layout::Pitch;
    if (folded.notDrawn > 0)
        picture.note = Tr::tr("+%Ln more: too many for a picture, the tree shows them all.",
                              nullptr, folded.notDrawn);
    picture.nodes.reserve(folded.nodes.size());
    for (size_t i = 0; i < folded.nodes.size(); ++i) {
        const locks::DrawnNode &drawn = folded.nodes[i];
        const bool grave = drawn.root || drawn.inCycle;
        picture.nodes.push_back({.id = idOf(layout.placements[i].key),
                                 .rect = layout.placements[i].rect,
                                 .title = words.title(drawn),
                                 .badge = words.badge(drawn),
                                 .subtitle = words.subtitle(drawn),
                                 .severity = grave ? Severity::Critical : Severity::None,
                                 .filled = drawn.root,
                                 .stack = drawn.isFold(),
                                 .foldable = drawn.fold >= 0,
                                 .alarm = drawn.inCycle ? Tr::tr("deadlock") : QString()});
    }
    picture.edges.reserve(folded.edges.size());
    for (size_t i = 0; i < folded.edges.size(); ++i) {
        const locks::DrawnEdge &drawn = folded.edges[i];
        const locks::Route &route = layout.routes[i];
        picture.edges.push_back({.from = drawn.blocker,
                                 .to = drawn.waiter,
                                 .label = words.label(drawn),
                                 .shortLabel = words.shortLabel(drawn),
                                 .dashed = drawn.kind == locks::EdgeKind::Queue,
                                 .alarm = drawn.inCycle,
                                 .back = route.back,
                                 .passages = {route.tracks.begin(), route.tracks.end()}});
    }
    return picture;
}

base::Result<void> exportLockSvg(const locks::SituationPtr &situation, const QString &path,
                                 const QString &server)
{
    Sheet sheet = makeSheet(*situation, server);
    for (GraphNode &node : sheet.picture.nodes) {
        for (QString *text : {&node.title, &node.badge, &node.subtitle})
            *text = fitForXml(*text);
    }
    for (GraphEdge &edge : sheet.picture.edges)
        edge.label = edge.shortLabel = fitForXml(edge.label);
    sheet.left = fitForXml(sheet.left);
    QBuffer buffer;
    QSvgGenerator generator(QSvgGenerator::SvgVersion::Svg11);
    generator.setOutputDevice(&buffer);
    generator.setResolution(96);
    generator.setSize(sheet.size.toSize());
    generator.setViewBox(QRectF(QPointF(), sheet.size));
    generator.setTitle(Tr::tr("Who blocks whom"));
    generator.setDescription(sheet.left + u" · "_s + sheet.right);
    QPainter painter;
    if (!painter.begin(&generator))
        return base::localError(Tr::tr("The picture could not be drawn."));
    paintSheet(painter, sheet);
    painter.end();
    return writeFile(path, withOtherFonts(buffer.data()));
}

QImage lockPicture(const locks::SituationPtr &situation, qreal scale, const QString &server)
{
    const Sheet sheet = makeSheet(*situation, server);
    const qreal longest = std::max(sheet.size.width(), sheet.size.height());
    const qreal drawn = std::min(scale, LargestSide / longest);
    QImage image((sheet.size * drawn).toSize(), QImage::Format_RGB32);
    image.setDevicePixelRatio(drawn);
    image.setText(u"Title"_s, Tr::tr("Who blocks whom"));
    QPainter painter(&image);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    paintSheet(painter, sheet);
    return image;
}

base::Result<void> exportLockPng(const locks::SituationPtr &situation, const QString &path,
                                 const QString &server)
{
    QBuffer buffer;
    if (!lockPicture(situation, 2, server).save(&buffer, "PNG"))
        return base::localError(Tr::tr("The picture could not be drawn."));
    return writeFile(path, buffer.data());
}

} // namespace ui
