// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changeresult.h"

#include "actions/changetext.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QLayoutItem>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

ChangeResult::ChangeResult(QWidget *parent)
    : QWidget(parent)
    , m_lines(new QVBoxLayout)
    , m_bar(new MessageBar)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins({});
    layout->setSpacing(metrics::CardGap);
    m_lines->setSpacing(metrics::Grid);
    layout->addLayout(m_lines);
    m_bar->setObjectName(u"changeOutcome"_s);
    layout->addWidget(m_bar);
    hide();
}

void ChangeResult::addLine(const QString &text)
{
    auto *line = new PlainLabel(text);
    line->setObjectName(u"statementOutcome"_s);
    line->setWordWrap(true);
    m_lines->addWidget(line);
}

void ChangeResult::showOutcome(const actions::Change &change, const actions::ChangeOutcome &outcome)
{
    clear();
    for (size_t i = 0; i < outcome.statements.size(); ++i)
        addLine(
            ChangeText::statement(change.statements[qsizetype(i)], outcome.statements[i].ending));
    for (const actions::UndoOutcome &undo : outcome.undone)
        addLine(ChangeText::undo(undo));
    m_bar->setTitle(ChangeText::severity(outcome), ChangeText::outcome(outcome));
    m_bar->setServerWords(ChangeText::words(outcome));
    m_bar->setAdvice(ChangeText::advice(outcome, change.right));
    show();
}

void ChangeResult::clear()
{
    hide();
    while (QLayoutItem *item = m_lines->takeAt(0)) {
        item->widget()->deleteLater();
        delete item; // lint: allow delete: a layout hands its items over
    }
}

} // namespace ui
