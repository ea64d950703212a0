// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/tablenotice.h"

#include "widgets/copyfeedback.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;

TableNotice::TableNotice(Severity severity, QWidget *parent)
    : QWidget(parent)
    , m_severity(severity)
    , m_sentence(new PlainLabel)
    , m_statement(new PlainLabel)
    , m_copy(new QPushButton(tr("Copy")))
    , m_action(new QPushButton)
{
    auto *layout = new QBoxLayout(QBoxLayout::LeftToRight, this);
    const int left = metrics::CardPadding + metrics::IconSize + 8;
    layout->setContentsMargins(left, 4, metrics::CardPadding, 4);
    layout->setSpacing(12);
    m_sentence->setObjectName(u"noticeSentence"_s);
    m_sentence->setWordWrap(true);
    m_statement->setObjectName(u"noticeStatement"_s);
    m_statement->setFont(monoFont(font()));
    m_statement->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_copy->setObjectName(u"noticeCopy"_s);
    m_copy->setAccessibleName(tr("Copy the statement"));
    m_copy->setProperty("kind", u"flat"_s);
    layout->addWidget(m_sentence, 1);
    auto *statement = new QHBoxLayout;
    statement->setSpacing(12);
    statement->addWidget(m_statement, 1);
    statement->addWidget(m_copy);
    m_action->setObjectName(u"noticeAction"_s);
    m_action->setProperty("kind", u"flat"_s);
    m_action->hide();
    statement->addWidget(m_action);
    connect(m_action, &QPushButton::clicked, this, &TableNotice::actionWanted);
    layout->addLayout(statement);
    connect(m_copy, &QPushButton::clicked, this, &TableNotice::copy);
    hide();
}

void TableNotice::setNotice(const QString &sentence, const QString &statement)
{
    m_text = statement;
    m_sentence->setVisibleText(sentence);
    m_statement->setVisibleText(statement);
    m_statement->setVisible(!statement.isEmpty());
    m_copy->setVisible(!statement.isEmpty());
    setVisible(!sentence.isEmpty());
}

void TableNotice::setAction(const QString &text)
{
    m_action->setText(text);
    m_action->setVisible(!text.isEmpty());
}

void TableNotice::copy()
{
    copyWithFeedback(m_text, m_copy);
}

// In a narrow panel the statement stands under the sentence.
void TableNotice::resizeEvent(QResizeEvent *event)
{
    constexpr int roomForBoth = 640;
    QWidget::resizeEvent(event);
    auto *box = static_cast<QBoxLayout *>(layout());
    box->setDirection(width() < roomForBoth ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    box->setSpacing(width() < roomForBoth ? 4 : 12);
}

void TableNotice::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    painter.fillRect(rect().adjusted(0, 0, 0, -1), t.badge(m_severity));
    const int size = metrics::IconSize;
    paintSeverityMark(&painter, QRectF(metrics::CardPadding, (height() - size) / 2.0, size, size),
                      m_severity);
}

EmptyState::EmptyState(QWidget *parent)
    : QWidget(parent)
    , m_sentence(new PlainLabel)
    , m_advice(new PlainLabel)
    , m_button(new QPushButton)
{
    setObjectName(u"emptyState"_s);
    m_sentence->setObjectName(u"emptySentence"_s);
    m_advice->setObjectName(u"emptyAdvice"_s);
    m_button->setObjectName(u"emptyButton"_s);
    m_advice->setMuted(true);
    for (PlainLabel *label : {m_sentence, m_advice}) {
        label->setWordWrap(true);
        label->setAlignment(Qt::AlignCenter);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::Edge, metrics::Edge, metrics::Edge, metrics::Edge);
    layout->setSpacing(8);
    layout->addStretch(1);
    layout->addWidget(m_sentence);
    layout->addWidget(m_advice);
    layout->addWidget(m_button, 0, Qt::AlignHCenter);
    layout->addStretch(1);
    connect(m_button, &QPushButton::clicked, this, &EmptyState::buttonClicked);
}

void EmptyState::setState(const QString &sentence, const QString &advice, const QString &button)
{
    m_sentence->setVisibleText(sentence);
    m_advice->setVisibleText(advice);
    m_advice->setVisible(!advice.isEmpty());
    m_button->setText(button);
    m_button->setVisible(!button.isEmpty());
}

} // namespace ui
