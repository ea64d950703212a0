// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

namespace pgaccess {

/// Files of a server that say what it keeps from its clients; empty for those not at hand.
struct EvidenceFiles
{
    QString log;
    QString hba;
    QString ident;

    bool isEmpty() const { return log.isEmpty() && hba.isEmpty() && ident.isEmpty(); }
    /// Those of the other in place of ours, where it has them.
    void take(const EvidenceFiles &other);
    bool operator==(const EvidenceFiles &) const = default;
};

/// Takes the files of a server, known by their names, logs also by how they begin, out of the list.
/// Folders stay in it, and are looked into for them, not deeply. Blocks.
EvidenceFiles takeEvidence(QStringList &paths);

/// The pg_ident.conf beside a pg_hba.conf; empty if there is none. Blocks.
QString identBeside(const QString &hba);

} // namespace pgaccess
