// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/serverstatus.h"
#include "snapshot/snapshot.h"
#include "widgets/severity.h"

#include <QWidget>

class QAction;
class QVBoxLayout;

namespace ui {

class PanelHead;

/// The server whose values a panel shows.
struct PanelSubject
{
    QString id;   ///< Of the profile; empty for none.
    QString name; ///< As the user called it.
    bool production = false;

    bool operator==(const PanelSubject &) const = default;
};

/// One page of the window: a head and a body. It is given values and gives back signals; it never
/// knows where they come from, nor whether they are live. One panel serves every server in turn.
class Panel : public QWidget
{
    Q_OBJECT

public:
    /// The id names it in settings and on the command line: "activity".
    Panel(const QString &id, const QString &title, QWidget *parent = nullptr);

    const QString &id() const { return m_id; }
    const QString &title() const { return m_title; }

    /// The user looks at another server now, or its name or mark changed. A snapshot follows.
    void setSubject(const PanelSubject &subject);
    const PanelSubject &subject() const { return m_subject; }

    /// A new state of the subject; null while nothing is known of it.
    virtual void showSnapshot(const snapshot::SnapshotPtr &snapshot) = 0;
    virtual void showStatus(const base::ServerStatus &status);

    /// False for a panel that has something to say with no server, or while the server gives no
    /// data.
    virtual bool needsServer() const { return true; }

    /// Rows of 22 px instead of 28.
    virtual void setCompactRows(bool compact);

    /// What F1 shows: paragraphs of plain text.
    virtual QString helpText() const = 0;

    /// What can be done here, for the menu that bears the title and the command palette. They
    /// enable themselves.
    virtual QList<QAction *> panelActions() const;

    /// Buttons for these at the right end of the head; the window calls it once.
    void addHeadActions(const QList<QAction *> &actions);

    /// Shows a bar of somebody else's between the head and the body; it hides itself.
    void addNotice(QWidget *notice);

    /// Puts the keyboard into the filter line, if there is one.
    void focusFilter();

signals:
    /// What the left column shows beside the title; a total of -1 shows nothing.
    void countChanged(int total, ui::Severity severity);

protected:
    PanelHead *head() const { return m_head; }
    /// Below the head, with its edges and gaps set.
    QVBoxLayout *body() const { return m_body; }

    /// Called when the subject became another one, after subject() tells it.
    virtual void subjectChanged();

private:
    QString m_id;
    QString m_title;
    PanelSubject m_subject;
    PanelHead *m_head;
    QVBoxLayout *m_body;
};

} // namespace ui
