// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "commandline/terminal.h"

namespace app {

/// As printError(); where libpq indents by tabs, people get blanks.
inline int printReadable(base::Error error, bool json, ExitCode exitCode)
{
    for (QString *text : {&error.message, &error.detail, &error.hint}) {
        if (!json)
            text->replace(QLatin1Char('\t'), QLatin1Char(' '));
    }
    return printError(error, json, exitCode);
}

} // namespace app
