// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>
#include <QString>

#include <vector>

class QAction;
class QPushButton;

namespace ui {

/// What can be changed about the thing that is selected, each with its reason where it cannot be
/// done now. They only tell that it is wanted.
class ChangeActions final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    /// The action is named "change-" and the id; a text that ends in … opens a dialog.
    QAction *add(const QString &id, const QString &text);
    QAction *action(const QString &id) const;
    QList<QAction *> actions() const;

    /// Why none of them can be done; empty if they can.
    void setBlocked(const QString &reason);
    /// Why this one can't be done to what is selected, though others can.
    void setObstacle(const QString &id, const QString &reason);

    /// A button that does the same and says the same.
    QPushButton *makeButton(const QString &id, const QString &kind = {}) const;
    /// A button with a menu of all that has no button of its own.
    QPushButton *makeMenuButton(const QString &text, const QStringList &ids) const;

signals:
    void wanted(const QString &id);

private:
    struct Entry
    {
        QString id;
        QAction *action = nullptr;
        QString obstacle = {};
    };
    void place();

    std::vector<Entry> m_entries;
    QString m_blocked;
};

} // namespace ui
