// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/noticebar.h"

#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace ui {

using namespace Qt::StringLiterals;

NoticeBar::NoticeBar(const QString &name, Severity severity, QWidget *parent)
    : QWidget(parent)
    , m_severity(severity)
    , m_sentence(new PlainLabel)
    , m_button(new QPushButton)
    , m_dismiss(new QPushButton(tr("Dismiss")))
{
    setObjectName(name);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(metrics::CardPadding + metrics::IconSize + 8, 5, 6, 5);
    layout->setSpacing(8);
    m_sentence->setObjectName(name + u"Sentence"_s);
    m_sentence->setWordWrap(true);
    m_button->setObjectName(name + u"Show"_s);
    m_dismiss->setObjectName(name + u"Dismiss"_s);
    m_dismiss->setProperty("kind", u"flat"_s);
    m_dismiss->hide();
    layout->addWidget(m_sentence, 1);
    layout->addWidget(m_button);
    layout->addWidget(m_dismiss);
    connect(m_button, &QPushButton::clicked, this, &NoticeBar::buttonClicked);
    connect(m_dismiss, &QPushButton::clicked, this, &QWidget::hide);
    connect(m_dismiss, &QPushButton::clicked, this, &NoticeBar::dismissed);
    hide();
}

void NoticeBar::setNotice(const QString &sentence, const QString &button)
{
    m_sentence->setText(sentence);
    m_button->setText(button);
    m_button->setAccessibleDescription(sentence);
    setAccessibleName(sentence);
    setVisible(!sentence.isEmpty());
}

void NoticeBar::setDismissible()
{
    m_dismiss->show();
}

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Tokens &t = tokens(palette());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(t.ink(m_severity));
    painter.setBrush(t.badge(m_severity));
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::CardRadius,
                            metrics::CardRadius);
    const int size = metrics::IconSize;
    paintSeverityMark(&painter, QRectF(metrics::CardPadding, (height() - size) / 2.0, size, size),
                      m_severity);
}

} // namespace ui
