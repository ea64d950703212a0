// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/rules/loginrules.h"
#include "access/rules/ruleage.h"
#include "base/error.h"
#include "inventory/login.h"

namespace ui {

/// What is known of the rules by which a server lets people in.
struct KnownRules
{
    enum class State {
        NotRead,    ///< Not yet.
        Known,      ///< As they are in the files.
        NotAllowed, ///< This role may not read them.
        Failed,     ///< They could not be read for another reason.
        NotLoaded,  ///< The server does not load such files: what is in force cannot be seen.
        TooMany,    ///< Only a part of them could be read.
    };

    State state = State::NotRead;
    pgaccess::LoginRulesPtr rules; ///< Null unless they are known.
    pgaccess::RuleAge age = pgaccess::RuleAge::Unknown;
    bool exact = true; ///< False: the server's view lost the quotes, so that `"all"` is all.
    base::Error error; ///< Of NotAllowed and Failed.
};

using KnownRulesPtr = std::shared_ptr<const KnownRules>;

/// What a line that is for a role is worth to it.
enum class WayUse {
    Open,
    NoPassword, ///< The line asks for one, and it has none.
    PasswordExpired,
    Md5Password, ///< The line asks for SCRAM, which an MD5 password cannot do.
};

/// Whether a role may log in to a database: what the catalogs decide, and what the rules decide
/// before them.
struct LoginJudgement
{
    inventory::LoginVerdict verdict; ///< By the catalogs alone.
    inventory::LoginAnswer answer = inventory::LoginAnswer::No;
    pgaccess::LoginWaysPtr
        ways;                 ///< Null: the rules are not known, and the answer is the catalogs'.
    std::vector<WayUse> uses; ///< Of each of the ways.
    bool certain = true;      ///< False: by lines of which it is not known whether they are for it.

    bool isOpen(std::size_t way) const { return uses[way] == WayUse::Open; }
};

/// Brings both together, as the server does. Reads on any thread.
class LoginJoin final
{
public:
    /// The rules may be null.
    LoginJoin(inventory::InventoryPtr inventory, KnownRulesPtr rules);

    /// A role as the judge needs it.
    struct Person
    {
        inventory::MembershipClosure closure;
        pgaccess::HbaClient client;
    };
    Person person(inventory::Oid role) const;

    /// The database is noted in the person.
    LoginJudgement judge(Person &who, const inventory::Database &database) const;

    const inventory::Inventory &inventory() const { return *m_inventory; }
    const KnownRulesPtr &rules() const { return m_rules; }

private:
    inventory::InventoryPtr m_inventory;
    KnownRulesPtr m_rules; ///< Never null.
    inventory::MembershipGraph m_graph;
};

} // namespace ui
