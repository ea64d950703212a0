// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profilestore.h"
#include "access/secretstore.h"
#include "window/serverlist.h"

#include <QObject>

class QWidget;

namespace ui {
class ConnectionDialog;
struct ImportedConnection;
} // namespace ui

namespace app {

/// The dialogs about connections, between the window, the profiles and the keyring.
class ConnectionDialogs final : public QObject
{
    Q_OBJECT

public:
    /// Dialogs open over the owner's window.
    ConnectionDialogs(pgaccess::ProfileStore &profiles, pgaccess::SecretStore &secrets,
                      ServerList &servers, QThread &ioThread, QWidget *owner);

    void add();
    void edit(const QString &id);
    void duplicate(const QString &id);
    void askToDelete(const QString &id);
    void import();
    void askPassword(const QString &id, const base::Error &reason);

signals:
    /// A connection was created: the one to look at now.
    void added(const QString &id);
    void failed(const QString &sentence);

private:
    void open(const std::optional<pgaccess::Profile> &profile);
    void test(ui::ConnectionDialog *dialog, const pgaccess::Profile &profile,
              const base::Secret &password);
    void save(const pgaccess::Profile &profile, const base::Secret &password, bool isNew);
    void keepPassword(const pgaccess::Profile &profile, const base::Secret &password);
    void forget(const pgaccess::Profile &profile);
    void keepInKeyring(const QUuid &id, const base::Secret &password);
    void takeImported(const QList<ui::ImportedConnection> &connections);
    void givePassword(const QString &id, const base::Secret &password, bool keep);

    pgaccess::ProfileStore &m_profiles;
    pgaccess::SecretStore &m_secrets;
    ServerList &m_servers;
    QThread &m_ioThread;
    QWidget *m_owner;
};

} // namespace app
