// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/change.h"
#include "actions/outcome.h"

namespace actions {

/// What the audit log says before an action is sent.
struct AuditEntry
{
    QString id; ///< Joins the line before with the line after.
    Kind kind = Kind::Cancel;
    QString server;     ///< The profile's name.
    QString address;    ///< Where the connection goes: "10.0.0.5:5432".
    QString serverRole; ///< The role that acts.
    Target target;
    bool identityChecked = true; ///< False if only the visible columns were compared.
};

/// The same of a change.
struct ChangeEntry
{
    QString id;
    QString server;
    QString address;
    QString serverRole;
    QString database;
    QString title;
    bool together = true;
    QStringList statements; ///< As shown; what is or may hold a secret is masked in the log.
};

/// One action as read back.
struct AuditRecord
{
    QString id;
    base::Timestamp sentAt;
    QString who; ///< "anna@laptop"
    QString server;
    QString serverRole;
    QString action;
    int pid = 0;
    QString role;
    QString database;
    QString application;
    QString query;
    QString gid;            ///< Of a prepared transaction; empty for sessions.
    QString title;          ///< Of a change, as are its
    QStringList statements; ///< statements.
    /// The ending's word, empty if it could not be seen; nothing if there is no line after the one
    /// before: sent, outcome unknown.
    std::optional<QString> outcome;
    QString message;

    bool operator==(const AuditRecord &) const = default;
};

/// The actions of an audit log in the order in which they were sent.
struct AuditTrail
{
    std::vector<AuditRecord> records;
    int unreadableLines = 0; ///< Cut off by a crash, or not ours.
};

/// The local trail of what was done: a file of JSON lines, mode 0600, only ever appended to, on the
/// disk before a function returns. Blocks for as long as the disk does: call it off the threads
/// that must not wait. A plain value; several may write to one file. Lines hold no passwords: a
/// query is cut before the first word that announces one.
class AuditLog final
{
public:
    explicit AuditLog(QString path);

    QString path() const { return m_path; }

    /// The line before. If this fails the action must not be sent.
    base::Result<void> sending(const AuditEntry &entry) const;
    base::Result<void> sending(const ChangeEntry &entry) const;

    /// The line after.
    base::Result<void> done(const QString &id, const Outcome &outcome) const;
    base::Result<void> done(const QString &id, const ChangeOutcome &outcome) const;

private:
    base::Result<void> append(const QJsonObject &line) const;
    base::Result<void> appendDone(const QString &id, QJsonObject line) const;

    QString m_path;
};

/// Reads the content of an audit log; lines that are cut off or foreign are counted, never fatal.
AuditTrail readAuditTrail(const QByteArray &content);

/// The first 200 characters of a query, cut where a password may follow.
QString auditQuery(const QString &query);

} // namespace actions
