// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/connectiondialog.h"

#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

ConnectionDialog::ConnectionDialog(QWidget *parent)
    : QDialog(parent)
    , m_form(new ConnectionForm(this))
    , m_result(new MessageBar(this))
{
    setObjectName("connectionDialog"_L1);
    setWindowTitle(tr("New connection"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(metrics::Edge, metrics::Edge, metrics::Edge, metrics::Edge);
    layout->setSpacing(metrics::CardGap);
    makePaste();
    auto *area = new QScrollArea(this); // on a small screen nothing gets out of reach
    area->setWidget(m_form);
    area->setWidgetResizable(true);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    m_form->setAutoFillBackground(false);
    layout->addWidget(area, 1);
    m_result->setObjectName("testResult"_L1);
    m_result->hide();
    layout->addWidget(m_result);
    makeButtons();
    connect(m_form, &ConnectionForm::edited, this, &ConnectionDialog::validate);
    resize(840, 640);
    validate();
}

void ConnectionDialog::makePaste()
{
    m_paste = new QLineEdit(this);
    m_paste->setObjectName("paste"_L1);
    m_paste->setAccessibleName(tr("Connection string to take apart"));
    m_paste->setPlaceholderText(
        tr("Paste a connection string: postgresql://user@host/database, or host=… dbname=…"));
    m_paste->setClearButtonEnabled(true);
    m_paste->installEventFilter(this);
    m_pasteNote = new PlainLabel(this);
    m_pasteNote->setObjectName("pasteNote"_L1);
    m_pasteNote->setFont(smallFont(font()));
    m_pasteNote->hide();
    auto *layout = static_cast<QVBoxLayout *>(this->layout());
    layout->addWidget(m_paste);
    layout->addWidget(m_pasteNote);
    connect(m_paste, &QLineEdit::textChanged, this, &ConnectionDialog::tryPaste);
}

void ConnectionDialog::makeButtons()
{
    m_problem = new PlainLabel(this);
    m_problem->setObjectName("problem"_L1);
    m_problem->setSeverity(Severity::Critical);
    m_problem->setFont(smallFont(font()));
    m_test = new QPushButton(tr("T&est connection"), this);
    m_test->setObjectName("test"_L1);
    auto *cancel = new QPushButton(tr("Cancel"), this);
    cancel->setObjectName("cancel"_L1);
    m_save = new QPushButton(tr("&Save"), this);
    m_save->setObjectName("save"_L1);
    m_save->setProperty("kind", u"primary"_s);
    for (QPushButton *button : {m_test, cancel})
        button->setAutoDefault(false);
    m_save->setDefault(true);
    auto *row = new QHBoxLayout;
    row->addWidget(m_test);
    row->addWidget(m_problem, 1);
    row->addWidget(cancel);
    row->addWidget(m_save);
    static_cast<QVBoxLayout *>(layout())->addLayout(row);
    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, &ConnectionDialog::save);
}

void ConnectionDialog::setGroups(const QStringList &groups)
{
    m_form->setGroups(groups);
}

void ConnectionDialog::setKeyring(KeyringState state, const QString &problem)
{
    m_form->setKeyring(state, problem);
}

void ConnectionDialog::setProfile(const Profile &profile)
{
    m_form->setProfile(profile);
    setWindowTitle(profile.id.isNull() ? tr("New connection") : tr("Edit connection"));
    validate();
}

bool ConnectionDialog::takeApart(const QString &text)
{
    const auto parsed = pg::ConnectionSpec::parse(text.trimmed());
    const bool isSpec = parsed && !parsed->spec.options.isEmpty();
    if (isSpec) {
        m_form->setSpec(parsed->spec, parsed->password);
        m_pasteNote->setMuted(true);
        m_pasteNote->setSeverity(Severity::None);
        const QStringList options = parsed->spec.options.keys();
        m_pasteNote->setVisibleText(
            tr("Taken apart into the fields below: %1.").arg(options.join(", "_L1)));
    } else {
        // libpq's message quotes the text, which may hold a password.
        m_pasteNote->setMuted(false);
        m_pasteNote->setSeverity(Severity::Critical);
        m_pasteNote->setText(tr("libpq does not understand this connection string."));
    }
    m_pasteNote->show();
    return isSpec;
}

/// Takes a pasted string apart at once; one that is being typed waits for Enter.
// What was typed into the line counts, before Test or Save looks at the fields.
void ConnectionDialog::takeTyped()
{
    if (!m_paste->text().isEmpty() && takeApart(m_paste->text()))
        m_paste->clear();
}

void ConnectionDialog::tryPaste(const QString &text)
{
    constexpr qsizetype PastedAtOnce = 8;
    const bool pasted = text.size() - std::exchange(m_pasteLength, text.size()) >= PastedAtOnce;
    if (pasted && (text.contains("://"_L1) || text.contains(u'=')) && takeApart(text))
        m_paste->clear(); // it may hold a password
}

bool ConnectionDialog::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != m_paste || event->type() != QEvent::KeyPress || m_paste->text().isEmpty())
        return QDialog::eventFilter(watched, event);
    const int key = static_cast<QKeyEvent *>(event)->key();
    if (key != Qt::Key_Return && key != Qt::Key_Enter)
        return false;
    takeTyped();
    return true; // and not Save
}

void ConnectionDialog::validate()
{
    const QString problem = m_form->problem();
    m_problem->setVisibleText(problem);
    m_save->setEnabled(problem.isEmpty());
    m_test->setEnabled(problem.isEmpty());
    m_result->hide(); // it was about other settings
}

void ConnectionDialog::showTestResult(const TestResult &result)
{
    switch (result.state) {
    case TestResult::Running:
        m_result->setTitle(Severity::Info, tr("Connecting …"));
        break;
    case TestResult::Connected:
        m_result->setTitle(Severity::Ok, tr("The connection works."));
        break;
    case TestResult::Failed:
        m_result->setTitle(Severity::Critical, tr("The connection failed."));
        break;
    }
    m_result->setServerWords(result.serverWords);
    m_result->setAdvice(result.advice);
    m_result->show();
    m_test->setEnabled(result.state != TestResult::Running);
}

void ConnectionDialog::test()
{
    takeTyped();
    showTestResult({.state = TestResult::Running});
    emit testRequested(m_form->profile(), m_form->password());
}

void ConnectionDialog::save()
{
    takeTyped();
    emit saveRequested(m_form->profile(), m_form->password());
    accept();
}

} // namespace ui
