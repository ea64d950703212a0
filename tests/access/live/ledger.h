// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/live/attempts.h"

#include <QSet>

namespace tests {

/// Which test makes a situation of connection_failures.jsonl happen, or why none can.
struct Provenance
{
    QString program; ///< Such as "tst_accessserver"; empty if none.
    int from = 0;    ///< The first server version on which it happens; 0: without a server.
    int until = 99;  ///< The last one.
    QString whyNot;  ///< If no program.
};

/// Of every situation.
const QMap<QString, Provenance> &provenances();

/// What the client alone can say of a situation.
enum class ByClient {
    Proves,  ///< The cause.
    Guesses, ///< The cause is the likeliest, or among what else it could be.
};

/// Keeps account of what a test program has made happen, and says of each whether the diagnosis is
/// the right one.
class Ledger final
{
public:
    explicit Ledger(QString program);

    /// Why the diagnosis of a failed attempt is not what it should be; empty if it is. Then the
    /// situation counts as produced on this version (0: without a server).
    QByteArray judge(const QString &situation, int version, const pgaccess::Attempt &attempt,
                     ByClient byClient);

    /// The same with evidence, after which the cause has to be proved.
    QByteArray judge(const QString &situation, const pgaccess::Attempt &attempt,
                     const pgaccess::Evidence &evidence) const;

    /// A situation that was judged otherwise.
    void note(const QString &situation, int version);

    /// The situations of this program that should have happened on one of these versions and did
    /// not, and those that are not of this program.
    QStringList open(const QList<int> &versions) const;

private:
    QString m_program;
    QSet<std::pair<QString, int>> m_produced;
};

} // namespace tests
