// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/rootdelegate.h"

#include "actions/actiontext.h"
#include "activity/activitytext.h"
#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QLocale>
#include <QPainter>

namespace ui {

using namespace Qt::StringLiterals;
using actions::Kind;
using actions::Obstacle;
using locks::RootRow;

namespace {

constexpr int Padding = metrics::CardPadding;
constexpr int Gap = 6;
constexpr int ButtonPadding = 12;

QString blocksText(const RootRow &row)
{
    return RootDelegate::tr("blocks %1").arg(QLocale().toString(row.blocks));
}

// Short, because it stands beside a button; the tool tip of the action has the sentence.
QString reasonText(Obstacle obstacle)
{
    if (obstacle == Obstacle::NothingRuns || obstacle == Obstacle::IdleInTransaction)
        return RootDelegate::tr("nothing runs to cancel");
    return ActionText::obstacle(obstacle);
}

QString sourceText(const snapshot::Session &session)
{
    QStringList parts;
    if (!session.application.isEmpty())
        parts << base::visibleText(session.application, 64);
    if (!session.client.isEmpty())
        parts << clientText(session);
    return parts.join(u" · "_s);
}

} // namespace

RootDelegate::RootDelegate(const locks::RootModel &model, QObject *parent)
    : QStyledItemDelegate(parent)
    , m_model(model)
{
    setFont(QFont());
}

void RootDelegate::setFont(const QFont &font)
{
    m_text = numberFont(font);
    m_strong = m_text;
    m_strong.setWeight(QFont::DemiBold);
    m_small = numberFont(smallFont(font));
    m_mono = monoFont(font);
}

void RootDelegate::setHovered(int row, RootButton button)
{
    m_hoveredRow = row;
    m_hovered = button;
}

void RootDelegate::addBlocks(Layout &layout, const RootRow &row) const
{
    layout.blocks.push_back({.text = row.doing, .font = m_text, .wrap = false});
    if (row.session && !row.session->query.isEmpty())
        layout.blocks.push_back({.text = base::singleLine(row.session->query, 200),
                                 .font = m_mono,
                                 .muted = true,
                                 .wrap = false});
    if (row.session) {
        if (const QString source = sourceText(*row.session); !source.isEmpty())
            layout.blocks.push_back(
                {.text = source, .font = m_small, .muted = true, .wrap = false});
    }
    layout.blocks.push_back({.text = consequenceText(row), .font = m_small});
    if (const QString together = togetherText(row); !together.isEmpty())
        layout.blocks.push_back({.text = together, .font = m_small, .severity = Severity::Info});
    for (const QString &line : heldText(row).split(u'\n', Qt::SkipEmptyParts))
        layout.blocks.push_back({.text = line, .font = m_small, .muted = true});
}

void RootDelegate::addWarnings(Layout &layout, const RootRow &row) const
{
    if (!row.session)
        return;
    // What is rolled back is said in the sentence about its end.
    const actions::Target target{*row.session, {}};
    for (const actions::Warning warning : actions::warnings(Kind::Terminate, target, m_server)) {
        if (warning != actions::Warning::RollsBack)
            layout.blocks.push_back({.text = ActionText::warning(warning),
                                     .font = m_small,
                                     .severity = ActionText::severity(warning)});
    }
}

void RootDelegate::addButtons(Layout &layout, const RootRow &row) const
{
    const bool possible = m_blocked.isEmpty();
    layout.reason = {.text = m_blocked, .font = m_small, .muted = true};
    if (row.prepared) {
        layout.buttons.push_back({RootButton::RollBack, tr("Roll back prepared…"), possible});
        return;
    }
    if (!row.session)
        return;
    const auto cancel = actions::whyNot(Kind::Cancel, *row.session);
    const auto terminate = actions::whyNot(Kind::Terminate, *row.session);
    if (!cancel)
        layout.buttons.push_back({RootButton::Cancel, tr("Cancel…"), possible});
    layout.buttons.push_back({RootButton::Terminate, tr("Terminate…"), possible && !terminate});
    if (possible && (terminate || cancel))
        layout.reason.text = reasonText(terminate ? *terminate : *cancel);
}

void RootDelegate::place(Layout &layout) const
{
    const int width = m_width - 2 * Padding;
    int y = Padding + QFontMetrics(m_strong).height() + Gap;
    for (Block &block : layout.blocks) {
        const QFontMetrics metrics(block.font);
        const int height =
            block.wrap
                ? metrics.boundingRect(QRect(0, 0, width, 10'000), Qt::TextWordWrap, block.text)
                      .height()
                : metrics.height();
        block.rect = {Padding, y, width, height};
        y += height + Gap;
    }
    int x = Padding;
    y += 2;
    for (Button &button : layout.buttons) {
        const int wide = QFontMetrics(m_text).horizontalAdvance(button.text) + 2 * ButtonPadding;
        button.rect = {x, y, wide, metrics::ControlHeight};
        x += wide + 8;
    }
    if (layout.buttons.empty()) {
        layout.height = y + Padding - Gap;
        return;
    }
    const QRect all(0, 0, std::max(40, Padding + width - x), 10'000);
    const int reason = layout.reason.text.isEmpty()
                           ? 0
                           : QFontMetrics(m_small)
                                 .boundingRect(all, Qt::TextWordWrap, layout.reason.text)
                                 .height();
    const int height = std::max(metrics::ControlHeight, reason);
    layout.reason.rect = {x, y, all.width(), height};
    layout.height = y + height + Padding;
}

RootDelegate::Layout RootDelegate::layoutOf(const RootRow &row) const
{
    Layout layout;
    addBlocks(layout, row);
    addWarnings(layout, row);
    addButtons(layout, row);
    place(layout);
    return layout;
}

QSize RootDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &index) const
{
    return {m_width, layoutOf(m_model.row(index.row())).height};
}

QRect RootDelegate::buttonRect(const QRect &rect, int row, RootButton kind) const
{
    for (const Button &button : layoutOf(m_model.row(row)).buttons) {
        if (button.kind == kind && button.enabled)
            return button.rect.translated(rect.topLeft());
    }
    return {};
}

void RootDelegate::paintHead(QPainter *painter, const QRect &rect, const RootRow &row,
                             const Tokens &t) const
{
    const QFontMetrics strong(m_strong);
    const QString blocks = blocksText(row);
    const int right = strong.horizontalAdvance(blocks);
    const int baseline = rect.top() + Padding + strong.ascent();
    int room = rect.width() - 2 * Padding - right - 12;
    painter->setFont(m_strong);
    painter->setPen(m_stale ? t.muted : t.critical);
    painter->drawText(rect.right() + 1 - Padding - right, baseline, blocks);
    painter->setPen(m_stale ? t.muted : t.text);
    const QString title = strong.elidedText(row.title, Qt::ElideRight, room);
    painter->drawText(rect.left() + Padding, baseline, title);
    const int used = strong.horizontalAdvance(title) + 8;
    room -= used;
    painter->setFont(m_text);
    painter->drawText(rect.left() + Padding + used, baseline,
                      QFontMetrics(m_text).elidedText(row.who, Qt::ElideRight, std::max(0, room)));
}

void RootDelegate::paintButton(QPainter *painter, const Button &button, bool hovered,
                               const Tokens &t) const
{
    const QRectF frame = QRectF(button.rect).adjusted(0.5, 0.5, -0.5, -0.5);
    const bool lit = hovered && button.enabled;
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(lit ? t.critical : t.border);
    painter->setBrush(lit ? t.criticalBadge : t.surface);
    painter->drawRoundedRect(frame, metrics::ControlRadius, metrics::ControlRadius);
    painter->setRenderHint(QPainter::Antialiasing, false);
    painter->setFont(m_text);
    painter->setPen(button.enabled ? t.critical : t.disabled);
    painter->drawText(button.rect, Qt::AlignCenter, button.text);
}

void RootDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option,
                         const QModelIndex &index) const
{
    const Tokens &t = tokens(option.palette);
    const RootRow &row = m_model.row(index.row());
    const QRect rect = option.rect;
    const bool selected = option.state & QStyle::State_Selected;
    painter->save();
    painter->setClipRect(rect);
    if (selected)
        painter->fillRect(rect, t.selection);
    painter->fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), t.border);
    if (selected && option.state & QStyle::State_HasFocus)
        painter->fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), t.accent);
    paintHead(painter, rect, row, t);
    painter->translate(rect.topLeft());
    const Layout layout = layoutOf(row);
    const auto paintBlock = [&](const Block &block, int flags) {
        const bool muted = (block.muted && !selected) || m_stale;
        painter->setFont(block.font);
        painter->setPen(muted ? t.muted : t.ink(block.severity));
        const QString text = block.wrap
                                 ? block.text
                                 : QFontMetrics(block.font)
                                       .elidedText(block.text, Qt::ElideRight, block.rect.width());
        painter->drawText(block.rect, flags | (block.wrap ? Qt::TextWordWrap : 0), text);
    };
    for (const Block &block : layout.blocks)
        paintBlock(block, Qt::AlignTop);
    paintBlock(layout.reason, Qt::AlignVCenter);
    for (const Button &button : layout.buttons)
        paintButton(painter, button, index.row() == m_hoveredRow && button.kind == m_hovered, t);
    painter->restore();
}

} // namespace ui
