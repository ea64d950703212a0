// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/recognise.h"

#include "access/sources/errortext.h"
#include "access/sources/sourcetext.h"

#include <algorithm>
#include <array>

namespace pgaccess {

namespace {

std::string lastPart(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    return lowered(slash == path.npos ? path : path.substr(slash + 1));
}

bool isYaml(const std::string &name)
{
    return name.ends_with(".yml") || name.ends_with(".yaml");
}

bool isDotEnv(const std::string &name)
{
    return name == ".env" || name.starts_with(".env.") || name.ends_with(".env") ||
           name == ".envrc" || name == "env.local";
}

bool isCompose(const std::string &name)
{
    return isYaml(name) && (name.starts_with("docker-compose") || name.starts_with("compose.") ||
                            name.starts_with("compose-") || name.starts_with("podman-compose"));
}

bool isSpring(const std::string &name)
{
    return (isYaml(name) || name.ends_with(".properties")) &&
           (name.starts_with("application.") || name.starts_with("application-") ||
            name.starts_with("bootstrap."));
}

bool isDjango(std::string_view path, const std::string &name)
{
    if (!name.ends_with(".py"))
        return false;
    const std::size_t slash = path.rfind('/');
    const std::string folder = slash == path.npos ? "" : lastPart(path.substr(0, slash));
    return name.find("settings") != std::string::npos || folder == "settings";
}

bool isPassFile(const std::string &name)
{
    return name == ".pgpass" || name == "pgpass" || name == "pgpass.conf" ||
           name.ends_with(".pgpass");
}

bool holds(std::string_view bytes, std::string_view part)
{
    return bytes.find(part) != bytes.npos;
}

/// Host, port, database, user and password between colons.
bool looksLikePassLine(std::string_view line)
{
    return std::ranges::count(line, ':') >= 4 && !holds(line, "://") && !holds(line, "=");
}

} // namespace

std::optional<SourceKind> kindByName(std::string_view path)
{
    const std::string name = lastPart(path);
    if (isDotEnv(name))
        return SourceKind::DotEnv;
    if (isCompose(name))
        return SourceKind::Compose;
    if (isSpring(name))
        return SourceKind::Spring;
    if (isDjango(path, name))
        return SourceKind::Django;
    if (isPassFile(name))
        return SourceKind::PassFile;
    if (name == "database.yml" || name == "database.yaml" || name == "database.yml.erb")
        return SourceKind::Rails;
    if (name.ends_with(".prisma"))
        return SourceKind::Prisma;
    if (name == "pg_service.conf" || name == ".pg_service.conf")
        return SourceKind::ServiceFile;
    if (name == "servers.json")
        return SourceKind::PgAdmin;
    if (name.starts_with("data-sources") && name.ends_with(".json"))
        return SourceKind::DBeaver;
    if (name.starts_with("alembic") && name.ends_with(".ini"))
        return SourceKind::Alembic;
    if (name.ends_with(".txt") && holds(name, "error"))
        return SourceKind::ErrorText;
    return {};
}

std::optional<SourceKind> kindByContent(std::string_view bytes)
{
    bytes = trimmed(withoutMark(bytes));
    if (bytes.starts_with('{'))
        return holds(bytes, "\"Servers\"") ? SourceKind::PgAdmin : SourceKind::DBeaver;
    if (holdsSecretManifest(bytes))
        return SourceKind::Kubernetes;
    if (holdsErrorText(bytes))
        return SourceKind::ErrorText;
    if (holds(bytes, "sqlalchemy.url"))
        return SourceKind::Alembic;
    if (holds(bytes, "DATABASES"))
        return SourceKind::Django;
    if (holds(bytes, "datasource ") && holds(bytes, "provider"))
        return SourceKind::Prisma;
    if (holds(bytes, "spring.") || holds(bytes, "spring:"))
        return SourceKind::Spring;
    if (bytes.starts_with("services:") || holds(bytes, "\nservices:"))
        return SourceKind::Compose;
    if (holds(bytes, "adapter:"))
        return SourceKind::Rails;
    for (TextLines lines(bytes); lines.next();) {
        const std::string_view line = trimmed(lines.line());
        if (line.empty() || line.front() == '#')
            continue;
        if (line.front() == '[')
            return SourceKind::ServiceFile;
        if (looksLikePassLine(line))
            return SourceKind::PassFile;
        return holds(line, "=") ? std::optional(SourceKind::DotEnv) : std::nullopt;
    }
    return {};
}

bool mayBeManifest(std::string_view path)
{
    return isYaml(lastPart(path));
}

bool holdsSecretManifest(std::string_view bytes)
{
    for (TextLines lines(withoutMark(bytes)); lines.next();) {
        std::string_view line = trimmed(lines.line());
        if (line.starts_with("- "))
            line = trimmed(line.substr(2));
        if (!line.starts_with("kind:"))
            continue;
        const std::string_view kind = trimmed(line.substr(5));
        if (kind == "Secret" || kind == "\"Secret\"" || kind == "'Secret'")
            return true;
    }
    return false;
}

bool isExampleFile(std::string_view path)
{
    const std::string name = lastPart(path);
    return std::ranges::any_of(std::to_array<std::string_view>(
                                   {"example", "sample", "template", "dist", "tmpl", "default"}),
                               [&](std::string_view word) { return hasWord(name, word); });
}

bool isSkippedFolder(std::string_view name)
{
    static constexpr auto skipped =
        std::to_array<std::string_view>({"node_modules",  ".git",        ".hg",
                                         ".svn",          ".bzr",        "venv",
                                         ".venv",         "virtualenv",  ".virtualenv",
                                         "site-packages", "__pycache__", ".tox",
                                         ".nox",          ".mypy_cache", ".pytest_cache",
                                         ".cache",        "vendor",      "bower_components",
                                         "target",        "build",       "dist",
                                         ".gradle",       ".terraform",  ".next",
                                         ".nuxt",         "coverage",    ".yarn",
                                         ".pnpm-store",   ".cargo",      ".rustup",
                                         ".npm"});
    return std::ranges::find(skipped, name) != skipped.end();
}

} // namespace pgaccess
