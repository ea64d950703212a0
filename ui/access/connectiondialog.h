// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/connectionform.h"
#include "base/error.h"

#include <QDialog>

class QLineEdit;
class QPushButton;

namespace ui {

class MessageBar;

/// How a test of a connection stands.
struct TestResult
{
    enum State { Running, Connected, Failed };

    State state = Running;
    QString serverWords; ///< Of a failure, as the server put it.
    QString advice;      ///< What was reached, or what to do next.
};

/// Creates or edits one connection profile. Knows neither the server nor the keyring: it asks for a
/// test and hands over what is to be saved.
class ConnectionDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit ConnectionDialog(QWidget *parent = nullptr);

    void setGroups(const QStringList &groups);
    void setKeyring(pgaccess::KeyringState state, const QString &problem);
    /// Edits this profile; without it the dialog makes a new one.
    void setProfile(const pgaccess::Profile &profile);
    /// Takes a URI or a keyword string apart into the fields; false if it is none.
    bool takeApart(const QString &text);
    void showTestResult(const TestResult &result);

signals:
    /// The password is empty where none was typed: then the saved one counts, or the pass file.
    void testRequested(const pgaccess::Profile &profile, const base::Secret &password);
    /// OK was pressed and everything is valid. A password that is not empty is to be kept by the
    /// profile's policy: in the keyring, or for this run.
    void saveRequested(const pgaccess::Profile &profile, const base::Secret &password);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void makePaste();
    void makeButtons();
    void tryPaste(const QString &text);
    void takeTyped();
    void validate();
    void test();
    void save();

    QLineEdit *m_paste;
    PlainLabel *m_pasteNote;
    ConnectionForm *m_form;
    MessageBar *m_result;
    PlainLabel *m_problem;
    QPushButton *m_test;
    QPushButton *m_save;
    qsizetype m_pasteLength = 0;
};

} // namespace ui
