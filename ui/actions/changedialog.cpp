// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changedialog.h"

#include "access/passwordedit.h"
#include "access/secretclipboard.h"
#include "actions/changehead.h"
#include "actions/changeresult.h"
#include "actions/changetext.h"
#include "actions/sqltext.h"
#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/sqledit.h"

#include <QCoreApplication>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

namespace ui {

using namespace actions;
using namespace Qt::StringLiterals;

namespace {

PlainLabel *wrapped(const QString &objectName, const QString &text = {}, bool muted = false)
{
    auto *label = new PlainLabel(text);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    label->setMuted(muted);
    return label;
}

QPushButton *button(const QString &objectName, const QString &text)
{
    auto *made = new QPushButton(text);
    made->setObjectName(objectName);
    made->setAutoDefault(false);
    return made;
}

} // namespace

ChangeDialog::ChangeDialog(const ChangeForm &form, KSyntaxHighlighting::Repository &repository,
                           SecretClipboard &clipboard, QWidget *parent)
    : QDialog(parent)
    , m_form(form)
    , m_clipboard(clipboard)
    , m_sql(new SqlEdit(repository))
    , m_result(new ChangeResult)
    , m_leadsBack(form.leadsBack)
{
    setObjectName(u"changeDialog"_s);
    setWindowTitle(base::visibleText(form.change.title, 100));
    setWindowModality(Qt::WindowModal);
    setMinimumWidth(720);
    QVBoxLayout *layout = addBody();
    m_head = new ChangeHead(form);
    layout->addWidget(m_head);
    addInputs(layout);
    addSql(layout);
    if (!form.change.secrets.empty())
        addPassword(layout);
    layout->addWidget(wrapped(u"meaning"_s, form.meaning));
    addNames(layout);
    layout->addWidget(m_result);
    addButtons();
    connectParts();
    makeStatements();
    focusStart();
}

// What does not fit on the screen is scrolled; the buttons below it stay.
QVBoxLayout *ChangeDialog::addBody()
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(0);
    m_area = new QScrollArea;
    m_area->setObjectName(u"changeArea"_s);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setWidgetResizable(true);
    m_area->setFocusPolicy(Qt::NoFocus);
    m_area->setWidget(new QWidget);
    all->addWidget(m_area, 1);
    auto *layout = new QVBoxLayout(m_area->widget());
    layout->setContentsMargins(20, 20, 20, 0);
    layout->setSpacing(metrics::CardGap);
    return layout;
}

void ChangeDialog::connectParts()
{
    connect(m_sql, &QPlainTextEdit::textChanged, this, &ChangeDialog::refresh);
    connect(m_restore, &QPushButton::clicked, this, &ChangeDialog::makeStatements);
    connect(m_run, &QPushButton::clicked, this, &ChangeDialog::run);
    connect(m_stop, &QPushButton::clicked, this, &ChangeDialog::stop);
    connect(m_next, &QPushButton::clicked, this, [this] { emit nextRequested(m_sent); });
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    if (m_inputs)
        connect(m_inputs, &ChangeInputs::changed, this, &ChangeDialog::makeStatements);
}

// Where the next thing is to be done.
void ChangeDialog::focusStart()
{
    if (m_inputs)
        return m_inputs->focusFirst();
    for (QWidget *each : std::initializer_list<QWidget *>{m_password, m_word, m_name, m_close}) {
        if (each)
            return each->setFocus();
    }
}

void ChangeDialog::addInputs(QVBoxLayout *layout)
{
    if (m_form.inputs.empty())
        return;
    m_inputs = new ChangeInputs(m_form.inputs, m_form.warning);
    layout->addWidget(m_inputs);
}

void ChangeDialog::addSql(QVBoxLayout *layout)
{
    layout->addWidget(m_sql, 1);
    auto *row = new QHBoxLayout;
    m_transaction = wrapped(u"transaction"_s, {}, true);
    m_restore = button(u"restore"_s, tr("&Undo My Edits"));
    row->addWidget(m_transaction, 1);
    row->addWidget(m_restore);
    layout->addLayout(row);
}

void ChangeDialog::addPassword(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    m_password = new PasswordEdit;
    m_password->setObjectName(u"newPassword"_s);
    m_password->setAccessibleName(tr("New password"));
    m_password->setSecret(m_form.change.secrets.front().value);
    auto *label = new QLabel(tr("New &password"));
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(m_password);
    m_generate = button(u"generate"_s, tr("&Generate"));
    m_copy = button(u"copyPassword"_s, tr("&Copy"));
    m_copy->setAccessibleName(tr("Copy the password"));
    row->addWidget(label);
    row->addWidget(m_password, 1);
    row->addWidget(m_generate);
    row->addWidget(m_copy);
    layout->addLayout(row);
    m_hint = wrapped(u"passwordHint"_s, {}, true);
    layout->addWidget(m_hint);
    connect(m_password, &QLineEdit::textChanged, this, &ChangeDialog::refresh);
    connect(m_generate, &QPushButton::clicked, this, &ChangeDialog::generate);
    connect(m_copy, &QPushButton::clicked, this, &ChangeDialog::copyPassword);
}

void ChangeDialog::addNames(QVBoxLayout *layout)
{
    if (!m_form.refusal.isEmpty()) {
        auto *refusal = new MessageBar;
        refusal->setObjectName(u"refusal"_s);
        refusal->setTitle(Severity::Warning, m_form.refusal);
        layout->addWidget(refusal);
        return;
    }
    if (!m_form.word.isEmpty()) {
        const QString word = base::visibleText(m_form.word, 100);
        m_word = addName(layout, u"typedWord"_s, tr("Type “%1” to confirm:").arg(word));
    }
    if (m_form.place.production) {
        const QString name = base::visibleText(m_form.place.server, 100);
        m_name =
            addName(layout, u"serverName"_s,
                    tr("This is a production server. Type its name, “%1”, to go on:").arg(name));
    }
}

QLineEdit *ChangeDialog::addName(QVBoxLayout *layout, const QString &objectName,
                                 const QString &request)
{
    auto *label = wrapped(objectName + u"Request"_s, request);
    auto *edit = new QLineEdit;
    edit->setObjectName(objectName);
    edit->setAccessibleName(request);
    label->setBuddy(edit);
    connect(edit, &QLineEdit::textChanged, this, &ChangeDialog::refresh);
    layout->addWidget(label);
    layout->addWidget(edit);
    return edit;
}

void ChangeDialog::addButtons()
{
    m_footer = new QWidget;
    auto *row = new QHBoxLayout(m_footer);
    row->setContentsMargins(20, metrics::CardGap + metrics::Grid, 20, 16);
    m_problem = wrapped(u"problem"_s, {}, true);
    m_problem->setFont(smallFont(font()));
    m_run = button(u"run"_s, m_form.button);
    if (m_form.place.production || m_form.destructive)
        m_run->setProperty("kind", u"destructive"_s);
    m_stop = button(u"stop"_s, tr("&Stop"));
    m_next = button(u"next"_s, m_form.next);
    m_next->setProperty("kind", u"primary"_s);
    m_close = new QPushButton;
    m_close->setObjectName(u"close"_s);
    m_close->setDefault(true);
    row->addWidget(m_problem, 1);
    for (QPushButton *each : {m_stop, m_run, m_next, m_close})
        row->addWidget(each);
    layout()->addWidget(m_footer);
}

void ChangeDialog::generate()
{
    m_password->setSecret(generatePassword());
    m_copy->setFocus();
}

void ChangeDialog::copyPassword()
{
    m_clipboard.copy(m_password->text());
    m_copy->setText(tr("Copied for 30 s"));
}

// As they follow from what was chosen, instead of what was typed.
void ChangeDialog::makeStatements()
{
    QStringList statements = m_form.change.statements;
    if (m_inputs)
        statements =
            m_inputs->missing().isEmpty() ? m_form.make(m_inputs->values()) : QStringList();
    m_made = joinStatements(statements);
    m_sql->setPlainText(m_made);
    refresh();
}

bool ChangeDialog::isByHand() const
{
    return m_sql->toPlainText() != m_made;
}

// What the person sees now, as it would be run.
Change ChangeDialog::edited() const
{
    Change change = m_form.change;
    change.statements = splitStatements(m_sql->toPlainText());
    change.together = std::ranges::none_of(change.statements, needsOwnTransaction);
    if (m_password)
        change.secrets.front().value = m_password->secret();
    return change;
}

// Why it cannot be run now; empty if it can.
QString ChangeDialog::problem(const Change &change) const
{
    if (const auto obstacle = whyNot(change, m_form.place.circumstances))
        return ChangeText::obstacle(*obstacle);
    if (m_inputs && !isByHand() && !m_inputs->missing().isEmpty())
        return m_inputs->missing();
    if (m_inputs && change.statements.isEmpty())
        return tr("Nothing is changed yet.");
    if (const TextProblem text = textProblem(change); text != TextProblem::None)
        return ChangeText::problem(text);
    if (m_word && m_word->text() != m_form.word)
        return tr("First type the name.");
    if (m_name && m_name->text() != m_form.place.server)
        return tr("First type the name of the server.");
    return {};
}

void ChangeDialog::refresh()
{
    const Change change = edited();
    const bool idle = !m_running && !m_done;
    const QString why = idle && m_form.refusal.isEmpty() ? problem(change) : QString();
    m_head->showStatements(change.statements);
    m_transaction->setText(ChangeText::transaction(change));
    m_problem->setText(m_running ? tr("Running …") : why);
    m_run->setEnabled(idle && why.isEmpty() && m_form.refusal.isEmpty());
    m_run->setVisible(!m_done || m_form.next.isEmpty());
    m_stop->setVisible(m_running);
    m_close->setEnabled(!m_running);
    m_close->setText(m_leadsBack ? tr("Back") : tr("Close"));
    m_next->setVisible(m_done && !m_form.next.isEmpty());
    m_sql->setReadOnly(!idle);
    m_restore->setVisible(idle && isByHand());
    if (m_inputs)
        m_inputs->setEditable(idle && !isByHand());
    if (m_password) {
        m_password->setReadOnly(!idle);
        m_hint->setText(ChangeText::passwordHint(m_password->text().size()));
        m_copy->setEnabled(!m_password->text().isEmpty());
        m_generate->setEnabled(idle);
    }
}

void ChangeDialog::run()
{
    const Change change = edited();
    if (!m_run->isEnabled() || !problem(change).isEmpty())
        return;
    m_sent = change;
    m_running = true;
    m_result->clear();
    m_stop->setEnabled(true);
    refresh();
    emit runRequested(change);
}

void ChangeDialog::reject()
{
    if (m_close->isEnabled())
        QDialog::reject();
}

void ChangeDialog::stop()
{
    m_stop->setEnabled(false);
    m_close->setEnabled(true);
    m_problem->setText(tr("Stopping …"));
    emit stopRequested(m_sent);
}

void ChangeDialog::showOutcome(const ChangeOutcome &outcome)
{
    if (!m_running || outcome.id != m_sent.id)
        return;
    m_running = false;
    m_done = outcome.ending == ChangeEnding::Done;
    m_leadsBack &=
        outcome.ending == ChangeEnding::Refused || outcome.ending == ChangeEnding::Failed;
    m_result->showOutcome(m_sent, outcome);
    refresh();
    (m_next->isVisibleTo(this) ? m_next : m_close)->setFocus();
    // Once the layouts inside have heard of what they show now.
    QMetaObject::invokeMethod(this, &ChangeDialog::grow, Qt::QueuedConnection);
}

// As high as the texts need at this width, which only the layouts know, and never higher than the
// screen.
void ChangeDialog::grow()
{
    constexpr int Title = 40;              // of the window, which the window manager adds
    QEvent request(QEvent::LayoutRequest); // which would come after this
    QCoreApplication::sendEvent(m_area->widget(), &request);
    const QLayout *body = m_area->widget()->layout();
    const QRect room = screen()->availableGeometry();
    const int wide = std::max(minimumWidth(), width());
    const int needed = body->totalHeightForWidth(wide) + m_footer->heightForWidth(wide);
    resize(wide, std::min(std::max(height(), needed), room.height() - Title));
    if (isVisible() && frameGeometry().bottom() > room.bottom())
        move(x(), std::max(room.top(), room.bottom() - frameGeometry().height()));
    layout()->activate();
    if (m_result->isVisible())
        m_area->verticalScrollBar()->setValue(m_area->verticalScrollBar()->maximum());
}

void ChangeDialog::showEvent(QShowEvent *event)
{
    grow();
    QDialog::showEvent(event);
}

// Enter in a field goes on to what is missing or to the button that runs; it neither presses that
// nor closes the dialog. In the text of the statements it is a new line.
void ChangeDialog::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter || m_close->hasFocus() || m_done)
        return QDialog::keyPressEvent(event);
    if (m_run->hasFocus())
        m_problem->setText(tr("Return does nothing here: Space presses the button."));
    else if (m_run->isEnabled())
        m_run->setFocus();
    else if (m_word && m_word->text() != m_form.word)
        m_word->setFocus();
    else if (m_name)
        m_name->setFocus();
}

} // namespace ui
