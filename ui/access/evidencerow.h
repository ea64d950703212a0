// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/ladder/evidencefiles.h"

#include <QWidget>

class QComboBox;
class QPushButton;

namespace ui {

/// What may be looked at to judge attempts besides what the client sees: the server's log, its
/// rules, and a connection with more rights.
class EvidenceRow final : public QWidget
{
    Q_OBJECT

public:
    explicit EvidenceRow(QWidget *parent = nullptr);

    /// The saved connections that may serve as the administrator's, by id and name.
    void setAdmins(const QList<std::pair<QString, QString>> &admins);
    /// The id of the one that was chosen; empty for none.
    QString admin() const;

    /// Files in place of those that are there now, where it names any.
    void add(const pgaccess::EvidenceFiles &files);
    const pgaccess::EvidenceFiles &files() const { return m_files; }

signals:
    /// There is other evidence now.
    void changed();

private:
    void buildAdmins();
    QPushButton *makeFileButton(const QString &name, void (EvidenceRow::*choose)());
    void setFiles(const pgaccess::EvidenceFiles &files);
    void chooseLog();
    void chooseRules();
    void takeRules(const QStringList &paths);
    void refresh();

    QPushButton *m_log;
    QPushButton *m_rules;
    QComboBox *m_admin;
    pgaccess::EvidenceFiles m_files;
    QList<std::pair<QString, QString>> m_admins;
};

} // namespace ui
