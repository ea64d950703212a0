// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/ladder/evidencefiles.h"
#include "commandline/hbarequest.h"

#include <QSize>
#include <QString>
#include <QStringList>

#include <expected>
#include <optional>
#include <string>

namespace app {

/// The exit codes of every sub-command.
enum class ExitCode {
    Fine = 0,
    Found = 1,   ///< Something was found, or an action did not reach its aim.
    Usage = 2,   ///< Wrong usage, or input that cannot be read.
    Connect = 3, ///< Could not connect.
};

/// What the command line asks for.
struct Request
{
    enum class Command {
        Window,
        Snapshot,
        Locks,
        Roles,
        Databases,
        Cancel,
        Terminate,
        RollbackPrepared,
        HbaCheck,
        HbaMatch,
        Picture,
        Check,
        PracticeStart,
        PracticeStop,
        PracticeList,
        PracticeKeep, ///< For ourselves only, see keeper.h.
    };
    Command command = Command::Window;
    bool json = false;
    QString connection; ///< A connection string, a URI, or the name of a profile.
    // cancel, terminate
    int pid = 0;
    QString backendStart;
    QString gid; ///< rollback-prepared
    bool yes = false;
    // locks
    bool tree = false;
    HbaRequest hba; ///< hba check, hba match
    // picture
    QString output; ///< The file to write.
    QString panel;
    QString segment; ///< A part of the panel; empty for its first.
    QSize size{1440, 900};
    double scale = 1;
    bool dark = false;
    // check
    QStringList from;          ///< Files and folders that name connections.
    bool readEnvFiles = false; ///< Also what compose files name as env_file.
    pgaccess::EvidenceFiles evidence;
    QString asAdmin; ///< A second connection, with more rights.
    // practice
    QString name; ///< Of the scenario, the server or the folder.
    bool foreground = false;
    bool wait = false;     ///< Until the scenario is staged.
    bool untilEof = false; ///< End when standard input does.

    bool operator==(const Request &) const = default;
};

/// Why there is nothing to run: help was asked for, or the usage is wrong.
struct Refusal
{
    ExitCode exitCode = ExitCode::Usage;
    QString text;
};

/// Reads the arguments. Makes no decisions about the world: files and connections are not looked
/// at.
std::expected<Request, Refusal> parseCommandLine(int argc, const char *const *argv);

/// "1440x900", from 200 to 10000 each.
std::optional<QSize> parseSize(const std::string &text);

} // namespace app
