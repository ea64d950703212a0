// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/sourcefile.h"
#include "access/sources/variables.h"

#include <map>

namespace pgaccess {

/// A port of a container that this machine can reach.
struct PublishedPort
{
    std::string hostIp; ///< Empty: every address of this machine.
    int hostPort = 0;   ///< 0: chosen when the container starts.
    int containerPort = 0;

    bool operator==(const PublishedPort &) const = default;
};

struct ComposeService
{
    std::string name;
    std::string file; ///< Set where several files are read.
    std::string image;
    std::vector<std::string> aliases; ///< Other names in the network.
    std::vector<PublishedPort> ports;
    bool postgres = false;    ///< Runs a PostgreSQL server.
    bool hostNetwork = false; ///< Has the machine's own addresses.

    bool operator==(const ComposeService &) const = default;
};

/// A file of variables that a service asks for.
struct EnvFileRequest
{
    std::string service;
    std::string path; ///< As written: relative to the compose file.

    bool operator==(const EnvFileRequest &) const = default;
};

struct ComposeFile
{
    SourceFile source;
    std::vector<ComposeService> services;
    std::vector<EnvFileRequest> envFiles;
    /// Files that "include" and "extends" name, which are not read.
    std::vector<std::string> notFollowed;
};

/// What lies beside a compose file.
struct ComposeSurroundings
{
    Variables variables; ///< For "${NAME}": those of ".env" in the same folder.
    /// By the path as written, where a person agreed that they be read.
    std::map<std::string, Variables> envFiles;
};

/// Reads a compose file: the credentials that its services name, and how they are reached.
ComposeFile parseCompose(std::string_view bytes, const ComposeSurroundings &around = {});

/// True for the images of PostgreSQL and of what is made of it.
bool isPostgresImage(std::string_view image);

} // namespace pgaccess
