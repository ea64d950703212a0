// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "paths.h"

#include <QStandardPaths>

using namespace Qt::StringLiterals;

namespace app {

QString profilesPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           "/pgvigil/profiles.json"_L1;
}

QString auditPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericStateLocation) +
           "/pgvigil/actions.jsonl"_L1;
}

QString baselinesPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           "/pgvigil/baselines"_L1;
}

QString windowSettingsPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
           "/pgvigil/window.ini"_L1;
}

QString keyringService()
{
    return u"pgvigil"_s;
}

} // namespace app
