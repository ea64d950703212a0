// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/passfilereader.h"
#include "access/profile.h"
#include "access/sources/compose.h"
#include "access/sources/sourcefile.h"
#include "base/secret.h"

#include <QList>
#include <QString>

#include <map>

namespace pgaccess {

/// Where a credential is stated.
struct Place
{
    SourceKind kind = SourceKind::DotEnv;
    QString file;          ///< Relative to the folder that was read; empty for the environment.
    int line = 0;          ///< From 1; 0 = not of a line.
    QList<int> otherLines; ///< More lines of the same statement.
    QString label;         ///< Variable, section or service. Foreign text.

    bool operator==(const Place &) const = default;
};

/// A note with the place that it is about.
struct PlacedNote
{
    NoteId id = NoteId::IgnoredOption;
    QString subject; ///< Foreign text, never a value.
    Place place;
    int line = 0; ///< Of the subject, where it is a file.

    bool operator==(const PlacedNote &) const = default;
};

/// Why an address can or cannot be reached from this machine, as far as the files tell.
enum class Reach {
    Unknown,      ///< Nothing special: try it.
    Published,    ///< Made of an address within a container network and a published port.
    Translated,   ///< Within a container network; another candidate is the way to it from here.
    NotPublished, ///< Within a container network, with no published port of a known number.
    Cluster,      ///< A name that only pods of a Kubernetes cluster know.
    OwnContainer, ///< "localhost" as a container means it.
};

/// One connection that can be tried.
struct Candidate
{
    pg::ConnectionSpec spec; ///< What is known; no secret in it.
    base::Secret password;
    bool hasPassword = false;
    Reach reach = Reach::Unknown;
    bool insideContainer = false; ///< The address is of the container network or cluster.
    int credential = -1;          ///< Index in Candidates::credentials.
    int translation = -1;         ///< The candidate that leads to the same server; -1 = none.
    QString service;              ///< The compose service that it leads to, where known.
    QList<Place> places;          ///< The first one names the candidate.
    QStringList unresolved;       ///< Variables without a value: these parts are not known.
    QList<PlacedNote> notes;

    bool isComplete() const { return unresolved.isEmpty(); }
};

/// A user of a database with a password, wherever it is stated.
struct Credential
{
    QString user;     ///< Empty = not stated.
    QString database; ///< Empty = not stated.
    base::Secret password;
    bool hasPassword = false;
    QList<Place> places;
    QList<int> candidates;
};

/// Two credentials that cannot both be right.
struct Contradiction
{
    enum class Kind { Password, Database };

    Kind kind = Kind::Password;
    int first = 0; ///< Index of a credential.
    int second = 0;

    bool operator==(const Contradiction &) const = default;
};

/// What became of a file.
struct FileReport
{
    QString file; ///< As places call it.
    QString path;
    SourceKind kind = SourceKind::DotEnv;
    SourceProblem problem = SourceProblem::None;
    int problemLine = 0;
    QString trouble; ///< The system's words if the file could not be read.
    int statements = 0;
    PassFileState passFileState = PassFileState::Usable; ///< Of a pass file.
};

/// Everything that files say about connections: what is to be tried.
struct Candidates
{
    QList<Candidate> candidates; ///< Those that can be reached from here first.
    QList<Credential> credentials;
    QList<Contradiction> contradictions;
    QList<FileReport> files;
    QStringList
        needConsent; ///< Files that compose files name (env_file), not read without consent.
    QStringList notFollowed; ///< Files that "include" and "extends" name.
    bool complete = true;    ///< False if limits ended the search.
};

/// What the reading of several files gave, before it is merged.
struct Statements
{
    std::vector<Statement> statements; ///< Each with its file.
    std::vector<ComposeService> services;
};

/// Brings equal credentials together and makes the ways to them: for an address within a compose
/// network also that of the published port. Fills candidates, credentials and contradictions.
Candidates mergeStatements(const Statements &statements);

/// A profile for a candidate: asks for no ambient secret, and holds none.
Profile profileFor(const Candidate &candidate);

/// "docker-compose.yml:4".
QString placeText(const Place &place);

/// "heimdex@localhost:5432/heimdex · docker-compose.yml:4", without the password.
QString describe(const Candidate &candidate);

/// "unknown", "published" …: the words of a machine-readable answer.
QLatin1StringView reachWord(Reach reach);
QLatin1StringView noteWord(NoteId note);

} // namespace pgaccess
