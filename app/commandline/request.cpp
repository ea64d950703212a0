// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/request.h"

#include "practice/scenario.h"

#include <CLI/CLI.hpp>

using namespace Qt::StringLiterals;

namespace app {

namespace {

using Command = Request::Command;

constexpr auto ConnectionHelp = "A connection string, a URI, or the name of a saved connection";

// Collects what CLI11 fills in, in its own types.
struct Raw
{
    std::string serverLog, hbaFile, identFile, asAdmin;
    std::vector<std::string> from;
    std::string connection, backendStart, gid, panel, segment, output, name;
    std::string scenario = "incident";
    std::string size = "1440x900";
    std::string theme = "light";
    Request request;
};

CLI::App *addCommand(CLI::App &parent, Raw &raw, Command command,
                     const std::array<const char *, 2> &text)
{
    CLI::App *sub = parent.add_subcommand(text[0], text[1]);
    sub->callback([&raw, command] { raw.request.command = command; });
    if (command != Command::Picture && command != Command::PracticeKeep)
        sub->add_flag("--json", raw.request.json, "Print one JSON document");
    return sub;
}

void addConnection(CLI::App *command, Raw &raw)
{
    command->add_option("CONN", raw.connection, ConnectionHelp)->required();
}

void addAction(CLI::App &parent, Raw &raw, Command kind, const std::array<const char *, 2> &text)
{
    CLI::App *command = addCommand(parent, raw, kind, text);
    addConnection(command, raw);
    command->add_option("PID", raw.request.pid, "The session's process number")
        ->required()
        ->check(CLI::Range(1, std::numeric_limits<int>::max()));
    command->add_option(
        "--backend-start", raw.backendStart,
        "When the session began, as snapshot --json prints it; another session with "
        "the same number is left alone");
    command->add_flag("--yes", raw.request.yes, "Do not ask");
}

void addRollback(CLI::App &parent, Raw &raw)
{
    CLI::App *command =
        addCommand(parent, raw, Command::RollbackPrepared,
                   {"rollback-prepared", "Undo a prepared transaction, whose locks nobody ends"});
    addConnection(command, raw);
    command->add_option("GID", raw.gid, "As pg_prepared_xacts shows it")->required();
    command->add_flag("--yes", raw.request.yes, "Do not ask");
}

void addLocks(CLI::App &parent, Raw &raw)
{
    CLI::App *command =
        addCommand(parent, raw, Command::Locks, {"locks", "Print who waits for whom"});
    addConnection(command, raw);
    command->add_flag("--tree", raw.request.tree, "As a tree, the root blockers first")
        ->excludes("--json");
    command->add_option("--svg", raw.output, "Draw the graph into this file, too");
}

void addInventory(CLI::App &parent, Raw &raw)
{
    addConnection(addCommand(parent, raw, Command::Roles,
                             {"roles", "Print the roles, what they may, and what is wrong"}),
                  raw);
    addConnection(addCommand(parent, raw, Command::Databases,
                             {"databases", "Print the databases, and what is wrong with them"}),
                  raw);
}

void addHba(CLI::App &parent, Raw &raw)
{
    CLI::App *hba = parent.add_subcommand("hba", "Who may log in: pg_hba.conf and pg_ident.conf");
    hba->require_subcommand(1);
    CLI::App *check = addCommand(*hba, raw, Command::HbaCheck,
                                 {"check", "Print the rules and what is wrong with them"});
    addHbaOptions(*check, raw.request.hba);
    addHbaSuperusers(*check, raw.request.hba);
    CLI::App *match = addCommand(*hba, raw, Command::HbaMatch,
                                 {"match", "Print which rule a client meets, and why no other"});
    addHbaOptions(*match, raw.request.hba);
    addHbaClient(*match, raw.request.hba);
}

void addPicture(CLI::App &parent, Raw &raw)
{
    CLI::App *command =
        addCommand(parent, raw, Command::Picture,
                   {"picture", "Save a panel as a picture, as the window shows it"});
    command->add_option("PANEL", raw.panel, "activity, locks, access, roles or databases")
        ->required()
        ->check(CLI::IsMember({"activity", "locks", "access", "roles", "databases"}));
    command->add_option("--segment", raw.segment, "Of access: connect (the ladder) or rules")
        ->check(CLI::IsMember({"connect", "rules"}));
    addConnection(command, raw);
    command->add_option("-o,--output", raw.output, "The PNG file to write")->required();
    command->add_option("--size", raw.size, "Width and height in pixels, such as 1440x900")
        ->check([](const std::string &text) {
            return parseSize(text) ? std::string() : "not a size such as 1440x900: " + text;
        });
    command->add_option("--theme", raw.theme, "light or dark")
        ->check(CLI::IsMember({"light", "dark"}));
    command->add_option("--scale", raw.request.scale, "Device pixels for each pixel, 1 to 4")
        ->check(CLI::Range(1.0, 4.0));
}

void addCheck(CLI::App &parent, Raw &raw)
{
    CLI::App *command =
        addCommand(parent, raw, Command::Check,
                   {"check", "Try connections step by step, and say why one fails"});
    command->add_option("CONN", raw.connection, ConnectionHelp);
    command
        ->add_option("--from", raw.from,
                     "A file or folder that names connections: .env, compose.yaml, alembic.ini …")
        ->allow_extra_args(false);
    command->add_flag("--env-files", raw.request.readEnvFiles,
                      "Also read the files that compose files name as env_file");
    command->add_option("--server-log", raw.serverLog, "The server's log, as evidence");
    command->add_option("--hba", raw.hbaFile, "The server's pg_hba.conf, as evidence");
    command->add_option("--ident", raw.identFile, "The server's pg_ident.conf");
    command->add_option("--as-admin", raw.asAdmin,
                        "A connection to the same server with more rights, as evidence");
    command->callback([&raw] {
        if (raw.connection.empty() && raw.from.empty())
            throw CLI::RequiredError("CONN or --from");
        raw.request.command = Command::Check;
    });
}

void addPractice(CLI::App &parent, Raw &raw)
{
    CLI::App *practice = parent.add_subcommand(
        "practice", "A private PostgreSQL on this machine with a staged incident");
    practice->require_subcommand(1);
    CLI::App *start = addCommand(*practice, raw, Command::PracticeStart,
                                 {"start", "Start one and print its connection string"});
    std::vector<std::string> names;
    for (const QString &name : scenarioNames())
        names.push_back(name.toStdString());
    start->add_option("SCENARIO", raw.scenario, "What happens on it")
        ->check(CLI::IsMember(names))
        ->default_str("incident");
    start->add_flag("--foreground", raw.request.foreground, "Stay, and end it when this ends");
    start->add_flag("--wait", raw.request.wait, "Say so only when the scene is at its height");
    start->add_flag("--until-eof", raw.request.untilEof)->group("");
    CLI::App *stop = addCommand(*practice, raw, Command::PracticeStop,
                                {"stop", "End the one of this name, or all"});
    stop->add_option("NAME", raw.name, "As practice list prints it");
    addCommand(*practice, raw, Command::PracticeList, {"list", "List those that run"});
    CLI::App *keep = addCommand(*practice, raw, Command::PracticeKeep, {"keep", ""});
    keep->group("");
    keep->add_option("FOLDER", raw.name)->required();
}

// After the commands, none of which goes together with them.
void addWindowOptions(CLI::App &parser, Raw &raw)
{
    CLI::Option *connect =
        parser.add_option("--connect", raw.connection, "Open the window on this server");
    parser.add_option("--name", raw.name, "What the window calls it")->needs(connect);
    for (CLI::App *command : parser.get_subcommands([](CLI::App *) { return true; }))
        command->excludes(connect);
}

Request finished(const Raw &raw)
{
    Request request = raw.request;
    request.connection = QString::fromStdString(raw.connection);
    request.backendStart = QString::fromStdString(raw.backendStart);
    request.gid = QString::fromStdString(raw.gid);
    request.panel = QString::fromStdString(raw.panel);
    request.segment = QString::fromStdString(raw.segment);
    request.output = QString::fromStdString(raw.output);
    for (const std::string &path : raw.from)
        request.from.append(QString::fromStdString(path));
    request.evidence = {.log = QString::fromStdString(raw.serverLog),
                        .hba = QString::fromStdString(raw.hbaFile),
                        .ident = QString::fromStdString(raw.identFile)};
    request.asAdmin = QString::fromStdString(raw.asAdmin);
    request.size = parseSize(raw.size).value_or(request.size);
    request.dark = raw.theme == "dark";
    const bool starts = request.command == Command::PracticeStart;
    request.name = QString::fromStdString(starts ? raw.scenario : raw.name);
    return request;
}

} // namespace

std::optional<QSize> parseSize(const std::string &text)
{
    const QStringList parts = QString::fromStdString(text).split(u'x');
    if (parts.size() != 2)
        return {};
    const QSize size(parts[0].toInt(), parts[1].toInt());
    const auto isSensible = [](int length) { return length >= 200 && length <= 10'000; };
    return isSensible(size.width()) && isSensible(size.height()) ? std::optional(size)
                                                                 : std::nullopt;
}

std::expected<Request, Refusal> parseCommandLine(int argc, const char *const *argv)
{
    Raw raw;
    CLI::App parser(
        "Watches PostgreSQL servers and helps in an incident. Without a command it opens "
        "its window.",
        "pgvigil");
    parser.set_version_flag("--version", "pgvigil " PGVIGIL_VERSION);
    parser.require_subcommand(0, 1);
    CLI::App *snapshot = addCommand(parser, raw, Command::Snapshot,
                                    {"snapshot", "Print what every session does now"});
    addConnection(snapshot, raw);
    addLocks(parser, raw);
    addInventory(parser, raw);
    addAction(parser, raw, Command::Cancel, {"cancel", "Cancel the statement that a session runs"});
    addAction(parser, raw, Command::Terminate, {"terminate", "End a session"});
    addRollback(parser, raw);
    addHba(parser, raw);
    addPicture(parser, raw);
    addCheck(parser, raw);
    addPractice(parser, raw);
    addWindowOptions(parser, raw);
    try { // CLI11 reports by exceptions; they end here
        parser.parse(argc, argv);
    } catch (const CLI::ParseError &problem) {
        std::ostringstream text;
        const bool asked = parser.exit(problem, text, text) == 0;
        return std::unexpected(Refusal{.exitCode = asked ? ExitCode::Fine : ExitCode::Usage,
                                       .text = QString::fromStdString(text.str()).trimmed()});
    }
    return finished(raw);
}

} // namespace app
