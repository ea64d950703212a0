// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/confirmdialog.h"

#include "actions/actiontext.h"
#include "actions/preparedtext.h"
#include "actions/targetcard.h"
#include "actions/targetmodel.h"
#include "actions/targetview.h"
#include "actions/warninglist.h"
#include "base/plaintext.h"
#include "widgets/badge.h"
#include "widgets/card.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QTreeView>
#include <QVBoxLayout>

#include <map>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

PlainLabel *wrapped(const QString &text)
{
    auto *label = new PlainLabel(text);
    label->setWordWrap(true);
    return label;
}

QString titleOf(actions::Kind kind)
{
    switch (kind) {
    case actions::Kind::Cancel:
        return ConfirmDialog::tr("Cancel");
    case actions::Kind::Terminate:
        return ConfirmDialog::tr("Terminate");
    case actions::Kind::RollbackPrepared:
        return ConfirmDialog::tr("Roll Back");
    }
    return {};
}

} // namespace

ConfirmDialog::ConfirmDialog(actions::Confirmation confirmation, quint64 planId, QWidget *parent)
    : QDialog(parent)
    , m_confirmation(std::move(confirmation))
    , m_planId(planId)
{
    setObjectName(u"confirmDialog"_s);
    setWindowTitle(titleOf(m_confirmation.kind));
    setWindowModality(Qt::WindowModal);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(metrics::CardGap);
    auto *head = new QHBoxLayout;
    auto *question = new PlainLabel(ActionText::question(m_confirmation));
    question->setObjectName(u"question"_s);
    question->setFont(titleFont(font()));
    head->addWidget(question, 1);
    if (m_confirmation.place.production) {
        auto *badge = new Badge;
        badge->setBadge(tr("Production"), Severity::Critical);
        head->addWidget(badge);
    }
    layout->addLayout(head);
    addTargets(layout);
    addSkipped(layout);
    addIdentityCheck(layout);
    addTypedFields(layout);
    addButtons(layout);
    refresh();
    focusFirst();
}

void ConfirmDialog::addTargets(QVBoxLayout *layout)
{
    const auto &items = m_confirmation.items;
    if (items.size() == 1) {
        layout->addWidget(new TargetCard(items[0].target));
        setMinimumWidth(560);
    } else if (items.size() > 1) {
        std::vector<actions::Target> targets;
        for (const auto &item : items)
            targets.push_back(item.target);
        auto *model = new TargetModel(this);
        model->setTargets(std::move(targets));
        auto *card = new Card;
        card->body()->addWidget(makeTargetView(model, card));
        card->setMinimumHeight(200);
        layout->addWidget(card, 1);
        resize(1000, 640);
    }
    if (!items.empty()) {
        m_relief = wrapped({});
        m_relief->setObjectName(u"relief"_s);
        QFont bold = font();
        bold.setWeight(QFont::DemiBold);
        m_relief->setFont(bold);
        m_relief->hide();
        layout->addWidget(m_relief);
        layout->addWidget(new WarningList(m_confirmation));
        auto *consequence = wrapped(ActionText::consequence(m_confirmation));
        consequence->setObjectName(u"consequence"_s);
        consequence->setMuted(true);
        layout->addWidget(consequence);
    }
}

void ConfirmDialog::setRelief(const QString &text)
{
    if (!m_relief)
        return;
    m_relief->setText(text);
    m_relief->setVisible(!text.isEmpty());
}

void ConfirmDialog::addSkipped(QVBoxLayout *layout)
{
    std::map<actions::Obstacle, QStringList> pids;
    for (const auto &skipped : m_confirmation.skipped)
        pids[skipped.obstacle] << QString::number(skipped.target.session.pid);
    for (const auto &[obstacle, of] : pids) {
        const QString which =
            of.size() > 8 ? of.first(8).join(u", "_s) + u" …"_s : of.join(u", "_s);
        const QString why = ActionText::obstacle(obstacle);
        const bool prepared = m_confirmation.kind == actions::Kind::RollbackPrepared;
        auto *label = wrapped(prepared ? why : tr("Left out: %1. %2").arg(which, why));
        label->setObjectName(u"skipped"_s);
        label->setMuted(true);
        layout->addWidget(label);
    }
}

void ConfirmDialog::addIdentityCheck(QVBoxLayout *layout)
{
    if (!m_confirmation.needsIdentityCheck())
        return;
    m_unsafe = new QCheckBox(tr("I accept that a later session with the same PID may be hit"));
    m_unsafe->setObjectName(u"identityCheck"_s);
    connect(m_unsafe, &QCheckBox::toggled, this, &ConfirmDialog::refresh);
    layout->addWidget(m_unsafe);
}

void ConfirmDialog::addTypedFields(QVBoxLayout *layout)
{
    if (m_confirmation.items.empty())
        return;
    if (!m_confirmation.wordToType().isEmpty()) {
        m_word = addField(layout, u"typedWord"_s, PreparedText::typeRequest(m_confirmation));
        m_word->setAccessibleName(tr("Which prepared transaction"));
    }
    if (m_confirmation.needsName()) {
        const QString name = base::visibleText(m_confirmation.place.server, 100);
        m_name =
            addField(layout, u"serverName"_s,
                     tr("This is a production server. Type its name, “%1”, to go on:").arg(name));
        m_name->setAccessibleName(tr("Name of the server"));
    }
}

QLineEdit *ConfirmDialog::addField(QVBoxLayout *layout, const QString &objectName,
                                   const QString &request)
{
    auto *label = wrapped(request);
    auto *field = new QLineEdit;
    field->setObjectName(objectName);
    field->installEventFilter(this);
    label->setBuddy(field);
    connect(field, &QLineEdit::textChanged, this, &ConfirmDialog::refresh);
    layout->addWidget(label);
    layout->addWidget(field);
    return field;
}

// Where the next thing is to be done.
void ConfirmDialog::focusFirst()
{
    if (m_word && m_word->text().trimmed() != m_confirmation.wordToType())
        m_word->setFocus();
    else if (m_name && !m_proceed->isEnabled())
        m_name->setFocus();
    else
        m_keep->setFocus();
}

void ConfirmDialog::addButtons(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    m_note = new PlainLabel;
    m_note->setMuted(true);
    m_note->setFont(smallFont(font()));
    if (!m_confirmation.items.empty()) {
        const QString iso = base::toIso(m_confirmation.items[0].target.takenAt);
        m_note->setText(tr("As of %1 UTC").arg(iso.sliced(11, 8)));
    }
    m_keep = new QPushButton(m_confirmation.items.empty() ? tr("Close") : tr("Keep"));
    m_keep->setObjectName(u"keep"_s);
    m_keep->setDefault(true);
    connect(m_keep, &QPushButton::clicked, this, &QDialog::reject);
    m_proceed = new QPushButton(ActionText::button(m_confirmation));
    m_proceed->setObjectName(u"proceed"_s);
    m_proceed->setProperty("kind", u"destructive"_s);
    m_proceed->setAutoDefault(false);
    m_proceed->installEventFilter(this);
    connect(m_proceed, &QPushButton::clicked, this, &ConfirmDialog::proceed);
    row->addWidget(m_note, 1);
    row->addWidget(m_proceed);
    row->addWidget(m_keep);
    layout->addSpacing(metrics::Grid);
    layout->addLayout(row);
    m_proceed->setVisible(!m_confirmation.items.empty());
}

actions::Answer ConfirmDialog::answer() const
{
    return {.typedName = m_name ? m_name->text() : QString(),
            .typedWord = m_word ? m_word->text() : QString(),
            .unsafeConfirmed = m_unsafe && m_unsafe->isChecked()};
}

void ConfirmDialog::refresh()
{
    const bool may = actions::mayProceed(m_confirmation, answer());
    m_proceed->setEnabled(may);
    m_proceed->setToolTip(may ? QString() : tr("First give what is asked for above."));
}

void ConfirmDialog::proceed()
{
    if (m_done || !actions::mayProceed(m_confirmation, answer()))
        return;
    m_done = true;
    emit confirmed(actions::makePlan(m_confirmation, answer(), m_planId));
    accept();
}

// As high as the wrapped texts need at this width, which only the layout knows.
void ConfirmDialog::showEvent(QShowEvent *event)
{
    const int wanted = std::max(minimumWidth(), width());
    if (m_confirmation.items.size() < 2)
        resize(wanted, layout()->totalHeightForWidth(wanted));
    QDialog::showEvent(event);
}

// Enter after a name goes on to the next field or to the button; it neither presses that nor closes
// the dialog.
bool ConfirmDialog::eventFilter(QObject *watched, QEvent *event)
{
    const bool handled = watched == m_name || watched == m_word || watched == m_proceed;
    if (!handled || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const auto *press = static_cast<QKeyEvent *>(event);
    if (press->key() != Qt::Key_Return && press->key() != Qt::Key_Enter)
        return QDialog::eventFilter(watched, event);
    if (watched == m_proceed) { // Return would press "Keep", without a word
        m_note->setText(tr("Return does nothing here: Space presses the button."));
        return true;
    }
    if (m_proceed->isEnabled())
        m_proceed->setFocus();
    else
        focusFirst();
    return true;
}

} // namespace ui
