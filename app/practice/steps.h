// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "practice/scenario.h"

namespace app {

/// The steps of a play, for those who write one.
inline Step run(const QByteArray &sql)
{
    return {.kind = Step::Kind::Run, .sql = sql};
}

inline Step attempt(const char *sql)
{
    return {.kind = Step::Kind::Try, .sql = sql};
}

inline Step pause(std::chrono::milliseconds time)
{
    return {.kind = Step::Kind::Pause, .time = time};
}

inline Step hold()
{
    return {.kind = Step::Kind::Hold};
}

inline Step again()
{
    return {.kind = Step::Kind::Again};
}

/// A client that changes a row, prepares the transaction under this name and goes away. Comes
/// again when nothing of this name is prepared any more.
Actor preparer(const QByteArray &gid, const QByteArray &change);

/// The scenarios, each in a file of its own or with others of its kind.
Scenario incident();
Scenario rowChain();
Scenario ddlQueue();
Scenario advisoryLocks();
Scenario preparedTransaction();
Scenario deadlock();
Scenario concurrentIndex();
Scenario hotRow();

} // namespace app
