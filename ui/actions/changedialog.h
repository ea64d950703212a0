// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "actions/confirmation.h"

#include <QDialog>

class QFormLayout;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class MessageBar;
class PasswordEdit;
class PlainLabel;
class SecretClipboard;
class SqlEdit;

/// A change as it is put before a person.
struct ChangeForm
{
    actions::Change change; ///< With a secret for each password that is to be typed; one at most.
    actions::Place place;
    QString address; ///< Of the server: "10.0.0.5:5432".
    QString meaning; ///< What it does, and what it does not.
    QString button;  ///< "Set the Password"
};

/// Shows the statements of a change before they run, to be read, edited and then run by a button
/// that names the deed. Stays open with the outcome, so that what failed can be mended and run
/// again. Enter never runs anything. Open it with open().
class ChangeDialog final : public QDialog
{
    Q_OBJECT

public:
    /// The repository and the clipboard outlive the dialog.
    ChangeDialog(const ChangeForm &form, KSyntaxHighlighting::Repository &repository,
                 SecretClipboard &clipboard, QWidget *parent = nullptr);

    /// The outcome of what was asked for; others are left alone.
    void showOutcome(const actions::ChangeOutcome &outcome);

signals:
    void runRequested(const actions::Change &change);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void addHead(QVBoxLayout *layout);
    void addFacts(QVBoxLayout *layout);
    void addPassword(QVBoxLayout *layout);
    void addName(QVBoxLayout *layout);
    void addOutcome(QVBoxLayout *layout);
    void addButtons(QVBoxLayout *layout);
    void generate();
    void copyPassword();
    actions::Change edited() const;
    QString problem(const actions::Change &change) const;
    void refresh();
    void run();
    void grow();

    const ChangeForm m_form;
    SecretClipboard &m_clipboard;
    SqlEdit *m_sql;
    PlainLabel *m_transaction = nullptr;
    PasswordEdit *m_password = nullptr;
    QPushButton *m_copy = nullptr;
    QLineEdit *m_name = nullptr;
    QVBoxLayout *m_statements = nullptr;
    MessageBar *m_outcome = nullptr;
    PlainLabel *m_problem = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_close = nullptr;
    actions::Change m_sent;
    bool m_running = false;
    bool m_done = false;
};

} // namespace ui
