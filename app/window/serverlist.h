// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profilestore.h"
#include "actions/auditlog.h"
#include "window/credentials.h"
#include "window/serverlink.h"
#include "window/serverrow.h"

#include <QThread>

#include <map>

namespace app {

/// The servers of the window: the saved profiles and the practice server, each with its link once
/// it was looked at.
class ServerList final : public QObject
{
    Q_OBJECT

public:
    ServerList(pgaccess::ProfileStore &profiles, pgaccess::SecretStore &secrets, QThread &ioThread,
               actions::AuditLog log, QObject *parent = nullptr);
    ~ServerList() override;

    std::vector<ui::ServerRow> rows() const;

    /// Nothing for an unknown id.
    std::optional<pgaccess::Profile> profile(const QString &id) const;

    /// Null until the server was opened.
    ServerLink *link(const QString &id) const;

    /// Connects unless that has been asked for already.
    void open(const QString &id);

    /// Connects again: at once, or with a question for the password where that was the trouble.
    void retry(const QString &id);
    void givePassword(const QString &id, const base::Secret &password);

    /// With other settings than before.
    void reconnect(const QString &id);

    /// The one that is looked at is asked at its own pace, the others slowly.
    void setCurrent(const QString &id);
    const QString &current() const { return m_current; }

    /// Nobody looks at all: everything slowly.
    void setInBackground(bool background);

    /// A server that is not saved and will be there soon; shown as connecting. Gives its id.
    QString announceTemporary(const QString &name);

    /// A server that is not saved, such as the practice server, and its end. One at a time. Gives
    /// its id, or nothing for a string that is none; without a name it is called by its address.
    /// The password counts where the string holds none.
    QString addTemporary(const QString &connectionString, const QString &name,
                         const base::Secret &password = {});
    void removeTemporary();

    /// For the end of the program, while the I/O thread still runs.
    void closeAll();

    // For the current server.
    void refresh();
    void setPaused(bool paused);
    void setInterval(std::chrono::milliseconds interval);
    void fetchQuery(const snapshot::Session::Key &key);
    void fetchLocks(const snapshot::Session::Key &key);
    /// On the server that the plan names.
    void run(const actions::Plan &plan);
    /// On the server that it names; ends with changeFinished() in any case.
    void change(const actions::Change &change);
    void stopChange(const actions::Change &change);

    Credentials &credentials() { return m_credentials; }

signals:
    void changed();
    /// There is another situation() of its link, or none any more.
    void snapshotTaken(const QString &id);
    void intervalChanged(const QString &id, std::chrono::milliseconds interval);
    void queryFetched(const snapshot::Session::Key &key, const QString &query);
    void locksFetched(const snapshot::Session::Key &key, const snapshot::SessionLocks &locks);
    void deadlockSeen(const QString &id, const locks::DeadlockEvent &event);
    void outcomeKnown(const actions::Outcome &outcome);
    void changeFinished(const actions::ChangeOutcome &outcome);
    void passwordWanted(const QString &id, const base::Error &reason);

private:
    void connectServer(const QString &id);
    void makeLink(const QString &id);
    ServerLink *currentLink() const { return link(m_current); }
    void takeStatus(const QString &id, const base::ServerStatus &status);
    void dropRemoved();
    QString temporaryId() const;
    std::chrono::milliseconds pace(const QString &id) const;
    void applyPace();
    ui::ServerRow row(const pgaccess::Profile &profile) const;

    pgaccess::ProfileStore &m_profiles;
    QThread &m_ioThread;
    actions::AuditLog m_log;
    Credentials m_credentials;
    std::map<QString, std::unique_ptr<ServerLink>> m_links;
    std::optional<pgaccess::Profile> m_temporary;
    QString m_current;
    bool m_paused = false;
    bool m_background = false;
};

} // namespace app
