// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/otherfiles.h"

#include "access/parselimits.h"
#include "access/passfile.h"
#include "access/serversjson.h"
#include "access/servicefile.h"
#include "access/sources/sourcetext.h"

namespace pgaccess {

namespace {

SourceProblem problemFor(ServersProblem problem)
{
    switch (problem) {
    case ServersProblem::None:
    case ServersProblem::NotServers:
        return SourceProblem::None;
    case ServersProblem::TooLarge:
        return SourceProblem::TooLarge;
    case ServersProblem::TooDeep:
        return SourceProblem::TooDeep;
    case ServersProblem::TooManyNodes:
        return SourceProblem::TooManyNodes;
    case ServersProblem::NotUtf8:
        return SourceProblem::NotUtf8;
    case ServersProblem::NotJson:
        break;
    }
    return SourceProblem::Syntax;
}

Statement readService(const Service &service, std::string_view bytes)
{
    Statement out{.kind = SourceKind::ServiceFile, .line = service.line, .label = service.name};
    for (const ServiceSetting &setting : service.settings) {
        if (setting.option == "password")
            setPassword(out, bytes.substr(setting.offset, setting.length));
        else
            setOption(out, setting.option, setting.value);
        addLine(out, setting.line);
    }
    for (const BadServiceLine &bad : service.problems) {
        if (bad.problem == ServiceProblem::LdapLine || bad.problem == ServiceProblem::NestedService)
            addNote(out, {NoteId::FileNotFollowed, {}, bad.line});
    }
    return out;
}

/// The statement of one line, which is parsed alone: above it others may match the same names.
Statement readPassLine(const PassLine &line, std::string_view text)
{
    Statement out{.kind = SourceKind::PassFile, .line = line.line};
    const std::string port = line.port.value_or("5432"), database = line.database.value_or("*");
    setOption(out, "host", *line.host);
    setOption(out, "port", port);
    setOption(out, "user", *line.user);
    if (line.database)
        setOption(out, "dbname", database);
    const auto place = findPassLine(text, {*line.host, port, database, *line.user});
    if (place && line.hasPassword) {
        SecretText raw(text.substr(place->offset, place->length));
        SecretBuilder password;
        const std::string_view bytes = raw.view();
        for (std::size_t i = 0; i < bytes.size() && bytes[i] != ':'; ++i) {
            if (bytes[i] == '\\' && i + 1 < bytes.size())
                ++i;
            password.append(bytes[i]);
        }
        setPassword(out, password.view());
    }
    return out;
}

} // namespace

SourceFile readServices(std::string_view bytes)
{
    SourceFile out{.problem = checkText(bytes, MaxFileBytes)};
    if (out.problem != SourceProblem::None)
        return out;
    for (const Service &service : parseServices(bytes).services) {
        if (!service.name.empty() && out.statements.size() < MaxStatements)
            out.statements.push_back(readService(service, bytes));
    }
    return out;
}

SourceFile readPassLines(std::string_view bytes)
{
    SourceFile out;
    const PassLines read = parsePassLines(bytes);
    out.problem = read.complete ? SourceProblem::None : SourceProblem::TooManyNodes;
    auto next = read.lines.begin();
    for (TextLines lines(bytes.substr(0, MaxFileBytes)); lines.next();) {
        if (next == read.lines.end() || out.statements.size() >= MaxStatements)
            break;
        if (lines.number() != next->line)
            continue;
        const PassLine &line = *next++;
        if (line.host && line.user && !line.host->empty() && !line.user->empty())
            out.statements.push_back(readPassLine(line, lines.line()));
    }
    return out;
}

SourceFile readPgAdmin(std::string_view bytes)
{
    const PgAdminServers read = parsePgAdminServers(bytes);
    SourceFile out{.problem = problemFor(read.problem)};
    for (const PgAdminServer &server : read.servers) {
        if (out.statements.size() >= MaxStatements)
            break;
        Statement statement{.kind = SourceKind::PgAdmin, .line = server.line, .label = server.name};
        setOption(statement, "host", server.host);
        setOption(statement, "dbname", server.database);
        setOption(statement, "user", server.user);
        setOption(statement, "sslmode", server.sslMode);
        if (server.port)
            setOption(statement, "port", std::to_string(*server.port));
        for (const IgnoredKey &key : server.ignored) {
            if (key.reason == IgnoreReason::NamesFile)
                addNote(statement, {NoteId::FileNotFollowed, {}, key.line});
        }
        out.statements.push_back(std::move(statement));
    }
    return out;
}

SourceFile readEnvironment(const Variables &environment)
{
    Variables own;
    for (const Variable &variable : environment) {
        if (variable.name.starts_with("PG") && own.size() < MaxVariables)
            own.push_back(variable);
    }
    return {.statements = statementsFrom(own, {.kind = SourceKind::Environment, .label = "PG*"})};
}

} // namespace pgaccess
