// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/loginjoin.h"

#include <algorithm>

namespace ui {

using namespace inventory;
using pgaccess::HbaMethod;

namespace {

// What proves the role's own password.
bool asksForPassword(HbaMethod method)
{
    return method == HbaMethod::Password || method == HbaMethod::Md5 || method == HbaMethod::Scram;
}

WayUse useOf(HbaMethod method, const LoginVerdict &verdict, const Role *role)
{
    if (!asksForPassword(method))
        return WayUse::Open;
    if (std::ranges::contains(verdict.obstacles, LoginObstacle::NoPassword))
        return WayUse::NoPassword;
    if (std::ranges::contains(verdict.obstacles, LoginObstacle::PasswordExpired))
        return WayUse::PasswordExpired;
    const bool md5 = role && role->password == PasswordKind::Md5;
    return md5 && method == HbaMethod::Scram ? WayUse::Md5Password : WayUse::Open;
}

} // namespace

LoginJoin::LoginJoin(InventoryPtr inventory, KnownRulesPtr rules)
    : m_inventory(std::move(inventory))
    , m_rules(rules ? std::move(rules) : std::make_shared<const KnownRules>())
    , m_graph(*m_inventory)
{
}

// Like the server, whatever a grant lets through: INHERIT and SET do not matter here.
LoginJoin::Person LoginJoin::person(Oid role) const
{
    Person who{.closure = m_graph.closure(role, Direction::RolesOf)};
    const Role *what = m_inventory->role(role);
    if (!what || !m_rules->rules)
        return who;
    who.client.user = what->name.toStdString();
    for (const Reached &each : who.closure.reached()) {
        if (const Role *other = m_inventory->role(each.role))
            who.client.memberOf.insert(other->name.toStdString());
    }
    return who;
}

LoginJudgement LoginJoin::judge(Person &who, const Database &database) const
{
    LoginJudgement out{.verdict =
                           judgeLogin(*m_inventory, who.closure, database, m_inventory->takenAt)};
    out.answer = out.verdict.answer;
    if (!m_rules->rules)
        return out;
    who.client.database = database.name.toStdString();
    out.ways = m_rules->rules->waysOf(who.client);
    const Role *role = m_inventory->role(who.closure.start());
    bool open = false;
    out.certain = false;
    for (const pgaccess::LoginWay &way : out.ways->ways) {
        const HbaMethod method = m_rules->rules->rules().rules[way.rule].method;
        out.uses.push_back(useOf(method, out.verdict, role));
        open = open || out.uses.back() == WayUse::Open;
        out.certain = out.certain || (out.uses.back() == WayUse::Open && way.certain);
    }
    if (!open || out.answer == LoginAnswer::No) {
        out.answer = LoginAnswer::No;
        out.certain = true;
    }
    return out;
}

} // namespace ui
