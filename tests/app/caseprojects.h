// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QStringList>

namespace tests {

/// The files of a project that knows the right name, in a folder; gives the folder.
QString writeProject(const QString &project, const QString &password, const QString &port);

/// What the application knows, what it said, and the rules of the server; gives their paths. Some
/// are missing if they could not be written.
QStringList writeFieldCase(const QString &project, const QString &password, const QString &port,
                           const QByteArray &hba);

} // namespace tests
