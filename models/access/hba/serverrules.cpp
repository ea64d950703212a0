// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/serverrules.h"

#include "access/hba/rulesview.h"
#include "access/rules/rulesecrets.h"
#include "postgres/catalogue.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace pgaccess {

namespace {

using Results = pg::Connection::Results;

/// What was read of the server's files so far, and what a parser asked for in vain.
struct Files
{
    std::map<std::string, AuthFileAccess::Text> texts;
    std::map<std::string, AuthFileAccess::Names> folders;
    std::set<std::string> wantedTexts;
    std::set<std::string> wantedFolders;

    AuthFileAccess access()
    {
        const AuthFileProblem unread{.text = "not read yet"};
        const auto look = [unread](auto &known, auto &wanted, const std::string &path) {
            const auto found = known.find(path);
            if (found != known.end())
                return found->second;
            wanted.insert(path);
            using Value = std::decay_t<decltype(found->second)>;
            return Value(std::unexpected(unread));
        };
        return {.read = [this, look](const std::string &path) -> AuthFileAccess::Text {
                    return look(texts, wantedTexts, path);
                },
                .list = [this, look](const std::string &path) -> AuthFileAccess::Names {
                    return look(folders, wantedFolders, path);
                }};
    }
};

// As the server words the failure of a read, without what it was about.
AuthFileProblem problemOf(const base::Error &error)
{
    const QString reason = error.message.section(u": "_s, -1);
    return {.missing = error.sqlState == "58P01"_L1, .text = reason.toStdString()};
}

AuthFileAccess::Text textOf(const base::Result<pg::Rows> &result)
{
    if (!result)
        return std::unexpected(problemOf(result.error()));
    if (result->rowCount() == 0 || result->isNull(0, 0))
        return std::unexpected(
            AuthFileProblem{.missing = true, .text = "No such file or directory"});
    const QByteArrayView bytes = result->bytes(0, 0);
    return std::string(bytes.data(), size_t(bytes.size()));
}

AuthFileAccess::Names namesOf(const base::Result<pg::Rows> &result)
{
    if (!result)
        return std::unexpected(problemOf(result.error()));
    std::vector<std::string> names;
    for (int row = 0; row < result->rowCount(); ++row) {
        const QByteArrayView bytes = result->bytes(row, 0);
        names.emplace_back(bytes.data(), size_t(bytes.size()));
    }
    return names;
}

pg::Query fileQuery(const QString &name, const std::string &path, int version)
{
    QList<pg::Parameter> parameters{QByteArray::fromStdString(path)};
    if (name == "access/read_file"_L1)
        parameters.append(QByteArray::number(qint64(MaxAuthBytes) + 1));
    return {.sql = pg::statement(name, version), .parameters = parameters, .binary = true};
}

/// Fetches what is wanted; false if that was nothing.
QCoro::Task<bool> fetch(pg::Connection *connection, Files *files)
{
    const int version = connection->facts().serverVersion;
    const auto texts = std::exchange(files->wantedTexts, {});
    const auto folders = std::exchange(files->wantedFolders, {});
    for (const std::string &path : texts) {
        const auto result =
            co_await connection->run(fileQuery(u"access/read_file"_s, path, version));
        files->texts.emplace(path, textOf(result));
    }
    for (const std::string &path : folders) {
        const auto result =
            co_await connection->run(fileQuery(u"access/list_folder"_s, path, version));
        files->folders.emplace(path, namesOf(result));
    }
    co_return !texts.empty() || !folders.empty();
}

/// Parses again and again, until it lacks no file any more.
template <typename Parse>
QCoro::Task<std::invoke_result_t<Parse, AuthFileAccess>> parseRemote(pg::Connection *connection,
                                                                     Files *files, Parse parse)
{
    auto parsed = parse(files->access());
    for (int round = 0; round <= MaxAuthDepth + 1; ++round) {
        if (files->texts.size() > 1000 || !co_await fetch(connection, files))
            break;
        parsed = parse(files->access());
    }
    co_return parsed;
}

std::string utf8(const pg::Rows &rows, int row, const char *column)
{
    const QByteArrayView bytes = rows.bytes(row, rows.column(column));
    return std::string(bytes.data(), size_t(bytes.size()));
}

struct Facts
{
    std::string hbaFile;
    std::string identFile;
    ServerRules rules;
};

Facts factsOf(const pg::Rows &rows)
{
    Facts facts{.hbaFile = utf8(rows, 0, "hba_file"), .identFile = utf8(rows, 0, "ident_file")};
    facts.rules.tls = utf8(rows, 0, "ssl") == "on";
    const QByteArrayView names = rows.bytes(0, rows.column("superusers"));
    const QJsonArray superusers = QJsonDocument::fromJson(names.toByteArray()).array();
    for (const auto &name : superusers)
        facts.rules.superusers.insert(name.toString().toStdString());
    return facts;
}

QCoro::Task<IdentRules> readIdent(pg::Connection *connection, std::string path)
{
    const int version = connection->facts().serverVersion / 10'000;
    Files files;
    IdentRules ident;
    if (!path.empty()) {
        ident = co_await parseRemote(connection, &files, [&](const AuthFileAccess &access) {
            return parseIdentFile(path, access, version);
        });
        if (ident.problem.empty())
            co_return ident;
    }
    if (version < 15)
        co_return IdentRules{.version = version,
                             .problem = path.empty() ? "permission denied" : ident.problem};
    const auto view = co_await connection->run(
        {.sql = pg::statement(u"access/ident_mappings"_s, version * 10'000)});
    if (!view)
        co_return IdentRules{.version = version, .problem = view.error().message.toStdString()};
    co_return identRulesOfView(*view, path, version);
}

void keepTexts(const Files &files, ServerRules &rules)
{
    for (const auto &[path, text] : files.texts) {
        if (!text)
            continue;
        const std::string shown = withoutRuleSecrets(*text);
        rules.masked = rules.masked || shown != *text;
        rules.texts.emplace(path, shown);
    }
    for (const auto &[path, names] : files.folders) {
        if (names)
            rules.folders.emplace(path, *names);
    }
}

base::Error notAllowed(base::Error error, QString role)
{
    role = u'"' + role.replace(u'"', u"\"\""_s) + u'"';
    error.attempting = u"reading pg_hba_file_rules"_s;
    error.hint = u"GRANT SELECT ON pg_hba_file_rules TO "_s + role +
                 u"; GRANT EXECUTE ON FUNCTION pg_hba_file_rules() TO "_s + role + u';';
    return error;
}

} // namespace

QCoro::Task<base::Result<ServerRules>> readServerRules(pg::Connection *connection)
{
    const int number = connection->facts().serverVersion;
    const int version = number / 10'000;
    const auto known =
        co_await connection->run({.sql = pg::statement(u"access/hba_facts"_s, number)});
    if (!known)
        co_return std::unexpected(known.error());
    Facts facts = factsOf(*known);
    const auto view =
        co_await connection->run({.sql = pg::statement(u"access/hba_rules"_s, number)});
    ServerRules &rules = facts.rules;
    Files files;
    if (!facts.hbaFile.empty()) {
        rules.hba = co_await parseRemote(connection, &files, [&](const AuthFileAccess &access) {
            return parseHbaFile(facts.hbaFile, access, version);
        });
    }
    const auto text = files.texts.find(facts.hbaFile);
    rules.exact = text != files.texts.end() && text->second.has_value();
    if (!rules.exact && !view)
        co_return std::unexpected(notAllowed(view.error(), connection->facts().user));
    if (!rules.exact)
        rules.hba = hbaRulesOfView(*view, facts.hbaFile, version);
    else if (view)
        takeOpinions(*view, rules.hba);
    keepTexts(files, rules);
    rules.ident = co_await readIdent(connection, facts.identFile);
    co_return rules;
}

} // namespace pgaccess
