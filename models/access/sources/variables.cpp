// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/variables.h"

#include "access/parselimits.h"
#include "access/sources/sourcetext.h"
#include "access/sources/urltext.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace pgaccess {

namespace {

enum class Field { Url, Host, Port, User, Password, Database, Engine, PasswordFile, Option };

struct FamilyName
{
    std::string family; ///< Such as "POSTGRES" of POSTGRES_USER; upper case.
    Field field = Field::Host;
    std::string_view option = {}; ///< libpq's, for Field::Option.
};

struct Member
{
    Field field;
    std::string_view option;
    const Variable *variable;
};

struct Family
{
    std::string name;
    std::vector<Member> members;
};

constexpr auto Suffixes = std::to_array<std::pair<std::string_view, Field>>({
    {"PASSWORD_FILE", Field::PasswordFile},
    {"CONNECTION_STRING", Field::Url},
    {"URL", Field::Url},
    {"URI", Field::Url},
    {"DSN", Field::Url},
    {"HOST", Field::Host},
    {"HOSTNAME", Field::Host},
    {"SERVER", Field::Host},
    {"PORT", Field::Port},
    {"USER", Field::User},
    {"USERNAME", Field::User},
    {"PASSWORD", Field::Password},
    {"PASSWD", Field::Password},
    {"PASS", Field::Password},
    {"PWD", Field::Password},
    {"DB", Field::Database},
    {"DBNAME", Field::Database},
    {"DATABASE", Field::Database},
    {"NAME", Field::Database},
    {"SSLMODE", Field::Option},
    {"SSL_MODE", Field::Option},
    {"ENGINE", Field::Engine},
    {"CONNECTION", Field::Engine},
    {"TYPE", Field::Engine},
    {"DRIVER", Field::Engine},
    {"ADAPTER", Field::Engine},
    {"DIALECT", Field::Engine},
    {"CLIENT", Field::Engine},
});

struct LibpqName
{
    std::string_view name;
    Field field;
    std::string_view option = {};
};

// https://www.postgresql.org/docs/17/libpq-envars.html
constexpr auto LibpqNames = std::to_array<LibpqName>({
    {"PGHOST", Field::Host},
    {"PGPORT", Field::Port},
    {"PGUSER", Field::User},
    {"PGPASSWORD", Field::Password},
    {"PGDATABASE", Field::Database},
    {"PGHOSTADDR", Field::Option, "hostaddr"},
    {"PGSSLMODE", Field::Option, "sslmode"},
    {"PGSSLNEGOTIATION", Field::Option, "sslnegotiation"},
    {"PGSSLROOTCERT", Field::Option, "sslrootcert"},
    {"PGSSLCERT", Field::Option, "sslcert"},
    {"PGSSLKEY", Field::Option, "sslkey"},
    {"PGCHANNELBINDING", Field::Option, "channel_binding"},
    {"PGREQUIREAUTH", Field::Option, "require_auth"},
    {"PGGSSENCMODE", Field::Option, "gssencmode"},
    {"PGCONNECT_TIMEOUT", Field::Option, "connect_timeout"},
    {"PGTARGETSESSIONATTRS", Field::Option, "target_session_attrs"},
    {"PGOPTIONS", Field::Option, "options"},
    {"PGAPPNAME", Field::Option, "application_name"},
    {"PGPASSFILE", Field::Option, "passfile"},
    {"PGSERVICE", Field::Option, "service"},
});

std::string normalName(std::string_view name)
{
    std::string out = uppered(name);
    std::ranges::replace_if(out, [](char c) { return c == '-' || c == '.'; }, '_');
    return out;
}

std::optional<FamilyName> familyName(std::string_view raw)
{
    const std::string name = normalName(raw);
    for (const LibpqName &each : LibpqNames) {
        if (name == each.name)
            return FamilyName{"PG", each.field, each.option};
    }
    for (const auto &[suffix, field] : Suffixes) {
        if (name == suffix)
            return FamilyName{{}, field, "sslmode"};
        if (name.size() <= suffix.size() + 1 || !name.ends_with(suffix) ||
            name[name.size() - suffix.size() - 1] != '_')
            continue;
        std::string family = name.substr(0, name.size() - suffix.size() - 1);
        if (family == "POSTGRES_DB" || family == "POSTGRESQL_DB" || family == "PG_DB")
            family.resize(family.size() - 3);
        return FamilyName{std::move(family), field, "sslmode"};
    }
    return {};
}

bool isPostgresWord(std::string_view text)
{
    return std::ranges::any_of(
        std::to_array<std::string_view>({"PG", "POSTGRES", "POSTGRESQL", "PSQL", "PGSQL"}),
        [&](std::string_view word) { return hasWord(text, word); });
}

bool isDatabaseWord(std::string_view text)
{
    return std::ranges::any_of(
        std::to_array<std::string_view>({"DB", "DATABASE", "DATASOURCE", "SQL", "R2DBC", "JDBC"}),
        [&](std::string_view word) { return hasWord(text, word); });
}

/// What a family is about.
enum class Engine { Postgres, Unknown, Other };

Engine engineOf(const Family &family, const Owner &owner)
{
    for (const Member &member : family.members) {
        const std::string value = lowered(member.variable->value.view().substr(0, 64));
        if (member.field == Field::Engine && value.find(MarkerStart) == std::string::npos)
            return value.find("postg") != std::string::npos || hasWord(value, "pgsql") ||
                           hasWord(value, "psql") || hasWord(value, "pg")
                       ? Engine::Postgres
                       : Engine::Other;
        if (member.field == Field::Port && (value == "3306" || value == "1433" || value == "27017"))
            return Engine::Other;
    }
    if (isPostgresWord(family.name) || (family.name.empty() && isPostgresWord(owner.label)))
        return Engine::Postgres;
    const bool database =
        isDatabaseWord(family.name) || (family.name.empty() && isDatabaseWord(owner.label));
    if (!database)
        return Engine::Other;
    const bool ownPort = std::ranges::any_of(family.members, [](const Member &member) {
        return member.field == Field::Port && member.variable->value.view() == "5432";
    });
    return ownPort ? Engine::Postgres : Engine::Unknown;
}

/// An address such as "db:5432" where a host name belongs.
void setHost(Statement &statement, std::string_view value)
{
    const std::size_t colon = value.find(':');
    const auto port =
        colon == std::string_view::npos ? std::nullopt : portNumber(value.substr(colon + 1));
    setOption(statement, "host", port ? value.substr(0, colon) : value);
    if (port)
        setOption(statement, "port", value.substr(colon + 1));
}

void setField(Statement &statement, const Member &member)
{
    const std::string_view value = member.variable->value.view();
    switch (member.field) {
    case Field::Host:
        return setHost(statement, value);
    case Field::Port:
        return setOption(statement, "port", value);
    case Field::User:
        return setOption(statement, "user", value);
    case Field::Password:
        return setPassword(statement, value);
    case Field::Database:
        return setOption(statement, "dbname", value);
    case Field::Option:
        return setOption(statement, member.option, value);
    case Field::PasswordFile:
        return addNote(statement, {NoteId::PasswordInFile, member.variable->name});
    case Field::Url:
    case Field::Engine:
        break;
    }
}

bool isPlaceField(Field field)
{
    return field != Field::Url && field != Field::Engine;
}

void addOrigin(Statement &statement, const Variable &variable)
{
    if (statement.line == 0)
        statement.file = variable.file;
    if (statement.file == variable.file)
        addLine(statement, variable.line);
    for (const Note &note : variable.notes)
        addNote(statement, note);
}

Statement newStatement(const Owner &owner, const Variable &variable)
{
    Statement out{.kind = owner.kind,
                  .label = owner.label.empty() ? variable.name : owner.label,
                  .surroundings = owner.surroundings,
                  .service = owner.service};
    addOrigin(out, variable);
    return out;
}

/// What a family says without its addresses; nothing if that is no credential.
std::optional<Statement> familyStatement(const Family &family, const Owner &owner)
{
    std::optional<Statement> out;
    bool credential = false;
    for (const Member &member : family.members) {
        if (!isPlaceField(member.field) || member.variable->value.empty())
            continue;
        if (!out)
            out = newStatement(owner, *member.variable);
        addOrigin(*out, *member.variable);
        setField(*out, member);
        credential = credential || member.field == Field::Password || member.field == Field::User ||
                     member.field == Field::PasswordFile;
    }
    return credential ? out : std::nullopt;
}

/// True if the two say nothing different.
bool agree(const Statement &a, const Statement &b)
{
    if (a.hasPassword && b.hasPassword && a.password != b.password)
        return false;
    return std::ranges::all_of(a.options, [&](const auto &option) {
        const auto other = b.options.find(option.first);
        return other == b.options.end() || other->second == option.second;
    });
}

/// Adds what the other knows and this does not.
void fold(Statement &statement, const Statement &other)
{
    statement.options.insert(other.options.begin(), other.options.end());
    if (!statement.hasPassword && other.hasPassword) {
        statement.password = other.password;
        statement.hasPassword = true;
    }
    if (statement.file == other.file) {
        addLine(statement, other.line);
        for (const int line : other.otherLines)
            addLine(statement, line);
    }
    for (const Note &note : other.notes)
        addNote(statement, note);
    for (const std::string &name : other.unresolved)
        takeMarkers(statement, unresolvedMarker(name));
}

/// The statements of all variables that hold an address.
std::vector<Statement> addressStatements(const Family &family, const Owner &owner)
{
    std::vector<Statement> out;
    for (const Member &member : family.members) {
        const Variable &variable = *member.variable;
        Statement statement = newStatement(owner, variable);
        if (owner.label.empty())
            statement.label = variable.name;
        if (readConnectionText(variable.value.view(), statement))
            out.push_back(std::move(statement));
        else if (member.field == Field::Url && isPostgresWord(family.name) &&
                 takeMarkers(statement, variable.value.view()))
            out.push_back(std::move(statement)); // nothing but the name of a variable
    }
    return out;
}

void readFamily(const Family &family, const Owner &owner, std::vector<Statement> &out)
{
    std::vector<Statement> addresses = addressStatements(family, owner);
    std::optional<Statement> rest;
    const Engine engine = addresses.empty() ? engineOf(family, owner) : Engine::Postgres;
    if (engine != Engine::Other)
        rest = familyStatement(family, owner);
    if (rest && engine == Engine::Unknown)
        addNote(*rest, {NoteId::EngineNotStated, {}});
    const auto same = std::ranges::find_if(
        addresses, [&](const Statement &address) { return rest && agree(address, *rest); });
    if (same != addresses.end())
        fold(*same, *rest);
    else if (rest)
        addresses.push_back(std::move(*rest));
    std::ranges::move(addresses, std::back_inserter(out));
}

} // namespace

const Variable *findVariable(const Variables &variables, std::string_view name)
{
    const auto found =
        std::ranges::find(variables.rbegin(), variables.rend(), name, &Variable::name);
    return found == variables.rend() ? nullptr : &*found;
}

VariableLookup lookupIn(std::vector<const Variables *> environments)
{
    return [environments = std::move(environments)](std::string_view name) -> const SecretText * {
        for (const Variables *each : environments) {
            if (const Variable *found = findVariable(*each, name))
                return &found->value;
        }
        return nullptr;
    };
}

std::vector<Statement> statementsFrom(const Variables &variables, const Owner &owner)
{
    std::vector<Family> families; // in the order of the file
    std::map<std::string, std::size_t> places;
    for (const Variable &variable : variables) {
        auto name = familyName(variable.name);
        if (!name) // any variable may hold an address
            name = FamilyName{'=' + variable.name, Field::Url};
        const auto [place, added] = places.emplace(name->family, families.size());
        if (added)
            families.push_back({.name = name->family});
        families[place->second].members.push_back({name->field, name->option, &variable});
    }
    std::vector<Statement> out;
    for (const Family &family : families) {
        if (out.size() < MaxNodes)
            readFamily(family, owner, out);
    }
    return out;
}

} // namespace pgaccess
