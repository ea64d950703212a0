// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profile.h"

namespace pgaccess {

enum class ProfileIssue {
    UnknownOption, ///< libpq has no option of that name.
    BadPort,
    HostCount, ///< Host, address and port lists do not fit together.
    BadWord,   ///< Not one of the words that the option takes.
    BadNumber,
    SecretOption,    ///< A password among the options.
    PassFileMissing, ///< The policy says pass file, but none is named.
    ControlCharacter,
};

struct ProfileProblem
{
    QString option; ///< libpq's name of it, or "passfile".
    ProfileIssue issue = ProfileIssue::UnknownOption;
    QStringList words; ///< What BadWord would have had to be.

    bool operator==(const ProfileProblem &) const = default;
};

/// What would keep a profile from connecting, as far as this can be known without a server.
QList<ProfileProblem> validate(const Profile &profile);

/// The same for one option; nothing if it is fine.
std::optional<ProfileProblem> validateOption(const QString &option, const QString &value);

/// The libpq options that have no place of their own in a profile, sorted.
QStringList furtherOptions();

/// The words that an option takes; empty if it takes any text or a number.
QStringList optionWords(const QString &option);

} // namespace pgaccess
