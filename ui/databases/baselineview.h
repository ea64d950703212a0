// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "inventory/baseline.h"
#include "inventory/contents.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace ui {

class LazyTable;
class MessageBar;
class PlainLabel;

/// Saves row counts and sizes of a database under a name, and shows later what has changed since,
/// differences first.
class BaselineView final : public QWidget
{
    Q_OBJECT

public:
    explicit BaselineView(QWidget *parent = nullptr);

    /// Null while the contents are not known.
    void showContents(const inventory::ContentsPtr &contents);
    /// The saved ones of the shown database, the newest first; problems are of files.
    void showBaselines(quint32 database, const std::vector<inventory::Baseline> &baselines,
                       const QStringList &problems);
    /// The answer to saveWanted(): it is kept. What is saved now follows by showBaselines().
    void showSaved(quint32 database, const QString &name);
    /// The answer to saveWanted() or compareWanted() when it fails.
    void showFailure(quint32 database, const QString &reason);
    /// The answer to compareWanted(): how it is now.
    void showNow(quint32 database, const inventory::Baseline &now);
    void setCompact(bool compact);
    /// Whose baselines are shown; 0 for none.
    quint32 database() const { return m_contents ? m_contents->database : 0; }

signals:
    void baselinesWanted(quint32 database);
    /// Exact: every table is counted, which reads it whole. One of that name is replaced, which was
    /// asked before.
    void saveWanted(quint32 database, const QString &name, bool exact);
    void compareWanted(quint32 database, bool exact);
    void removeWanted(const inventory::Baseline &baseline);

protected:
    void showEvent(QShowEvent *event) override;

private:
    void build();
    void buildQuestion();
    void save();
    void saveAs(const QString &name);
    bool isTaken(const QString &name) const;
    QString freeName(const QString &name) const;
    void compare();
    void place();

    inventory::ContentsPtr m_contents;
    std::vector<inventory::Baseline> m_baselines;
    quint32 m_listed = 0; ///< Of which database they are.
    bool m_busy = false;
    QString m_saved;    ///< What was kept just now, to be said once.
    QString m_compared; ///< Whose differences are shown.
    QComboBox *m_choice;
    QLineEdit *m_name;
    QCheckBox *m_exact;
    QPushButton *m_save;
    QPushButton *m_compare;
    QPushButton *m_remove;
    MessageBar *m_question;
    QPushButton *m_replace;
    QPushButton *m_keepBoth;
    PlainLabel *m_note;
    LazyTable *m_table;
};

} // namespace ui
