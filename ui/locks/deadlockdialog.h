// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/deadlockwatch.h"

#include <QDialog>

class QVBoxLayout;

namespace KSyntaxHighlighting {
class Repository;
}

namespace ui {

/// Deadlocks that the server has resolved, as its log tells them: who waited for whom with which
/// statement, and whose the server ended. The newest comes first.
class DeadlockDialog final : public QDialog
{
    Q_OBJECT

public:
    DeadlockDialog(const std::vector<locks::DeadlockEvent> &events,
                   KSyntaxHighlighting::Repository &repository, QWidget *parent = nullptr);

private:
    void addEvent(const locks::DeadlockEvent &event);
    void addReport(const locks::DeadlockReport &report);
    void addParticipant(const locks::DeadlockParticipant &participant, bool victim);

    KSyntaxHighlighting::Repository &m_repository;
    QVBoxLayout *m_content;
};

/// "2 deadlocks in orders at 03:12:47".
QString deadlockEventText(const locks::DeadlockEvent &event);

} // namespace ui
