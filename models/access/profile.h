// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "postgres/connectionspec.h"

#include <QJsonObject>
#include <QUuid>

#include <chrono>

namespace pgaccess {

/// The colours that a profile can wear. What they look like is for the theme to say.
enum class ProfileColour { None, Blue, Teal, Green, Amber, Red, Purple, Grey };

/// Where the password of a profile comes from.
enum class PasswordPolicy {
    Ask,      ///< From a person, once a run.
    Keyring,  ///< From the system's keyring, under the profile's id.
    PassFile, ///< From the pass file that the profile names, and from no other.
    None,     ///< None is sent.
};

/// A saved connection. Holds no secret and no path to one except the pass file that a person chose.
/// A plain value.
struct Profile
{
    QUuid id;
    QString name;
    QString group;
    ProfileColour colour = ProfileColour::None;
    bool production = false; ///< Actions want a typed confirmation.
    bool readOnly = false;   ///< No actions at all.
    pg::ConnectionSpec spec;
    PasswordPolicy passwordPolicy = PasswordPolicy::Ask;
    QString passFile;
    /// Send the password in clear text if the server asks for that, also where TLS proves nothing.
    bool allowCleartext = false;
    std::chrono::milliseconds refreshInterval{1000};
    QJsonObject unknown; ///< Fields of a newer version, kept as they are.

    bool operator==(const Profile &) const = default;
};

/// What lists and titles call it: its name, or where it leads.
QString displayName(const Profile &profile);

/// The word for it in the file: "none", "blue" …
QLatin1StringView colourWord(ProfileColour colour);
std::optional<ProfileColour> colourFromWord(QStringView word);

/// The colour nearest to a foreign one such as "#1f62d0"; None if it is no colour, or black or
/// white.
ProfileColour nearestColour(QStringView rgb);

/// "ask", "keyring", "passfile" or "none".
QLatin1StringView policyWord(PasswordPolicy policy);
std::optional<PasswordPolicy> policyFromWord(QStringView word);

/// True for the libpq options that hold a secret, which no profile may hold.
bool isSecretOption(QStringView option);

} // namespace pgaccess
