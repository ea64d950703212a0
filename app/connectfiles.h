// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "postgres/connection.h"

namespace app {

// What the files of this machine add to a connection. They are read at once: not for the window
// thread. A password that is known already stays.

/// The settings of the service that the connection names, its password included.
base::Result<pg::ConnectParameters> withService(pg::ConnectParameters parameters);

/// The password from the pass file that the connection names by "passfile", which is taken out. An
/// error if that file cannot be used.
base::Result<pg::ConnectParameters> withPassFile(pg::ConnectParameters parameters);

} // namespace app
