// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/compose.h"

#include "access/parselimits.h"
#include "access/sources/composeports.h"
#include "access/sources/sourcetext.h"
#include "access/sources/yamltree.h"

#include <algorithm>
#include <array>

namespace pgaccess {

namespace {

const DollarRules ComposeDollars{.doubled = true};

/// "registry:5000/team/postgres:16@sha256:…" is "postgres".
std::string imageName(std::string_view image)
{
    image = image.substr(0, image.find('@'));
    const std::size_t slash = image.rfind('/');
    if (slash != std::string_view::npos)
        image.remove_prefix(slash + 1);
    return lowered(image.substr(0, image.find(':')));
}

void put(Variables &variables, Variable variable)
{
    const auto found = std::ranges::find(variables, variable.name, &Variable::name);
    if (found != variables.end())
        *found = std::move(variable);
    else if (variables.size() < MaxVariables)
        variables.push_back(std::move(variable));
}

/// What the entry points of the images read.
struct ServerVariables
{
    const Variable *user = nullptr;
    const Variable *password = nullptr;
    const Variable *database = nullptr;
    const Variable *passwordFile = nullptr;
    const Variable *method = nullptr;

    bool any() const { return user || password || database || passwordFile || method; }
};

ServerVariables serverVariables(const Variables &variables)
{
    const auto either = [&](std::initializer_list<std::string_view> names) {
        const Variable *out = nullptr;
        for (const std::string_view name : names)
            out = out ? out : findVariable(variables, name);
        return out;
    };
    return {.user = either({"POSTGRES_USER", "POSTGRESQL_USERNAME", "POSTGRESQL_USER"}),
            .password = either({"POSTGRES_PASSWORD", "POSTGRESQL_PASSWORD"}),
            .database = either({"POSTGRES_DB", "POSTGRESQL_DATABASE", "POSTGRES_DATABASE"}),
            .passwordFile = either({"POSTGRES_PASSWORD_FILE", "POSTGRESQL_PASSWORD_FILE"}),
            .method = either({"POSTGRES_HOST_AUTH_METHOD"})};
}

class Reader final
{
public:
    explicit Reader(const ComposeSurroundings &around)
        : m_around(around)
        , m_lookup(lookupIn({&around.variables}))
    {
    }

    ComposeFile read(const YamlNode &root)
    {
        if (const YamlNode *include = root.find("include"))
            noteFiles(*include);
        const YamlNode *services = root.find("services");
        const bool old = !services && !root.find("version"); // services at the top, before 2016
        const YamlNode &list = services ? *services : root;
        for (std::size_t i = 0; i < list.keys.size(); ++i) {
            const YamlNode &service = list.items[i];
            if (service.kind == YamlNode::Kind::Map && (!old || service.find("image")))
                readService(list.keys[i], service);
        }
        return std::move(m_out);
    }

private:
    /// Stops where a short file would become a long one.
    Expanded expand(std::string_view text)
    {
        if (m_expanded > MaxFileBytes)
            return {};
        Expanded out = expandVariables(text, ComposeDollars, m_lookup);
        m_expanded += out.text.view().size();
        return out;
    }

    /// A text that is no secret; empty if it is unresolved.
    std::string plain(const YamlNode *node)
    {
        if (!node)
            return {};
        const Expanded out = expand(node->text.view());
        const bool unresolved = out.text.view().find(MarkerStart) != std::string_view::npos;
        return unresolved ? std::string() : std::string(out.text.view());
    }

    void noteFiles(const YamlNode &node)
    {
        if (node.kind == YamlNode::Kind::Text && m_out.notFollowed.size() < 64)
            m_out.notFollowed.emplace_back(node.text.view());
        for (const YamlNode &item : node.items)
            noteFiles(item.find("path") ? *item.find("path") : item);
    }

    void readService(const std::string &name, const YamlNode &node)
    {
        ComposeService service{.name = name, .file = {}, .image = plain(node.find("image"))};
        const YamlNode *extends = node.find("extends");
        if (extends && extends->find("file"))
            noteFiles(*extends->find("file"));
        service.hostNetwork = node.textOf("network_mode") == "host";
        for (const auto key : {"container_name", "hostname"}) {
            if (const std::string alias = plain(node.find(key)); !alias.empty())
                service.aliases.push_back(alias);
        }
        readAliases(node.find("networks"), service);
        if (const YamlNode *ports = node.find("ports")) {
            for (const YamlNode &port : ports->items)
                addPorts(port, service);
        }
        const Variables variables = readEnvironment(name, node);
        service.postgres = isServer(service, variables);
        if (service.postgres)
            addServer(service, variables);
        else
            addClient(service, variables);
        m_out.services.push_back(std::move(service));
    }

    void readAliases(const YamlNode *networks, ComposeService &service)
    {
        if (!networks)
            return;
        for (const YamlNode &network : networks->items) {
            const YamlNode *aliases = network.find("aliases");
            for (std::size_t i = 0; aliases && i < aliases->items.size(); ++i)
                service.aliases.push_back(plain(&aliases->items[i]));
        }
    }

    void addPorts(const YamlNode &node, ComposeService &service)
    {
        std::vector<PublishedPort> ports;
        if (node.kind == YamlNode::Kind::Map)
            ports = longPort({plain(node.find("target")), plain(node.find("published")),
                              plain(node.find("host_ip")), plain(node.find("protocol"))});
        else
            ports = shortPort(plain(&node));
        std::ranges::move(ports, std::back_inserter(service.ports));
    }

    /// A service without an image that has the server's variables is built from one.
    static bool isServer(const ComposeService &service, const Variables &variables)
    {
        if (!service.image.empty())
            return isPostgresImage(service.image);
        const bool published = std::ranges::any_of(
            service.ports, [](const PublishedPort &port) { return port.containerPort == 5432; });
        return published && serverVariables(variables).any();
    }

    Variables readEnvironment(const std::string &service, const YamlNode &node)
    {
        Variables out;
        if (const YamlNode *files = node.find("env_file"))
            readEnvFiles(service, *files, out);
        const YamlNode *environment = node.find("environment");
        for (std::size_t i = 0; environment && i < environment->items.size(); ++i) {
            if (environment->kind == YamlNode::Kind::Map)
                addVariable(environment->keys[i], environment->items[i], out);
            else
                addListed(environment->items[i], out);
        }
        return out;
    }

    void readEnvFiles(const std::string &service, const YamlNode &node, Variables &out)
    {
        if (node.kind == YamlNode::Kind::List) {
            for (const YamlNode &item : node.items)
                readEnvFiles(service, item, out);
            return;
        }
        const YamlNode *path = node.kind == YamlNode::Kind::Map ? node.find("path") : &node;
        const std::string name =
            path && path->kind == YamlNode::Kind::Text ? plain(path) : std::string();
        if (name.empty() || m_out.envFiles.size() >= 64)
            return;
        m_out.envFiles.push_back({service, name});
        const auto found = m_around.envFiles.find(name);
        if (found == m_around.envFiles.end())
            return;
        for (Variable variable : found->second) {
            variable.file = name;
            put(out, std::move(variable));
        }
    }

    void addVariable(const std::string &name, const YamlNode &value, Variables &out)
    {
        if (value.kind == YamlNode::Kind::Null)
            return addUnset(name, value.line, out);
        Expanded expanded = expand(value.text.view());
        put(out, {name, std::move(expanded.text), value.line, {}, std::move(expanded.notes)});
    }

    void addListed(const YamlNode &item, Variables &out)
    {
        const std::string_view text = item.text.view();
        const std::size_t equals = text.find('=');
        const std::string name(text.substr(0, equals));
        if (name.empty() || name.size() > 255)
            return;
        if (equals == std::string_view::npos)
            return addUnset(name, item.line, out);
        Expanded expanded = expand(text.substr(equals + 1));
        put(out, {name, std::move(expanded.text), item.line, {}, std::move(expanded.notes)});
    }

    /// A name alone takes the value of the environment in which compose runs.
    void addUnset(const std::string &name, int line, Variables &out)
    {
        const SecretText *value = m_lookup(name);
        put(out, {name, value ? *value : SecretText(unresolvedMarker(name)), line, {}, {}});
    }

    void addServer(const ComposeService &service, const Variables &variables)
    {
        const ServerVariables server = serverVariables(variables);
        Statement out{.kind = SourceKind::Compose,
                      .label = service.name,
                      .surroundings = Surroundings::Container,
                      .service = service.name};
        for (const Variable *each :
             {server.user, server.password, server.database, server.passwordFile, server.method})
            addOrigin(out, each);
        if (!server.any() || m_out.source.statements.size() >= MaxStatements)
            return;
        setOption(out, "host", service.name);
        setOption(out, "port", serverPort(variables));
        setUserAndDatabase(out, server);
        if (server.password)
            setPassword(out, server.password->value.view());
        if (server.password || server.passwordFile)
            addNote(out, {NoteId::FirstInitOnly, {}});
        if (server.passwordFile)
            addNote(out, {NoteId::PasswordInFile, server.passwordFile->name});
        if (server.method && server.method->value.view() == "trust")
            addNote(out, {NoteId::TrustedByImage, {}});
        std::ranges::sort(out.otherLines);
        m_out.source.statements.push_back(std::move(out));
    }

    static std::string serverPort(const Variables &variables)
    {
        for (const auto name : {"PGPORT", "POSTGRESQL_PORT_NUMBER"}) {
            const Variable *port = findVariable(variables, name);
            if (port && portNumber(port->value.view()))
                return std::string(port->value.view());
        }
        return "5432";
    }

    /// The user is "postgres" if not set, and the database is called as the user.
    static void setUserAndDatabase(Statement &out, const ServerVariables &server)
    {
        if (server.user && !server.user->value.empty()) {
            setOption(out, "user", server.user->value.view());
        } else {
            setOption(out, "user", "postgres");
            addNote(out, {NoteId::ImageDefault, "user"});
        }
        if (server.database && !server.database->value.empty()) {
            setOption(out, "dbname", server.database->value.view());
        } else if (!out.option("user").empty()) {
            setOption(out, "dbname", out.option("user"));
            addNote(out, {NoteId::ImageDefault, "dbname"});
        }
    }

    static void addOrigin(Statement &out, const Variable *variable)
    {
        if (!variable)
            return;
        if (out.line == 0 || (variable->file == out.file && variable->line < out.line)) {
            const int former = out.line;
            out.file = variable->file;
            out.line = variable->line;
            addLine(out, former);
        } else if (out.file == variable->file) {
            addLine(out, variable->line);
        }
        for (const Note &note : variable->notes)
            addNote(out, note);
    }

    void addClient(const ComposeService &service, const Variables &variables)
    {
        auto statements = statementsFrom(variables, {.kind = SourceKind::Compose,
                                                     .label = service.name,
                                                     .service = service.name,
                                                     .surroundings = Surroundings::Container});
        for (Statement &each : statements) {
            const std::string host = each.option("host");
            if (!service.hostNetwork && (host == "localhost" || host == "127.0.0.1"))
                addNote(each, {NoteId::OwnContainerOnly, {}});
            if (m_out.source.statements.size() < MaxStatements)
                m_out.source.statements.push_back(std::move(each));
        }
    }

    const ComposeSurroundings &m_around;
    VariableLookup m_lookup;
    ComposeFile m_out;
    std::size_t m_expanded = 0;
};

} // namespace

ComposeFile parseCompose(std::string_view bytes, const ComposeSurroundings &around)
{
    const YamlDocuments yaml = parseYaml(bytes);
    ComposeFile out;
    if (!yaml.documents.empty())
        out = Reader(around).read(yaml.documents.front());
    out.source.problem = yaml.problem;
    out.source.problemLine = yaml.problemLine;
    return out;
}

bool isPostgresImage(std::string_view image)
{
    static constexpr auto names = std::to_array<std::string_view>(
        {"postgis", "timescaledb", "timescaledb-ha", "pgvector", "pgroonga", "citus", "paradedb",
         "pgvecto-rs", "spilo", "age", "pg_duckdb", "tensorchord", "vchord-postgres"});
    static constexpr auto others = std::to_array<std::string_view>(
        {"export", "backup", "operator", "postgrest", "pgbouncer", "bouncer", "migrat", "client",
         "meta", "pgpool", "cron", "dump", "mcp"});
    const std::string name = imageName(image);
    if (std::ranges::any_of(others, [&](auto part) { return name.find(part) != name.npos; }))
        return false;
    return name.find("postgres") != std::string::npos || name.starts_with("spilo-") ||
           std::ranges::find(names, name) != names.end();
}

} // namespace pgaccess
