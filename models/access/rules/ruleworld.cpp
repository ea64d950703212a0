// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rules/ruleworld.h"

#include "postgres/catalogue.h"

#include <QHostAddress>
#include <QNetworkInterface>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace pgaccess {

namespace {

using Roles = std::set<std::string, std::less<>>;

std::string cell(const pg::Rows &rows, int row, int column)
{
    const QByteArrayView bytes = rows.bytes(row, column);
    return std::string(bytes.data(), size_t(bytes.size()));
}

void collect(const AuthField &field, std::initializer_list<std::string_view> keywords, Roles &out)
{
    for (const AuthToken &token : field) {
        const bool keyword = std::ranges::any_of(
            keywords, [&token](std::string_view word) { return token.isKeyword(word); });
        const bool pattern = !token.quoted && token.text.starts_with('+');
        if (!keyword && !pattern && !token.text.starts_with('/') && !token.text.empty())
            out.insert(token.text);
    }
}

} // namespace

std::map<std::string, Roles>
membershipsOf(const std::vector<std::pair<std::string, std::string>> &direct)
{
    std::map<std::string, std::vector<std::string>> edges;
    for (const auto &[member, role] : direct)
        edges[member].push_back(role);
    std::map<std::string, Roles> all;
    for (const auto &[member, first] : edges) {
        Roles &found = all[member];
        std::vector<std::string> todo = first;
        while (!todo.empty()) {
            const std::string role = std::move(todo.back());
            todo.pop_back();
            const auto next = edges.find(role);
            if (role != member && found.insert(role).second && next != edges.end())
                todo.insert(todo.end(), next->second.begin(), next->second.end());
        }
    }
    return all;
}

std::optional<IpAddress> machineAddress()
{
    std::optional<IpAddress> v6;
    for (const QHostAddress &address : QNetworkInterface::allAddresses()) {
        if (address.isLoopback() || address.isLinkLocal())
            continue;
        const auto parsed = parseIpAddress(address.toString().toStdString());
        if (parsed && !parsed->isV6)
            return parsed;
        if (parsed && !v6)
            v6 = parsed;
    }
    return v6;
}

RuleWorld worldOfRules(const HbaRules &rules)
{
    Roles roles, databases;
    for (const HbaRule &rule : rules.rules) {
        collect(rule.users, {"all"}, roles);
        collect(rule.databases, {"all", "sameuser", "samerole", "samegroup", "replication"},
                databases);
    }
    roles.insert("postgres");
    databases.insert("postgres");
    return {.roles = {roles.begin(), roles.end()},
            .databases = {databases.begin(), databases.end()}};
}

QCoro::Task<RuleWorld> readRuleWorld(pg::Connection *connection)
{
    const int version = connection->facts().serverVersion;
    const auto ask = [version](const QString &name) {
        return pg::Query{.sql = pg::statement(name, version), .binary = true};
    };
    const auto answers =
        co_await connection->run({ask(u"access/rule_roles"_s), ask(u"access/rule_members"_s),
                                  ask(u"access/rule_databases"_s)});
    RuleWorld world{.fromServer = true,
                    .role = connection->facts().user.toStdString(),
                    .database = connection->facts().database.toStdString()};
    if (answers.size() != 3)
        co_return world;
    if (const auto &roles = answers[0]) {
        for (int row = 0; row < roles->rowCount(); ++row) {
            if (roles->boolean(row, 1))
                world.roles.push_back(cell(*roles, row, 0));
        }
    }
    if (const auto &members = answers[1]) {
        std::vector<std::pair<std::string, std::string>> direct;
        for (int row = 0; row < members->rowCount(); ++row)
            direct.emplace_back(cell(*members, row, 0), cell(*members, row, 1));
        world.memberOf = membershipsOf(direct);
    }
    if (const auto &databases = answers[2]) {
        for (int row = 0; row < databases->rowCount(); ++row)
            world.databases.push_back(cell(*databases, row, 0));
        if (databases->rowCount() > 0 && !databases->isNull(0, 1))
            world.machine = parseIpAddress(cell(*databases, 0, 1));
    }
    if (!world.machine || world.machine->isLoopback())
        world.machine = machineAddress();
    co_return world;
}

} // namespace pgaccess
