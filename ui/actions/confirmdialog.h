// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/confirmation.h"

#include <QDialog>

class QCheckBox;
class QLineEdit;
class QPushButton;
class QVBoxLayout;

namespace ui {

class PlainLabel;

/// Asks before something is canceled or terminated, and says exactly what it would hit. What it
/// shows is what is done: the confirmation is a value that nothing changes while the dialog is
/// open. Enter always keeps. Open it with open().
class ConfirmDialog final : public QDialog
{
    Q_OBJECT

public:
    ConfirmDialog(actions::Confirmation confirmation, quint64 planId, QWidget *parent = nullptr);

    const actions::Confirmation &confirmation() const { return m_confirmation; }

    /// What it would free; before the dialog is shown. Empty says nothing.
    void setRelief(const QString &text);

signals:
    /// Once, by the button that says so.
    void confirmed(const actions::Plan &plan);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void addTargets(QVBoxLayout *layout);
    void addSkipped(QVBoxLayout *layout);
    void addIdentityCheck(QVBoxLayout *layout);
    void addTypedFields(QVBoxLayout *layout);
    QLineEdit *addField(QVBoxLayout *layout, const QString &objectName, const QString &request);
    void addButtons(QVBoxLayout *layout);
    actions::Answer answer() const;
    void refresh();
    void focusFirst();
    void proceed();

    const actions::Confirmation m_confirmation;
    const quint64 m_planId;
    PlainLabel *m_relief = nullptr;
    QLineEdit *m_word = nullptr;
    QLineEdit *m_name = nullptr;
    QCheckBox *m_unsafe = nullptr;
    PlainLabel *m_note = nullptr; ///< As of when, or what a key would not do.
    QPushButton *m_keep = nullptr;
    QPushButton *m_proceed = nullptr;
    bool m_done = false;
};

} // namespace ui
