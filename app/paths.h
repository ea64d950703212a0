// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace app {

/// The connection profiles: a readable file among the person's settings.
QString profilesPath();

/// The trail of actions, among what programs keep for themselves.
QString auditPath();

/// The folder of baselines: row counts and sizes that were kept to be compared.
QString baselinesPath();

/// What the window remembers: its size, columns, the theme.
QString windowSettingsPath();

/// The name under which passwords lie in the keyring.
QString keyringService();

} // namespace app
