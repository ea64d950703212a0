// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/rule.h"
#include "snapshot/snapshot.h"

#include <QDialog>

class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace ui {

class PlainLabel;
class TargetModel;

/// Chooses sessions by a rule and shows, with every new snapshot, exactly which ones it hits. The
/// button leads to a confirmation of what stood there when it was pressed; while the button is held
/// down the list does not move. Open it with open().
class RuleDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit RuleDialog(const actions::Place &place, QWidget *parent = nullptr);

    /// The list follows.
    void setSnapshot(const snapshot::SnapshotPtr &snapshot);

    void setRule(const actions::Rule &rule);
    actions::Rule rule() const;

signals:
    /// The targets as they were shown. The dialog stays until somebody closes it.
    void chosen(const actions::Confirmation &confirmation);

private:
    void makeFields(QGridLayout *grid);
    void connectFields();
    QComboBox *makeChoice(const QString &name, const QString &label, const QStringList &choices);
    QLineEdit *makeFilter(const QString &name, const QString &label);
    void evaluate();
    void showCount();
    void proceed();

    actions::Place m_place;
    snapshot::SnapshotPtr m_snapshot;
    actions::RuleMatch m_match;
    QComboBox *m_kind = nullptr;
    QComboBox *m_state = nullptr;
    QComboBox *m_age = nullptr;
    QLineEdit *m_longer = nullptr;
    QLineEdit *m_role = nullptr;
    QLineEdit *m_database = nullptr;
    QLineEdit *m_application = nullptr;
    QLineEdit *m_client = nullptr;
    QSpinBox *m_cap = nullptr;
    QCheckBox *m_walsenders = nullptr;
    PlainLabel *m_count = nullptr;
    QPushButton *m_proceed = nullptr;
    TargetModel *m_model;
};

} // namespace ui
