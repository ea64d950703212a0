// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/rowsecurityview.h"

#include "databases/granttables.h"
#include "databases/rowsecuritytext.h"
#include "databases/samplemodel.h"
#include "inventory/lazytable.h"
#include "widgets/chipbar.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/sqlview.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

constexpr int ExpressionHeight = 84;

} // namespace

RowSecurityView::RowSecurityView(KSyntaxHighlighting::Repository &repository, QWidget *parent)
    : QWidget(parent)
    , m_policies(new LazyTable(u"policyTable"_s, tr("Policies"), policyColumns()))
    , m_expression(new SqlView(repository))
    , m_role(new QLineEdit)
    , m_settings(new QLineEdit)
    , m_right(new QWidget)
    , m_ask(new QPushButton(tr("&Look")))
    , m_headline(new PlainLabel)
    , m_reason(new PlainLabel)
    , m_chips(new ChipBar)
    , m_pages(new QStackedWidget)
    , m_sample(new SampleModel(this))
    , m_rows(new QTreeView)
    , m_plan(new QPlainTextEdit)
{
    setObjectName(u"rowSecurityView"_s);
    m_expression->setObjectName(u"policyExpression"_s);
    m_expression->setAccessibleName(tr("Expressions of the policy"));
    m_expression->setFixedHeight(ExpressionHeight);
    auto *left = new QWidget;
    auto *leftLayout = new QVBoxLayout(left);
    leftLayout->setContentsMargins(0, 0, 0, 0);
    leftLayout->addWidget(m_policies, 1);
    leftLayout->addWidget(m_expression);
    auto *rightLayout = new QVBoxLayout(m_right);
    rightLayout->setContentsMargins(0, metrics::Grid, metrics::CardPadding, metrics::Grid);
    rightLayout->setSpacing(metrics::Grid * 2);
    rightLayout->addWidget(buildQuestion());
    rightLayout->addWidget(buildAnswer(), 1);
    auto *splitter = new QSplitter;
    splitter->setObjectName(u"rowSecuritySplitter"_s);
    splitter->setHandleWidth(metrics::CardGap);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(left);
    splitter->addWidget(m_right);
    splitter->setSizes({560, 520});
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(splitter);
    connect(m_policies, &LazyTable::currentKeyChanged, this, &RowSecurityView::showPolicy);
    connect(m_ask, &QPushButton::clicked, this, &RowSecurityView::ask);
    connect(m_role, &QLineEdit::returnPressed, this, &RowSecurityView::ask);
    connect(m_settings, &QLineEdit::returnPressed, this, &RowSecurityView::ask);
    connect(m_chips, &ChipBar::chosen, this,
            [this](const QString &id) { m_pages->setCurrentIndex(id == "plan"_L1 ? 1 : 0); });
    fail({});
    setAnswerable(false);
}

QWidget *RowSecurityView::buildQuestion()
{
    auto *question = new QWidget;
    auto *row = new QHBoxLayout(question);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::Grid * 2);
    m_role->setObjectName(u"seesRole"_s);
    m_role->setAccessibleName(tr("Role"));
    m_role->setPlaceholderText(tr("role"));
    m_settings->setObjectName(u"seesSettings"_s);
    m_settings->setAccessibleName(tr("Settings, such as app.tenant = acme; app.user = 7"));
    m_settings->setPlaceholderText(tr("settings: app.tenant = acme; …"));
    m_ask->setObjectName(u"seesAsk"_s);
    m_ask->setAutoDefault(false);
    row->addWidget(new PlainLabel(tr("What does")));
    row->addWidget(m_role, 2);
    row->addWidget(new PlainLabel(tr("see with")));
    row->addWidget(m_settings, 3);
    row->addWidget(m_ask);
    return question;
}

QWidget *RowSecurityView::buildAnswer()
{
    auto *answer = new QWidget;
    auto *layout = new QVBoxLayout(answer);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid);
    m_headline->setObjectName(u"seesHeadline"_s);
    QFont strong = m_headline->font();
    strong.setWeight(QFont::DemiBold);
    m_headline->setFont(strong);
    m_reason->setObjectName(u"seesReason"_s);
    m_reason->setWordWrap(true);
    m_reason->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_chips->setObjectName(u"seesPages"_s);
    m_chips->setAccessibleName(tr("Parts of the answer"));
    m_chips->setChips({{u"rows"_s, tr("Sample rows"), {}}, {u"plan"_s, tr("Plan"), {}}});
    m_chips->setCurrent(u"rows"_s);
    m_rows->setObjectName(u"seesRows"_s);
    m_rows->setAccessibleName(tr("Rows that the role sees"));
    m_rows->setModel(m_sample);
    m_rows->setProperty("kind", u"rows"_s);
    m_rows->setRootIsDecorated(false);
    m_rows->setUniformRowHeights(true);
    m_rows->setFrameShape(QFrame::NoFrame);
    m_rows->header()->setFont(headFont(m_rows->font()));
    m_plan->setObjectName(u"seesPlan"_s);
    m_plan->setAccessibleName(tr("Plan of the question"));
    m_plan->setReadOnly(true);
    m_plan->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_plan->setFont(monoFont(m_plan->font()));
    m_pages->addWidget(m_rows);
    m_pages->addWidget(m_plan);
    layout->addWidget(m_headline);
    layout->addWidget(m_reason);
    layout->addWidget(m_chips);
    layout->addWidget(m_pages, 1);
    layout->addStretch(0);
    layout->setAlignment(Qt::AlignTop);
    return answer;
}

void RowSecurityView::setAnswerable(bool answerable)
{
    m_right->setVisible(answerable);
}

void RowSecurityView::setCompact(bool compact)
{
    m_policies->setCompact(compact);
}

int RowSecurityView::showContents(const InventoryPtr &inventory, const ContentsPtr &contents)
{
    const bool other = !m_contents || m_contents->database != contents->database;
    m_inventory = inventory;
    m_contents = contents;
    const TableRowsPtr rows = policyRows(*inventory, *contents);
    m_policies->setRows(rows);
    if (other) {
        ++m_question;
        fail({});
    }
    if (!m_policies->currentKey() && rows->count() > 0)
        m_policies->selectKey(rows->key(0));
    showPolicy();
    return rows->count();
}

void RowSecurityView::selectPolicy(Oid policy)
{
    m_policies->selectKey(policy);
    m_policies->setFocus();
}

Oid RowSecurityView::table() const
{
    const auto key = m_policies->currentKey();
    if (!key || !m_contents)
        return 0;
    if (*key & TableOnly)
        return Oid(*key);
    const auto at = std::ranges::find(m_contents->policies, Oid(*key), &Policy::oid);
    return at == m_contents->policies.end() ? 0 : at->relation;
}

void RowSecurityView::showPolicy()
{
    const auto key = m_policies->currentKey();
    m_ask->setEnabled(table() != 0);
    m_expression->setSql({});
    if (!key || !m_contents)
        return;
    const auto at = std::ranges::find(m_contents->policies, Oid(*key), &Policy::oid);
    if (at != m_contents->policies.end() && !(*key & TableOnly))
        m_expression->setSql(RowSecurityText::expressions(*at));
}

// Without a reason: nothing was asked yet.
void RowSecurityView::fail(const QString &reason)
{
    m_headline->setText(reason);
    m_headline->setSeverity(Severity::Critical);
    m_headline->setVisible(!reason.isEmpty());
    m_reason->setText(reason.isEmpty()
                          ? tr("Name a role to see which rows of the selected table it sees. The "
                               "question runs in a read-only transaction that is rolled back.")
                          : QString());
    m_reason->setMuted(true);
    m_chips->hide();
    m_pages->hide();
}

void RowSecurityView::ask()
{
    const QString name = m_role->text().trimmed();
    const Oid relation = table();
    if (relation == 0 || name.isEmpty())
        return;
    const Oid role = roleNamed(*m_inventory, name);
    if (role == 0)
        return fail(tr("There is no role of this name."));
    const auto settings = RowSecurityText::settingsOf(m_settings->text());
    if (!settings)
        return fail(tr("This is no setting of an application: %1").arg(settings.error()));
    fail({});
    m_reason->setText(tr("Asking…"));
    emit visibilityWanted(
        m_contents->database,
        {.id = ++m_question, .role = role, .relation = relation, .settings = *settings});
}

void RowSecurityView::showAnswer(const VisibilityAnswer &answer)
{
    if (answer.id != m_question || !m_contents)
        return;
    m_headline->setText(RowSecurityText::headline(answer));
    m_headline->setSeverity(RowSecurityText::severity(answer));
    m_headline->show();
    m_reason->setText(RowSecurityText::reason(*m_inventory, *m_contents, answer));
    m_reason->setMuted(false);
    m_sample->setAnswer(answer);
    m_plan->setPlainText(answer.plan);
    const bool more = !answer.sample.empty() || !answer.plan.isEmpty();
    m_chips->setVisible(more);
    m_pages->setVisible(more);
}

} // namespace ui
