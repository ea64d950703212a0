// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/statefulpage.h"

#include "activity/tablenotice.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"

#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

StatefulPage::StatefulPage(QWidget *content, QWidget *parent)
    : QStackedWidget(parent)
    , m_empty(new EmptyState)
    , m_problem(new MessageBar)
{
    auto *problem = new QWidget;
    auto *layout = new QVBoxLayout(problem);
    layout->setContentsMargins(metrics::CardPadding, metrics::Grid * 2, metrics::CardPadding,
                               metrics::Grid * 2);
    layout->addWidget(m_problem);
    layout->addStretch(1);
    addWidget(content);
    addWidget(m_empty);
    addWidget(problem);
    QPushButton *retry = m_problem->addButton(u"readAgain"_s, tr("Read &Again"));
    connect(retry, &QPushButton::clicked, this, &StatefulPage::retryWanted);
}

void StatefulPage::showContent()
{
    setCurrentIndex(0);
}

void StatefulPage::showSentence(const QString &sentence, const QString &advice)
{
    m_empty->setState(sentence, advice, {});
    setCurrentIndex(1);
}

void StatefulPage::showProblem(const QString &title, const base::Error &error,
                               const QString &advice)
{
    m_problem->setTitle(Severity::Critical, title);
    m_problem->setServerWords(serverWords(error));
    m_problem->setAdvice(advice);
    setCurrentIndex(2);
}

} // namespace ui
