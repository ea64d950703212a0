// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/warning.h"

namespace actions {

/// Where the action would happen.
struct Place
{
    QString serverId; ///< Of the profile, to find the server again.
    QString server;   ///< The profile's name, or a short form of the connection.
    bool production = false;
    Circumstances circumstances;

    bool operator==(const Place &) const = default;
};

/// What else must still be as it was shown before a session is terminated, besides its identity:
/// what a rule chose for being idle must not die when it has just begun to work.
enum class Guard { None, State, Transaction, Statement };

/// What an Executor carries out: exactly these sessions, each by its identity.
struct Plan
{
    quint64 id = 0; ///< Comes back with every outcome.
    Kind kind = Kind::Cancel;
    QString serverId; ///< Where these sessions are; nothing else may carry the plan out.
    QString server;   ///< Its name, for the audit log.
    /// Somebody confirmed that targets without a visible start may be other sessions by now.
    bool unsafeConfirmed = false;
    Guard guard = Guard::None;
    std::vector<Target> targets;

    bool operator==(const Plan &) const = default;
};

/// Everything a confirmation shows and asks, frozen when it is made. Says the same with and without
/// colours, in a dialog and on a terminal.
struct Confirmation
{
    struct Item
    {
        Target target;
        QList<Warning> warnings;

        bool operator==(const Item &) const = default;
    };
    struct Skipped
    {
        Target target;
        Obstacle obstacle;

        bool operator==(const Skipped &) const = default;
    };

    Kind kind = Kind::Cancel;
    Place place;
    Guard guard = Guard::None;
    std::vector<Item> items;
    std::vector<Skipped> skipped; ///< Chosen, but not acted on.

    bool operator==(const Confirmation &) const = default;

    /// On a production server the server's name must be typed.
    bool needsName() const { return place.production; }
    /// Some target cannot be told from a later session with its pid.
    bool needsIdentityCheck() const;
    /// What must be typed besides: the gid of the prepared transaction, or, where nobody could type
    /// that (long, or with characters that no keyboard has), its transaction id. Empty for
    /// sessions.
    QString wordToType() const;
};

/// What the person has put into the confirmation.
struct Answer
{
    QString typedName;
    QString typedWord; ///< See Confirmation::wordToType().
    bool unsafeConfirmed = false;
};

Confirmation makeConfirmation(Kind kind, const std::vector<Target> &chosen, const Place &place);

/// True once everything that the confirmation asks for is given, and there is something to do.
bool mayProceed(const Confirmation &confirmation, const Answer &answer);

/// The plan of a confirmation that mayProceed(). Targets that are not identity-safe are left out
/// unless that was confirmed.
Plan makePlan(const Confirmation &confirmation, const Answer &answer, quint64 id);

} // namespace actions

Q_DECLARE_METATYPE(actions::Confirmation)
Q_DECLARE_METATYPE(actions::Plan)
