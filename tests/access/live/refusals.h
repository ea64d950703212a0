// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/live/ledger.h"

namespace tests {

/// A server that refuses in many ways: its pg_hba.conf, its pg_ident.conf, its roles and databases.
QByteArray refusingRules();
QByteArray refusingMaps();
base::Result<void> makeRefusing(TestServer &server);

/// Somebody whom that server does not let in.
struct Refusal
{
    QString situation;
    Visitor visitor;
    ByClient byClient = ByClient::Proves;
    QByteArray before{}; ///< Statements that bring it about.
};

/// In an order that has to be kept.
QList<Refusal> refusals();

/// Those that take seconds each, and may be tried side by side.
QList<Refusal> slowRefusals();

} // namespace tests
