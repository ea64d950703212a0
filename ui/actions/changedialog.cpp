// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changedialog.h"

#include "access/passwordedit.h"
#include "access/secretclipboard.h"
#include "actions/changetext.h"
#include "actions/sqltext.h"
#include "base/plaintext.h"
#include "widgets/badge.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/sqledit.h"

#include <QFormLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace actions;
using namespace Qt::StringLiterals;

namespace {

PlainLabel *wrapped(const QString &objectName, const QString &text = {})
{
    auto *label = new PlainLabel(text);
    label->setObjectName(objectName);
    label->setWordWrap(true);
    return label;
}

QString oneText(const QStringList &statements)
{
    return statements.isEmpty() ? QString() : statements.join(u";\n"_s) + u';';
}

} // namespace

ChangeDialog::ChangeDialog(const ChangeForm &form, KSyntaxHighlighting::Repository &repository,
                           SecretClipboard &clipboard, QWidget *parent)
    : QDialog(parent)
    , m_form(form)
    , m_clipboard(clipboard)
    , m_sql(new SqlEdit(repository))
{
    setObjectName(u"changeDialog"_s);
    setWindowTitle(base::visibleText(form.change.title, 100));
    setWindowModality(Qt::WindowModal);
    setMinimumWidth(720);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(metrics::CardGap);
    addHead(layout);
    addFacts(layout);
    m_sql->setPlainText(oneText(form.change.statements));
    layout->addWidget(m_sql, 1);
    m_transaction = wrapped(u"transaction"_s);
    m_transaction->setMuted(true);
    layout->addWidget(m_transaction);
    if (!form.change.secrets.empty())
        addPassword(layout);
    layout->addWidget(wrapped(u"meaning"_s, form.meaning));
    if (form.place.production)
        addName(layout);
    addOutcome(layout);
    addButtons(layout);
    connect(m_sql, &QPlainTextEdit::textChanged, this, &ChangeDialog::refresh);
    refresh();
    (m_password ? static_cast<QWidget *>(m_password) : m_close)->setFocus();
}

void ChangeDialog::addHead(QVBoxLayout *layout)
{
    auto *head = new QHBoxLayout;
    auto *title = new PlainLabel;
    title->setObjectName(u"changeTitle"_s);
    title->setFont(titleFont(font()));
    title->setVisibleText(m_form.change.title);
    head->addWidget(title, 1);
    if (m_form.place.production) {
        auto *badge = new Badge;
        badge->setBadge(tr("Production"), Severity::Critical);
        head->addWidget(badge);
    }
    layout->addLayout(head);
}

void ChangeDialog::addFacts(QVBoxLayout *layout)
{
    auto *facts = new QFormLayout;
    facts->setHorizontalSpacing(16);
    facts->setVerticalSpacing(metrics::Grid);
    const auto add = [&](const QString &objectName, const QString &head, const QString &text) {
        auto *name = new PlainLabel(head);
        name->setMuted(true);
        auto *value = new PlainLabel;
        value->setObjectName(objectName);
        value->setVisibleText(text);
        facts->addRow(name, value);
    };
    const auto &server = m_form.place.circumstances.server;
    const QString name = m_form.place.server;
    const bool same = m_form.address.isEmpty() || m_form.address == name;
    add(u"changeServer"_s, tr("Server"), same ? name : tr("%1 (%2)").arg(name, m_form.address));
    add(u"changeRole"_s, tr("As role"), server.role.isEmpty() ? tr("not known yet") : server.role);
    const QString database = m_form.change.database;
    add(u"changeDatabase"_s, tr("In database"), database.isEmpty() ? server.database : database);
    layout->addLayout(facts);
}

void ChangeDialog::addPassword(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    m_password = new PasswordEdit;
    m_password->setObjectName(u"newPassword"_s);
    m_password->setAccessibleName(tr("New password"));
    m_password->setSecret(m_form.change.secrets.front().value);
    m_password->installEventFilter(this);
    auto *label = new QLabel(tr("New &password"));
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(m_password);
    auto *make = new QPushButton(tr("&Generate"));
    make->setObjectName(u"generate"_s);
    make->setAutoDefault(false);
    m_copy = new QPushButton(tr("&Copy"));
    m_copy->setObjectName(u"copyPassword"_s);
    m_copy->setAutoDefault(false);
    m_copy->setAccessibleName(tr("Copy the password"));
    row->addWidget(label);
    row->addWidget(m_password, 1);
    row->addWidget(make);
    row->addWidget(m_copy);
    layout->addLayout(row);
    auto *hint = wrapped(u"passwordHint"_s,
                         tr("Only its SCRAM verifier is sent. :'password' stands for it in the "
                            "statement, and in the audit log."));
    hint->setMuted(true);
    layout->addWidget(hint);
    connect(m_password, &QLineEdit::textChanged, this, &ChangeDialog::refresh);
    connect(make, &QPushButton::clicked, this, &ChangeDialog::generate);
    connect(m_copy, &QPushButton::clicked, this, &ChangeDialog::copyPassword);
}

void ChangeDialog::addName(QVBoxLayout *layout)
{
    const QString name = base::visibleText(m_form.place.server, 100);
    auto *label =
        wrapped(u"nameRequest"_s,
                tr("This is a production server. Type its name, “%1”, to go on:").arg(name));
    m_name = new QLineEdit;
    m_name->setObjectName(u"serverName"_s);
    m_name->setAccessibleName(tr("Name of the server"));
    m_name->installEventFilter(this);
    label->setBuddy(m_name);
    connect(m_name, &QLineEdit::textChanged, this, &ChangeDialog::refresh);
    layout->addWidget(label);
    layout->addWidget(m_name);
}

void ChangeDialog::addOutcome(QVBoxLayout *layout)
{
    m_statements = new QVBoxLayout;
    m_statements->setSpacing(metrics::Grid);
    layout->addLayout(m_statements);
    m_outcome = new MessageBar;
    m_outcome->setObjectName(u"changeOutcome"_s);
    m_outcome->hide();
    layout->addWidget(m_outcome);
}

void ChangeDialog::addButtons(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    m_problem = wrapped(u"problem"_s);
    m_problem->setMuted(true);
    m_problem->setFont(smallFont(font()));
    m_close = new QPushButton(tr("Close"));
    m_close->setObjectName(u"close"_s);
    m_close->setDefault(true);
    connect(m_close, &QPushButton::clicked, this, &QDialog::reject);
    m_run = new QPushButton(m_form.button);
    m_run->setObjectName(u"run"_s);
    if (m_form.place.production)
        m_run->setProperty("kind", u"destructive"_s);
    m_run->setAutoDefault(false);
    connect(m_run, &QPushButton::clicked, this, &ChangeDialog::run);
    row->addWidget(m_problem, 1);
    row->addWidget(m_run);
    row->addWidget(m_close);
    layout->addSpacing(metrics::Grid);
    layout->addLayout(row);
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
    if (const TextProblem text = textProblem(change); text != TextProblem::None)
        return ChangeText::problem(text);
    if (m_name && m_name->text() != m_form.place.server)
        return tr("First type the name of the server.");
    return {};
}

void ChangeDialog::refresh()
{
    const Change change = edited();
    const QString why = m_running || m_done ? QString() : problem(change);
    m_transaction->setText(ChangeText::transaction(change.together, change.statements.size()));
    m_problem->setText(m_running ? tr("Running …") : why);
    m_run->setEnabled(!m_running && !m_done && why.isEmpty());
    m_sql->setReadOnly(m_running || m_done);
    if (m_password) {
        m_password->setReadOnly(m_running || m_done);
        m_copy->setEnabled(!m_password->text().isEmpty());
        findChild<QPushButton *>(u"generate"_s)->setEnabled(!m_running && !m_done);
    }
}

void ChangeDialog::run()
{
    const Change change = edited();
    if (m_running || m_done || !problem(change).isEmpty())
        return;
    m_sent = change;
    m_running = true;
    refresh();
    emit runRequested(change);
}

void ChangeDialog::showOutcome(const ChangeOutcome &outcome)
{
    if (!m_running || outcome.id != m_sent.id)
        return;
    m_running = false;
    m_done = outcome.ending == ChangeEnding::Done;
    while (QLayoutItem *item = m_statements->takeAt(0)) {
        item->widget()->deleteLater();
        delete item; // lint: allow delete: a layout hands its items over
    }
    for (size_t i = 0; i < outcome.statements.size(); ++i) {
        const QString &sql = m_sent.statements[qsizetype(i)];
        m_statements->addWidget(wrapped(u"statementOutcome"_s,
                                        ChangeText::statement(sql, outcome.statements[i].ending)));
    }
    m_outcome->setTitle(ChangeText::severity(outcome), ChangeText::outcome(outcome));
    m_outcome->setServerWords(ChangeText::words(outcome));
    m_outcome->setAdvice(ChangeText::advice(outcome, m_form.change.right));
    m_outcome->show();
    refresh();
    m_close->setFocus();
    // Once the layouts inside have heard of what they show now.
    QMetaObject::invokeMethod(this, &ChangeDialog::grow, Qt::QueuedConnection);
}

// As high as the texts need at this width, which only the layout knows.
void ChangeDialog::grow()
{
    layout()->activate();
    const int wanted = std::max(minimumWidth(), width());
    const int needed = layout()->totalHeightForWidth(wanted);
    resize(wanted, std::max(height(), needed));
}

void ChangeDialog::showEvent(QShowEvent *event)
{
    grow();
    QDialog::showEvent(event);
}

// Enter in a field goes on to the button; it neither presses that nor closes the dialog.
bool ChangeDialog::eventFilter(QObject *watched, QEvent *event)
{
    const bool field = watched == m_name || watched == m_password;
    if (!field || event->type() != QEvent::KeyPress)
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return QDialog::eventFilter(watched, event);
    if (m_run->isEnabled())
        m_run->setFocus();
    else if (m_name)
        m_name->setFocus();
    return true;
}

} // namespace ui
