// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/sources/candidates.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>

/// A password that must appear in nothing but a password.
constexpr const char *SentinelPassword = "S3ntinel-Pa55word-Zq";

inline std::string passwordOf(const pgaccess::Statement &statement)
{
    return statement.hasPassword ? std::string(statement.password.view()) : "(none)";
}

inline bool hasNote(const pgaccess::Statement &statement, pgaccess::NoteId id)
{
    return std::ranges::contains(statement.notes, id, &pgaccess::Note::id);
}

inline QByteArray bytesOf(const base::Secret &secret)
{
    return secret.view().toByteArray();
}

/// Everything of a statement that a person may be shown, in one text.
inline std::string shown(const pgaccess::Statement &statement)
{
    std::string out = statement.file + '|' + statement.label + '|' + statement.service;
    for (const auto &[name, value] : statement.options)
        out += '|' + name + '=' + value;
    for (const std::string &name : statement.unresolved)
        out += '|' + name;
    for (const pgaccess::Note &note : statement.notes)
        out += '|' + note.subject;
    return out;
}

/// "user@host:port/database" of a statement; "?" for what it does not say.
inline std::string placeIn(const pgaccess::Statement &statement)
{
    const auto part = [&](const char *name) {
        const std::string value = statement.option(name);
        return value.empty() ? std::string("?") : value;
    };
    return part("user") + '@' + part("host") + ':' + part("port") + '/' + part("dbname");
}

inline QByteArray testFile(const QString &name)
{
    QFile file(QStringLiteral(PGVIGIL_TEST_DATA "/access/") + name);
    return file.open(QFile::ReadOnly) ? file.readAll() : QByteArray();
}

inline void writeTestFile(const QTemporaryDir &folder, const QString &name, const QByteArray &bytes)
{
    const QString path = folder.filePath(name);
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    if (!file.open(QFile::WriteOnly) || file.write(bytes) != bytes.size())
        qFatal("cannot write a test file");
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
}
