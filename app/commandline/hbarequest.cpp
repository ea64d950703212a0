// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/hbarequest.h"

#include <CLI/CLI.hpp>

namespace app {

namespace {

CLI::Option *addText(CLI::App &command, const char *name, QString &place, const char *help)
{
    return command.add_option_function<std::string>(
        name, [&place](const std::string &text) { place = QString::fromStdString(text); }, help);
}

CLI::Option *addList(CLI::App &command, const char *name, QStringList &place, const char *help)
{
    const auto take = [&place](const std::vector<std::string> &words) {
        for (const std::string &word : words)
            place.append(QString::fromStdString(word));
    };
    return command.add_option_function<std::vector<std::string>>(name, take, help);
}

} // namespace

void addHbaOptions(CLI::App &command, HbaRequest &request)
{
    CLI::App *source = command.add_option_group("rules");
    addText(*source, "FILE", request.file, "A pg_hba.conf on this machine");
    CLI::Option *server = addText(*source, "--server", request.server,
                                  "The files of a server: a connection string, a URI, or the name "
                                  "of a saved connection");
    source->require_option(1);
    addText(command, "--ident", request.ident, "A pg_ident.conf on this machine")->excludes(server);
    command
        .add_option("--server-version", request.version,
                    "Which PostgreSQL is to read the file; without it, 18")
        ->check(CLI::Range(13, 18))
        ->excludes(server);
}

void addHbaSuperusers(CLI::App &command, HbaRequest &request)
{
    addList(command, "--superuser", request.superusers,
            "A superuser of the server that the file is for; without it, postgres")
        ->allow_extra_args(false)
        ->excludes(command.get_option("--server"));
}

void addHbaClient(CLI::App &command, HbaRequest &request)
{
    command
        .add_option_function<std::string>(
            "--type", [&request](const std::string &type) { request.local = type == "local"; },
            "By the socket, or by TCP")
        ->required()
        ->check(CLI::IsMember({"local", "host"}));
    addText(command, "--user", request.user, "The role that logs in")->required();
    addText(command, "--database", request.database, "The database that it wants")->required();
    addText(command, "--address", request.address, "Where it comes from");
    command.add_flag("--ssl", request.ssl, "Over TLS");
    command.add_flag("--gss", request.gss, "Encrypted by GSSAPI");
    command.add_flag("--replication", request.replication, "For physical replication");
    command.add_flag("--superuser", request.superuser,
                     "The role is a superuser, which makes it a member of no other");
    addList(command, "--member-of", request.memberOf, "A role that it is a member of")
        ->allow_extra_args(false);
    addList(command, "--server-addresses", request.serverAddresses,
            "The server's own addresses with their networks, such as 10.1.2.3/24,::1")
        ->delimiter(',')
        ->allow_extra_args(false);
}

} // namespace app
