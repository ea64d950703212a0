// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/scenario.h"

#include "practice/steps.h"

namespace app {

namespace {

QList<Scenario> scenarios()
{
    return {incident(), rowChain(),        ddlQueue(), advisoryLocks(), preparedTransaction(),
            deadlock(), concurrentIndex(), hotRow()};
}

} // namespace

QStringList scenarioNames()
{
    QStringList names;
    for (const Scenario &play : scenarios())
        names.append(play.name);
    return names;
}

std::optional<Scenario> scenario(const QString &name)
{
    for (const Scenario &play : scenarios()) {
        if (play.name == name)
            return play;
    }
    return {};
}

} // namespace app
