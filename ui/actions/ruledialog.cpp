// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/ruledialog.h"

#include "actions/actiontext.h"
#include "actions/targetmodel.h"
#include "actions/targetview.h"
#include "base/duration.h"
#include "widgets/card.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QCheckBox>
#include <QComboBox>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTreeView>
#include <QVBoxLayout>

namespace ui {

using namespace actions;
using namespace Qt::StringLiterals;
using snapshot::SessionState;

namespace {

// The choices of "state", in the order of the combo box; the last one is any.
const QList<QList<SessionState>> &stateChoices()
{
    static const QList<QList<SessionState>> choices{
        {SessionState::Idle},
        {SessionState::IdleInTransaction, SessionState::IdleInTransactionAborted},
        {SessionState::Active, SessionState::FastPathFunction},
        {}};
    return choices;
}

} // namespace

RuleDialog::RuleDialog(const Place &place, QWidget *parent)
    : QDialog(parent)
    , m_place(place)
    , m_model(new TargetModel(this))
{
    setObjectName(u"ruleDialog"_s);
    setWindowTitle(tr("Act on Sessions by Rule"));
    setWindowModality(Qt::WindowModal);
    resize(980, 620);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(metrics::CardGap);
    auto *fields = new QGridLayout;
    makeFields(fields);
    layout->addLayout(fields);
    m_count = new PlainLabel;
    m_count->setObjectName(u"count"_s);
    m_count->setWordWrap(true);
    layout->addWidget(m_count);
    auto *card = new Card;
    card->body()->addWidget(makeTargetView(m_model, card));
    layout->addWidget(card, 1);
    auto *buttons = new QHBoxLayout;
    auto *close = new QPushButton(tr("Close"));
    close->setObjectName(u"close"_s);
    close->setDefault(true);
    m_proceed = new QPushButton;
    m_proceed->setObjectName(u"proceed"_s);
    m_proceed->setProperty("kind", u"destructive"_s);
    m_proceed->setAutoDefault(false);
    buttons->addStretch(1);
    buttons->addWidget(m_proceed);
    buttons->addWidget(close);
    layout->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connectFields();
    setRule({});
}

void RuleDialog::makeFields(QGridLayout *grid)
{
    grid->setHorizontalSpacing(metrics::Edge);
    grid->setVerticalSpacing(2 * metrics::Grid);
    grid->setColumnMinimumWidth(2, metrics::Grid);
    grid->setColumnStretch(1, 1);
    grid->setColumnStretch(4, 1);
    m_kind = makeChoice(u"kind"_s, tr("Action"),
                        {tr("Terminate the session"), tr("Cancel the statement")});
    m_state = makeChoice(u"state"_s, tr("State"),
                         {tr("idle"), tr("idle in transaction"), tr("active"), tr("any")});
    m_age = makeChoice(u"age"_s, tr("Which age"),
                       {tr("in this state"), tr("transaction"), tr("statement"), tr("session")});
    m_longer = makeFilter(u"longerThan"_s, tr("Longer than, such as 30m or 2h"));
    m_role = makeFilter(u"role"_s, tr("Role"));
    m_database = makeFilter(u"database"_s, tr("Database"));
    m_application = makeFilter(u"application"_s, tr("Application"));
    m_client = makeFilter(u"client"_s, tr("Client"));
    m_cap = new QSpinBox;
    m_cap->setObjectName(u"cap"_s);
    m_cap->setAccessibleName(tr("At most so many sessions"));
    m_cap->setRange(1, 1000);
    m_walsenders = new QCheckBox(tr("Walsenders too (standbys lose their stream)"));
    m_walsenders->setObjectName(u"walsenders"_s);
    const std::pair<QString, QWidget *> fields[] = {
        {tr("Action"), m_kind},       {tr("At most"), m_cap},
        {tr("State"), m_state},       {tr("Longer than"), m_longer},
        {tr("Age of"), m_age},        {tr("Client"), m_client},
        {tr("Role"), m_role},         {tr("Application"), m_application},
        {tr("Database"), m_database},
    };
    int place = 0;
    for (const auto &[label, field] : fields) {
        auto *name = new PlainLabel(label);
        name->setMuted(true);
        grid->addWidget(name, place / 2, place % 2 * 3);
        grid->addWidget(field, place / 2, place % 2 * 3 + 1);
        ++place;
    }
    grid->addWidget(m_walsenders, place / 2, 3, 1, 2);
}

void RuleDialog::connectFields()
{
    for (QComboBox *choice : {m_kind, m_state, m_age})
        connect(choice, &QComboBox::currentIndexChanged, this, &RuleDialog::evaluate);
    for (QLineEdit *filter : {m_longer, m_role, m_database, m_application, m_client})
        connect(filter, &QLineEdit::textChanged, this, &RuleDialog::evaluate);
    connect(m_cap, &QSpinBox::valueChanged, this, &RuleDialog::evaluate);
    connect(m_walsenders, &QCheckBox::toggled, this, &RuleDialog::evaluate);
    connect(m_proceed, &QPushButton::clicked, this, &RuleDialog::proceed);
    // What came while the button was held down was put off; nothing was chosen if it was left.
    connect(m_proceed, &QPushButton::released, this, &RuleDialog::evaluate, Qt::QueuedConnection);
}

QComboBox *RuleDialog::makeChoice(const QString &name, const QString &label,
                                  const QStringList &choices)
{
    auto *choice = new QComboBox;
    choice->setObjectName(name);
    choice->setAccessibleName(label);
    choice->addItems(choices);
    return choice;
}

QLineEdit *RuleDialog::makeFilter(const QString &name, const QString &label)
{
    auto *filter = new QLineEdit;
    filter->setObjectName(name);
    filter->setAccessibleName(label);
    filter->setPlaceholderText(tr("any"));
    return filter;
}

void RuleDialog::setRule(const Rule &rule)
{
    m_kind->setCurrentIndex(rule.kind == Kind::Cancel ? 1 : 0);
    m_state->setCurrentIndex(std::max(0, int(stateChoices().indexOf(rule.states))));
    m_age->setCurrentIndex(int(rule.age));
    m_longer->setText(
        u"%1m"_s.arg(std::chrono::duration_cast<std::chrono::minutes>(rule.longerThan).count()));
    m_role->setText(rule.role);
    m_database->setText(rule.database);
    m_application->setText(rule.application);
    m_client->setText(rule.client);
    m_cap->setValue(rule.cap);
    m_walsenders->setChecked(rule.walsenders);
    evaluate();
}

Rule RuleDialog::rule() const
{
    return {.kind = m_kind->currentIndex() == 1 ? Kind::Cancel : Kind::Terminate,
            .states = stateChoices()[m_state->currentIndex()],
            .age = Rule::Age(m_age->currentIndex()),
            .longerThan = base::parseDuration(m_longer->text()).value_or(base::Duration::max()),
            .role = m_role->text().trimmed(),
            .database = m_database->text().trimmed(),
            .application = m_application->text().trimmed(),
            .client = m_client->text().trimmed(),
            .walsenders = m_walsenders->isChecked(),
            .cap = m_cap->value()};
}

void RuleDialog::setSnapshot(const snapshot::SnapshotPtr &snapshot)
{
    m_snapshot = snapshot;
    evaluate();
}

void RuleDialog::evaluate()
{
    if (m_proceed->isDown())
        return;
    m_match =
        m_snapshot ? actions::evaluate(rule(), *m_snapshot, m_place.circumstances) : RuleMatch{};
    m_model->setTargets(m_match.targets);
    showCount();
}

void RuleDialog::showCount()
{
    const int count = int(m_match.targets.size());
    const bool cancel = m_kind->currentIndex() == 1;
    QStringList sentences;
    if (!base::parseDuration(m_longer->text()))
        sentences << tr("“Longer than” wants a length of time such as 90s, 30m, 2h or 1d.");
    else if (!m_snapshot)
        sentences << tr("Nothing is known of the server yet.");
    else if (const auto obstacle = whyNotAtAll(m_place.circumstances))
        sentences << ActionText::obstacle(*obstacle);
    else if (m_match.isCapped())
        sentences << tr("The rule fits %1 sessions; only the %2 oldest are hit.")
                         .arg(QString::number(m_match.matched), QString::number(count));
    else
        sentences << (count == 1 ? tr("The rule fits one session.")
                                 : tr("The rule fits %n sessions.", nullptr, count));
    if (m_match.hidden > 0)
        sentences << tr("Sessions that your role may not see, and that no rule can judge: %1.")
                         .arg(m_match.hidden);
    m_count->setText(sentences.join(u' '));
    m_proceed->setEnabled(count > 0);
    const QString many = cancel ? tr("Cancel %n Statements…", nullptr, count)
                                : tr("Terminate %n Sessions…", nullptr, count);
    const QString one = cancel ? tr("Cancel One Statement…") : tr("Terminate One Session…");
    m_proceed->setText(count == 1 ? one : many);
}

void RuleDialog::proceed()
{
    if (m_match.targets.empty())
        return;
    Confirmation confirmation = makeConfirmation(rule().kind, m_match.targets, m_place);
    confirmation.guard = guardOf(rule());
    emit chosen(confirmation);
}

} // namespace ui
