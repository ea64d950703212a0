// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "actions/changeinputs.h"
#include "actions/confirmation.h"

#include <QDialog>

class QLineEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

class ChangeHead;
class ChangeResult;
class PasswordEdit;
class PlainLabel;
class SecretClipboard;
class SqlEdit;

/// A change as it is put before a person.
struct ChangeForm
{
    actions::Change change; ///< With a secret for each password that is to be typed; one at most.
    actions::Place place;
    QString address;                                     ///< Of the server: "10.0.0.5:5432".
    QString meaning;                                     ///< What it does, and what it does not.
    QString button;                                      ///< "Set the Password"
    std::vector<std::pair<QString, QString>> facts = {}; ///< What else is known: "Size", "12 MB".
    std::vector<ChangeInput> inputs = {};                ///< What there is to choose.
    /// The statements that follow from what was chosen. Pure.
    std::function<QStringList(const ChangeValues &)> make = {};
    ChangeInputs::Warning warning = {}; ///< What speaks against what was chosen. Pure.
    bool destructive = false;           ///< Something is lost for good.
    QString word = {};                  ///< To be typed before it runs: the name of what is lost.
    QString refusal = {};               ///< Why it cannot be done at all; empty if it can.
    bool leadsBack = false;             ///< To another dialog, which asked for it and stays below.
    QString next = {};                  ///< A button for when it is done: "Show the Settings".
};

/// Shows the statements of a change before they run, to be read, edited and then run by a button
/// that names the deed. Stays open with the outcome, so that what failed can be mended and run
/// again. What was chosen makes the statements until these are edited by hand. Enter never runs
/// anything. Open it with open().
class ChangeDialog final : public QDialog
{
    Q_OBJECT

public:
    /// The repository and the clipboard outlive the dialog.
    ChangeDialog(const ChangeForm &form, KSyntaxHighlighting::Repository &repository,
                 SecretClipboard &clipboard, QWidget *parent = nullptr);

    /// The outcome of what was asked for; others are left alone.
    void showOutcome(const actions::ChangeOutcome &outcome);

    /// Not while something runs that nobody has stopped: a password could be lost with it.
    void reject() override;

signals:
    void runRequested(const actions::Change &change);
    /// Of what was asked for last.
    void stopRequested(const actions::Change &change);
    /// The button "next", with the change that was done.
    void nextRequested(const actions::Change &change);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QVBoxLayout *addBody();
    void addInputs(QVBoxLayout *layout);
    void addSql(QVBoxLayout *layout);
    void addPassword(QVBoxLayout *layout);
    void addNames(QVBoxLayout *layout);
    QLineEdit *addName(QVBoxLayout *layout, const QString &objectName, const QString &request);
    void addButtons();
    void connectParts();
    void focusStart();
    void generate();
    void copyPassword();
    void makeStatements();
    bool isByHand() const;
    actions::Change edited() const;
    QString problem(const actions::Change &change) const;
    void refresh();
    void run();
    void stop();
    void grow();

    const ChangeForm m_form;
    SecretClipboard &m_clipboard;
    QScrollArea *m_area = nullptr;
    QWidget *m_footer = nullptr;
    ChangeHead *m_head = nullptr;
    ChangeInputs *m_inputs = nullptr;
    SqlEdit *m_sql;
    QPushButton *m_restore = nullptr;
    PlainLabel *m_transaction = nullptr;
    PasswordEdit *m_password = nullptr;
    PlainLabel *m_hint = nullptr;
    QPushButton *m_generate = nullptr;
    QPushButton *m_copy = nullptr;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_word = nullptr;
    ChangeResult *m_result;
    PlainLabel *m_problem = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_next = nullptr;
    QPushButton *m_close = nullptr;
    QString m_made; ///< The statements as they follow from the inputs.
    actions::Change m_sent;
    bool m_running = false;
    bool m_done = false;
    bool m_leadsBack; ///< As long as nothing is changed.
};

} // namespace ui
