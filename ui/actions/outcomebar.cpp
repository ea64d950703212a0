// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/outcomebar.h"

#include "actions/actiontext.h"
#include "actions/relieftext.h"
#include "base/plaintext.h"
#include "widgets/copyfeedback.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace actions;
using namespace Qt::StringLiterals;

namespace {

constexpr auto SuccessStays = std::chrono::seconds(10);
constexpr auto LookAgain = std::chrono::seconds(2);
constexpr auto DrainTakes = std::chrono::seconds(8);
constexpr int Widest = 760;

} // namespace

OutcomeBar::OutcomeBar(QWidget *over)
    : QWidget(over)
    , m_bar(new MessageBar)
    , m_copy(m_bar->addButton(u"copyGrant"_s, tr("Copy the GRANT")))
    , m_dismiss(m_bar->addButton(u"dismiss"_s, tr("Dismiss")))
{
    setObjectName(u"outcomeBar"_s);
    auto *layout = new QVBoxLayout(this);
    if (over)
        layout->setContentsMargins(metrics::Grid, metrics::Grid, metrics::Grid, metrics::Grid);
    else
        layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_bar);
    m_fade.setObjectName(u"fade"_s);
    m_fade.setSingleShot(true);
    m_settle.setObjectName(u"settle"_s);
    m_settle.setSingleShot(true);
    if (over)
        over->installEventFilter(this);
    connect(&m_fade, &QTimer::timeout, this, &OutcomeBar::fade);
    connect(&m_settle, &QTimer::timeout, this, &OutcomeBar::refresh);
    connect(m_copy, &QPushButton::clicked, this, [this] { copyWithFeedback(m_grant, m_copy); });
    connect(m_dismiss, &QPushButton::clicked, this, &OutcomeBar::dismiss);
    dismiss();
}

void OutcomeBar::begin(const Plan &plan)
{
    m_plan = plan;
    m_outcomes.clear();
    m_drain = m_situation ? locks::drainOf(*m_situation, nodeKeys(plan.targets)) : locks::Drain{};
    m_sent.start();
    m_settle.start(DrainTakes);
    refresh();
    appear();
}

void OutcomeBar::add(const Outcome &outcome)
{
    if (outcome.plan != m_plan.id || m_outcomes.size() >= m_plan.targets.size())
        return;
    m_outcomes.push_back(outcome);
    refresh();
    appear();
}

void OutcomeBar::setSituation(const locks::SituationPtr &situation)
{
    m_situation = situation;
    if (!situation || m_plan.targets.empty() || m_drain.isDone())
        return;
    const auto sinceSent = std::chrono::duration_cast<base::Duration>(m_sent.durationElapsed());
    const locks::Drain drain = locks::advanced(m_drain, *situation, sinceSent);
    if (drain == m_drain)
        return;
    m_drain = drain;
    refresh();
    appear();
}

void OutcomeBar::dismiss()
{
    m_plan = {};
    m_outcomes.clear();
    m_drain = {};
    m_settle.stop();
    m_fade.stop();
    hide();
}

void OutcomeBar::appear()
{
    show();
    if (parentWidget())
        raise();
    place();
    if (isSuccess())
        m_fade.start(SuccessStays);
    else
        m_fade.stop();
}

// Above the bottom of the parent, in the middle, as high as its texts need.
void OutcomeBar::place()
{
    const QWidget *over = parentWidget();
    if (!over || isHidden())
        return;
    const int width = std::min(Widest, over->width() - 2 * metrics::Edge);
    const int most = over->height() - 2 * metrics::Edge;
    const int height = std::min(most, layout()->totalHeightForWidth(width));
    setGeometry((over->width() - width) / 2, over->height() - height - metrics::Edge, width,
                height);
}

// Not while somebody points at it or has the keyboard in it.
void OutcomeBar::fade()
{
    const QWidget *focus = window()->focusWidget();
    const bool used = underMouse() || (focus && isAncestorOf(focus) && focus->hasFocus());
    if (used)
        m_fade.start(LookAgain);
    else
        dismiss();
}

bool OutcomeBar::isSuccess() const
{
    const auto isFine = [](const Outcome &outcome) {
        return outcome.ending == Ending::SignalledAndGone && outcome.auditProblem.isEmpty();
    };
    return m_outcomes.size() == m_plan.targets.size() && m_drain.isDone() &&
           std::ranges::all_of(m_outcomes, isFine);
}

bool OutcomeBar::eventFilter(QObject *watched, QEvent *event)
{
    if (watched == parent() && event->type() == QEvent::Resize)
        place();
    return QWidget::eventFilter(watched, event);
}

bool OutcomeBar::event(QEvent *event)
{
    const bool handled = QWidget::event(event);
    if (event->type() == QEvent::LayoutRequest)
        place();
    return handled;
}

void OutcomeBar::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        dismiss();
    else
        QWidget::keyPressEvent(event);
}

// A rim that keeps the rows beneath off.
void OutcomeBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(tokens(palette()).window);
    const int radius = metrics::CardRadius + metrics::Grid;
    painter.drawRoundedRect(rect(), radius, radius);
}

void OutcomeBar::refresh()
{
    m_grant.clear();
    for (const Outcome &outcome : m_outcomes) {
        const QString grant = grantStatement(outcome.missing, outcome.ourRole);
        m_grant = m_grant.isEmpty() ? grant : m_grant;
    }
    m_copy->setVisible(!m_grant.isEmpty());
    if (m_plan.targets.size() == 1 && m_outcomes.size() == 1)
        showOne(m_outcomes[0]);
    else
        showMany();
}

void OutcomeBar::showOne(const Outcome &outcome)
{
    m_bar->setTitle(ActionText::severity(outcome), ActionText::outcome(outcome) + drainSentence());
    m_bar->setServerWords(outcome.error.message.isEmpty() ? QString() : serverWords(outcome.error));
    QStringList advice{ActionText::advice(outcome)};
    if (!outcome.auditProblem.isEmpty()) {
        advice << tr("The audit log lacks the outcome: %1")
                      .arg(base::visibleText(outcome.auditProblem));
    }
    advice.removeAll(QString());
    m_bar->setAdvice(advice.join(u'\n'));
}

void OutcomeBar::showMany()
{
    Severity worst = m_outcomes.size() == m_plan.targets.size() ? Severity::Ok : Severity::Info;
    QStringList lines;
    QStringList advice;
    for (const Outcome &outcome : m_outcomes) {
        worst = std::max(worst, ActionText::severity(outcome));
        if (outcome.ending == Ending::SignalledAndGone)
            continue;
        const QString message = base::singleLine(outcome.error.message);
        lines << (message.isEmpty() ? ActionText::outcome(outcome)
                                    : ActionText::outcome(outcome) + u' ' + message);
        const QString next = ActionText::advice(outcome);
        if (!next.isEmpty() && !advice.contains(next))
            advice << next;
    }
    m_bar->setTitle(worst, summary() + drainSentence());
    m_bar->setServerWords(lines.join(u'\n'));
    m_bar->setAdvice(advice.join(u'\n'));
}

// Nothing as long as nothing has ended: then nobody is free because of it.
QString OutcomeBar::drainSentence() const
{
    const bool ended =
        std::ranges::contains(m_outcomes, Ending::SignalledAndGone, &Outcome::ending) ||
        m_drain.freed() > 0;
    const QString text = ReliefText::drain(m_drain, !m_settle.isActive());
    return ended && !text.isEmpty() ? u' ' + text : QString();
}

QString OutcomeBar::summary() const
{
    const auto count = [this](auto &&fits) { return std::ranges::count_if(m_outcomes, fits); };
    const auto ended = count([](const Outcome &o) { return o.ending == Ending::SignalledAndGone; });
    const auto nothing = count([](const Outcome &o) {
        return o.ending == Ending::NotFound || o.ending == Ending::NotPermitted ||
               o.ending == Ending::Refused;
    });
    const auto open = qsizetype(m_outcomes.size()) - ended - nothing;
    const auto waiting = m_plan.targets.size() - m_outcomes.size();
    const bool cancel = m_plan.kind == Kind::Cancel;
    QStringList parts;
    const QString all = QString::number(m_plan.targets.size());
    parts << (cancel ? tr("%1 of %2 statements have ended").arg(QString::number(ended), all)
                     : tr("%1 of %2 sessions are gone").arg(QString::number(ended), all));
    if (open > 0)
        parts << tr("%1 still there or unknown").arg(open);
    if (nothing > 0)
        parts << tr("%1 left as they were").arg(nothing);
    if (waiting > 0)
        parts << tr("%1 under way").arg(waiting);
    return tr("%1.", "a list of counts as a sentence").arg(parts.join(tr(", ")));
}

} // namespace ui
