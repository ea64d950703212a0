// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QVBoxLayout;

namespace ui {

class PlainLabel;
struct ChangeForm;

/// What a change is called, and where it happens: server, role, database, and what else is known.
class ChangeHead final : public QWidget
{
    Q_OBJECT

public:
    explicit ChangeHead(const ChangeForm &form, QWidget *parent = nullptr);

    /// Tells all the databases that these lead through.
    void showStatements(const QStringList &statements);

private:
    void addTitle(const ChangeForm &form, QVBoxLayout *layout);
    void addFacts(const ChangeForm &form, QVBoxLayout *layout);

    const QString m_start; ///< The database that they begin in.
    PlainLabel *m_databases = nullptr;
};

} // namespace ui
