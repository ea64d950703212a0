// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/auditlog.h"
#include "actions/change.h"
#include "actions/confirmation.h"
#include "actions/outcome.h"
#include "locks/deadlockwatch.h"
#include "locks/impact.h"
#include "postgres/connection.h"
#include "snapshot/livesource.h"

#include <QObject>
#include <QSet>

class QThread;

namespace app {

class ActionRunner;
class FactsReader;
class InventoryReader;
class LoginRulesReader;
class RulesReader;
class SituationMaker;

/// One server as the window thread holds it: starts and ends its live source on the I/O thread,
/// passes wishes down and values up, and remembers the last ones.
class ServerLink final : public QObject
{
    Q_OBJECT

public:
    ServerLink(QThread &ioThread, actions::AuditLog log, QObject *parent = nullptr);
    ~ServerLink() override;

    /// Connects, instead of what there was before.
    void open(const pg::ConnectParameters &parameters, std::chrono::milliseconds interval);
    void close();
    bool isOpen() const { return m_source != nullptr; }

    /// For states that come from elsewhere, such as a keyring that is asked for the password.
    void setStatus(const base::ServerStatus &status);

    void setInterval(std::chrono::milliseconds interval);
    void setPaused(bool paused);
    void refresh();
    void fetchQuery(const snapshot::Session::Key &key);
    void fetchLocks(const snapshot::Session::Key &key);
    void run(const actions::Plan &plan);
    void change(const actions::Change &change);
    void stopChange(quint64 change);

    /// Reads the server's rules; null while closed, and gone when the link is opened anew.
    RulesReader *rules() const { return m_rules; }

    /// Looks up what changes have to know; in the same way.
    FactsReader *facts() const { return m_facts; }

    /// Reads what its rules say of who may log in; in the same way.
    LoginRulesReader *loginRules() const { return m_loginRules; }

    /// Lives on the I/O thread; null while closed.
    snapshot::LiveSource *source() const { return m_source; }

    /// Reads roles and databases; the same holds for it.
    InventoryReader *inventory() const { return m_inventory; }

    /// The last snapshot with what it says about locks; null while there is none.
    const locks::SituationPtr &situation() const { return m_situation; }
    snapshot::SnapshotPtr snapshot() const { return m_situation ? m_situation->snapshot : nullptr; }
    const base::ServerStatus &status() const { return m_status; }

signals:
    /// There is another situation().
    void snapshotTaken();
    void statusChanged(const base::ServerStatus &status);
    void intervalChanged(std::chrono::milliseconds interval, const QString &reason);
    void queryFetched(const snapshot::Session::Key &key, const QString &query);
    void locksFetched(const snapshot::Session::Key &key, const snapshot::SessionLocks &locks);
    void outcomeKnown(const actions::Outcome &outcome);
    void changeFinished(const actions::ChangeOutcome &outcome);
    void deadlockSeen(const locks::DeadlockEvent &event);

private:
    void takeChange(const actions::ChangeOutcome &outcome);
    void takeSituation(const locks::SituationPtr &situation);

    QThread &m_ioThread;
    actions::AuditLog m_log;
    snapshot::LiveSource *m_source = nullptr; // lives on the I/O thread
    RulesReader *m_rules = nullptr;           // the source's
    FactsReader *m_facts = nullptr;           // too
    InventoryReader *m_inventory = nullptr;   // too
    LoginRulesReader *m_loginRules = nullptr; // too
    ActionRunner *m_runner = nullptr;         // too
    SituationMaker *m_situations = nullptr;   // too
    locks::SituationPtr m_situation;
    locks::DeadlockWatch *m_deadlocks = nullptr; // too
    base::ServerStatus m_status;
    QSet<quint64> m_changes; ///< Under way.
};

} // namespace app
