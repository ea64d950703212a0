// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/warninglist.h"

#include "actions/actiontext.h"
#include "widgets/badge.h"
#include "widgets/plainlabel.h"

#include <QGridLayout>

#include <map>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

// "4711, 4712, 4713 and 5 more: …"
QString withPids(const QStringList &pids, const QString &text)
{
    constexpr int shown = 5;
    if (pids.size() <= shown)
        return WarningList::tr("%1: %2").arg(pids.join(u", "_s), text);
    const QString first = pids.first(shown).join(u", "_s);
    return WarningList::tr("%1 and %2 more: %3")
        .arg(first, QString::number(pids.size() - shown), text);
}

} // namespace

WarningList::WarningList(const actions::Confirmation &confirmation, QWidget *parent)
    : QWidget(parent)
{
    setObjectName(u"warnings"_s);
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    layout->setColumnStretch(1, 1);
    std::map<actions::Warning, QStringList> pids; // in the order of gravity
    for (const auto &item : confirmation.items) {
        for (const actions::Warning warning : item.warnings)
            pids[warning] << QString::number(item.target.session.pid);
    }
    for (const auto &[warning, of] : pids) {
        const QString text = ActionText::warning(warning);
        addLine(warning, confirmation.items.size() > 1 ? withPids(of, text) : text);
    }
    setVisible(!m_lines.isEmpty());
}

void WarningList::addLine(actions::Warning warning, const QString &text)
{
    const Severity severity = ActionText::severity(warning);
    auto *badge = new Badge;
    badge->setBadge(severity == Severity::Critical ? tr("Danger") : tr("Note"), severity);
    auto *label = new PlainLabel(text);
    label->setWordWrap(true);
    label->setObjectName(u"warning"_s);
    auto *grid = static_cast<QGridLayout *>(layout());
    const int row = int(m_lines.size());
    grid->addWidget(badge, row, 0, Qt::AlignTop | Qt::AlignLeft);
    grid->addWidget(label, row, 1);
    m_lines << text;
}

} // namespace ui
