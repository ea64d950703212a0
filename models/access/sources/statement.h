// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/secrettext.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pgaccess {

/// What kind of file, or what else, names a connection.
enum class SourceKind {
    DotEnv,
    Compose,
    Alembic,
    Django,
    Rails,
    Prisma,
    Spring,
    ServiceFile,
    PassFile,
    Environment, ///< PG* variables that were set when the program started.
    PgAdmin,
    DBeaver,
    Kubernetes,
    ErrorText, ///< What a client said when it could not connect.
};

/// What else is to be said of a statement. The text is made where a person reads it.
enum class NoteId {
    FirstInitOnly,    ///< Sets the password only when the data directory is made.
    ImageDefault,     ///< The image's default stands for the option (subject).
    TrustedByImage,   ///< POSTGRES_HOST_AUTH_METHOD=trust: the image asks for no password.
    PasswordInFile,   ///< The password is in a file that the variable (subject) names.
    FilledIn,         ///< The value of the variable (subject) was filled in.
    DefaultTaken,     ///< The default written for the unset variable (subject) was taken.
    CommandNotRun,    ///< Text that a program would have to run first.
    DollarKept,       ///< "$" and the name of no variable: kept as it is written.
    IgnoredOption,    ///< An option (subject, if known) is not taken from a foreign file.
    BadOption,        ///< The option (subject) has a value that it cannot have.
    NotEscaped,       ///< A character in the URL should be written as %XX.
    EngineNotStated,  ///< Nothing says that it is PostgreSQL.
    FileNotFollowed,  ///< Another file (subject) is named and was not read.
    PasswordEncoded,  ///< The program keeps the password elsewhere, encoded.
    ExampleFile,      ///< A template of a file, not the file.
    OwnContainerOnly, ///< "localhost" within a container is the container itself.
    PasswordFromFile, ///< The password comes from a pass file (subject).
};

struct Note
{
    NoteId id = NoteId::IgnoredOption;
    std::string subject; ///< The name of a variable, option or file; never a value.
    int line = 0;        ///< From 1; 0 = the statement's own.

    bool operator==(const Note &) const = default;
};

/// Where a statement was made to be used.
enum class Surroundings {
    Machine,   ///< Nothing special is known.
    Container, ///< A service of a compose file.
    Cluster,   ///< A pod of Kubernetes.
};

/// What one place says about a connection, as far as it says it.
struct Statement
{
    SourceKind kind = SourceKind::DotEnv;
    std::string file;            ///< Set where the statement is not about the file that was read.
    int line = 0;                ///< From 1; 0 for the environment.
    std::vector<int> otherLines; ///< Where else this place says parts of it.
    std::string label;           ///< Variable, section or service.
    std::map<std::string, std::string> options; ///< libpq's, without secrets.
    SecretText password;
    bool hasPassword = false;            ///< Known, perhaps empty.
    std::vector<std::string> unresolved; ///< Variables that nothing gave a value.
    std::vector<Note> notes;
    Surroundings surroundings = Surroundings::Machine;
    std::string service; ///< Of the compose file, where it is one's.

    bool operator==(const Statement &) const = default;

    std::string option(const std::string &name) const;
};

// Text that no variable gave a value is held as a marker that can stand in no file that matters:
// \1NAME\2. A value with one in it is unresolved.
constexpr char MarkerStart = '\1';
constexpr char MarkerEnd = '\2';
std::string unresolvedMarker(std::string_view name);

/// Notes the names of the markers in a text as unresolved; false if there is none.
bool takeMarkers(Statement &statement, std::string_view text);

/// Sets an option of libpq, if it may be taken from a foreign file; else notes it. Never call it
/// with a secret.
void setOption(Statement &statement, std::string_view option, std::string_view value);
void setPassword(Statement &statement, std::string_view password);

void addNote(Statement &statement, Note note);
void addLine(Statement &statement, int line);

/// True for the options that a foreign file may set. Left out are those that name files or other
/// sources, or hold secrets.
bool isPlainOption(std::string_view option);

/// "dotenv", "compose" …
std::string_view sourceWord(SourceKind kind);

} // namespace pgaccess
