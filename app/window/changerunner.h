// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"
#include "access/diagnosis/observation.h"
#include "access/secretclipboard.h"
#include "actions/changedialog.h"
#include "postgres/connectionspec.h"

#include <QHash>
#include <QPointer>
#include <QWidget>

namespace app {

class ServerList;

/// What an action on this server depends on; nothing for an unknown one.
std::optional<actions::Place> placeOf(const ServerList &servers, const QString &serverId);

/// True if a connection of this specification leads where the attempt went.
bool leadsTo(const pg::ConnectionSpec &spec, const pgaccess::Observation &attempt);

/// The live server that an attempt went to; the preferred one before others, nothing for none.
QString liveServerOf(const ServerList &servers, const pgaccess::Observation &attempt,
                     const QString &preferred);

/// From a wish ("mend this") to a change of the current server: opens the dialog that shows the
/// statements, has them run on the server that they were shown for, and brings the outcome back.
/// One dialog at a time; it closes when another server is looked at.
class ChangeRunner final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over the owner's window.
    ChangeRunner(ServerList &servers, KSyntaxHighlighting::Repository &repository, QWidget *owner);

    /// Which server is shown now. Another one closes a dialog that is open.
    void setCurrent(const QString &serverId);

    /// Shows a change of a server; place and id are filled in here. Nothing happens without a form.
    void request(const QString &serverId, std::optional<ui::ChangeForm> form);

    /// What a login that failed needs, on the server that refused it, as far as the addresses of
    /// live connections tell; otherwise the dialog says that this is not certain. Fixes that are no
    /// SQL are left alone. A password that is known, such as that of an application, is put in.
    void fix(const pgaccess::Fix &fix, const pgaccess::Observation &refused,
             const base::Secret &password = {});

    /// For dialogs that belong to a change.
    QWidget *window() const { return m_owner->window(); }
    ui::SecretClipboard &clipboard() { return m_clipboard; }
    void closeDialog();

signals:
    /// Something of this server may be otherwise than before.
    void changed(const QString &serverId);
    /// The button "next" of a change that is done.
    void nextRequested(const actions::Change &change);

private:
    void takeOutcome(const actions::ChangeOutcome &outcome);
    QString anyLiveServer() const;
    void open(const ui::ChangeForm &form);

    ServerList &m_servers;
    KSyntaxHighlighting::Repository &m_repository;
    QWidget *m_owner;
    ui::SecretClipboard m_clipboard;
    QString m_current;
    QPointer<ui::ChangeDialog> m_dialog;
    quint64 m_lastChange = 0;
    QHash<quint64, QString> m_changing; ///< Where changes are under way.
};

} // namespace app
