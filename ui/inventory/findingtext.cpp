// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/findingtext.h"

#include "inventory/findingwords.h"

namespace ui {

using namespace inventory;

Severity severityOf(FindingSeverity severity)
{
    switch (severity) {
    case FindingSeverity::Critical:
        return Severity::Critical;
    case FindingSeverity::Warning:
        return Severity::Warning;
    case FindingSeverity::Info:
        break;
    }
    return Severity::Info;
}

std::vector<FindingText> findingsAbout(const Inventory &inventory,
                                       const std::vector<Finding> &findings, SubjectKind kind,
                                       Oid subject)
{
    std::vector<FindingText> texts;
    for (const Finding &each : findings) {
        const bool inside = kind == SubjectKind::Database && (each.kind == SubjectKind::Schema ||
                                                              each.kind == SubjectKind::Extension);
        const bool server = kind == SubjectKind::Role && subject == inventory.ourRole &&
                            each.kind == SubjectKind::Server;
        if ((each.kind == kind && each.subject == subject) || inside || server)
            texts.push_back(findingText(inventory, each));
    }
    return texts;
}

} // namespace ui
