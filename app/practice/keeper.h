// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <string>

namespace app {

/// Ends the PostgreSQL processes that work inside the folder, kindly first, and removes the folder
/// with all that is in it. Uses no Qt and allocates little, because it also runs in the keeper.
/// Takes a few seconds at most; false if something could not be removed.
bool clearPracticeFolder(const std::string &folder);

/// The whole life of the keeper, a small process beside each practice server: waits until the
/// server's supervisor ends in whatever way (its end of the pipe on our standard input closes) and
/// then clears the folder. Returns the exit code.
int keepPracticeFolder(const std::string &folder);

} // namespace app
