// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/confirmation.h"

#include "base/plaintext.h"

#include <set>

namespace actions {

bool Confirmation::needsIdentityCheck() const
{
    return !std::ranges::all_of(items,
                                [](const Item &item) { return item.target.isIdentitySafe(); });
}

QString Confirmation::wordToType() const
{
    constexpr qsizetype longest = 40;
    if (items.empty() || !items[0].target.prepared)
        return {};
    const snapshot::PreparedTransaction &prepared = *items[0].target.prepared;
    const QString &gid = prepared.gid;
    const bool typeable = !gid.isEmpty() && gid.size() <= longest && gid == base::singleLine(gid) &&
                          !gid.contains(QChar::ReplacementCharacter);
    return typeable ? gid : QString::number(prepared.transactionId);
}

Confirmation makeConfirmation(Kind kind, const std::vector<Target> &chosen, const Place &place)
{
    Confirmation confirmation{.kind = kind, .place = place};
    std::set<snapshot::Session::Key> seen;
    for (const Target &target : chosen) {
        if (!seen.insert(target.key()).second)
            continue;
        if (const auto obstacle = whyNot(kind, target, place.circumstances))
            confirmation.skipped.push_back({target, *obstacle});
        else
            confirmation.items.push_back(
                {target, warnings(kind, target, place.circumstances.server)});
    }
    return confirmation;
}

bool mayProceed(const Confirmation &confirmation, const Answer &answer)
{
    if (confirmation.items.empty())
        return false;
    if (confirmation.needsName() &&
        answer.typedName.trimmed() != confirmation.place.server.trimmed())
        return false;
    if (answer.typedWord.trimmed() != confirmation.wordToType())
        return false;
    return !confirmation.needsIdentityCheck() || answer.unsafeConfirmed;
}

Plan makePlan(const Confirmation &confirmation, const Answer &answer, quint64 id)
{
    Plan plan{.id = id,
              .kind = confirmation.kind,
              .serverId = confirmation.place.serverId,
              .server = confirmation.place.server,
              .unsafeConfirmed = answer.unsafeConfirmed,
              .guard = confirmation.guard};
    for (const Confirmation::Item &item : confirmation.items) {
        if (item.target.isIdentitySafe() || answer.unsafeConfirmed)
            plan.targets.push_back(item.target);
    }
    return plan;
}

} // namespace actions
