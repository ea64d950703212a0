// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbaregex.h"
#include "access/hba/hbarule.h"

#include <map>
#include <set>
#include <span>

namespace pgaccess {

/// What a look-up in both directions gives for a client's address.
struct ClientHostName
{
    std::string name;       ///< The canonical one of the reverse look-up; empty if there is none.
    bool confirmed = false; ///< Looking that name up gives the address again.
};

/// Who wants in.
struct HbaClient
{
    enum class Replication {
        None,
        Physical,
        Logical, ///< Is a connection to a database for the rules.
    };

    bool local = false;               ///< By the unix socket.
    std::optional<IpAddress> address; ///< Otherwise.
    bool tls = false;
    bool gss = false; ///< Encrypted by GSSAPI.
    std::string user;
    std::string database;
    Replication replication = Replication::None;
    bool userExists = true;
    /// Every role that this one is a member of, directly or not, itself left out. Being superuser
    /// makes a member of none.
    std::set<std::string, std::less<>> memberOf;
    /// The addresses of the server's own interfaces with their masks; nothing if not known.
    std::optional<std::vector<IpNetwork>> serverNetworks;
    /// Asked at most once, and only if a rule names hosts. Nothing: it could not be found out.
    std::function<std::optional<ClientHostName>(const IpAddress &)> resolve;
};

/// Why a rule matches a client or not: the first of its conditions that fails, in the order in
/// which the server looks at them.
enum class HbaReason {
    Matches,
    Broken,      ///< The line has an error.
    SocketOnly,  ///< The rule is for the socket.
    NetworkOnly, ///< The client comes by the socket.
    TlsNeeded,   ///< hostssl
    TlsUnwanted, ///< hostnossl
    GssNeeded,   ///< hostgssenc
    GssUnwanted, ///< hostnogssenc
    OtherFamily, ///< IPv4 here, IPv6 there.
    OtherAddress,
    OtherHostName,
    NotServerAddress, ///< samehost, samenet
    OtherDatabase,
    PhysicalReplication, ///< Which only the word replication lets in.
    ReplicationOnly,     ///< The word replication, and the client wants a database.
    NotSameUser,
    NotSameRole,
    OtherUser,
    NotMember, ///< There are "+role" words, and the client is a member of none.
    // What cannot be known here. Such a rule may match.
    HostNameUnknown,
    ServerAddressesUnknown,
    RegexUnknown,
};

/// True for the last three.
bool isUnknown(HbaReason reason);

enum class HbaResult { Match, Reject, NoEntry, FileRejected };

struct HbaOutcome
{
    HbaResult result = HbaResult::NoEntry;
    std::optional<std::size_t> rule; ///< The one that decides, as an index.
    /// For every rule, also those behind the one that decides: what each would say.
    std::vector<HbaReason> considered;
    bool certain = true; ///< False if a rule that cannot be judged stands before that.

    bool operator==(const HbaOutcome &) const = default;
};

/// The expressions in the rules, by their text with the slash, for those who match many clients.
using HbaRegexes = std::map<std::string, HbaRegex, std::less<>>;
HbaRegexes regexesOf(const HbaRules &rules);

/// Whether each of these rules, by index, is for the client's database and role, wherever he comes
/// from. An expression that is not among the regexes is read.
std::vector<HbaReason> matchHbaNames(const HbaRules &rules, std::span<const std::uint32_t> which,
                                     const HbaClient &client, const HbaRegexes &regexes);

/// Which rule a client meets. A file with an error decides nothing, but its right lines are
/// considered.
HbaOutcome matchHba(const HbaRules &rules, const HbaClient &client);

} // namespace pgaccess
