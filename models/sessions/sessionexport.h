// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <QJsonArray>
#include <QJsonObject>

#include <span>

namespace sessions {

/// Pointers to sessions of one snapshot, in the order in which to write them.
using SessionRefs = std::span<const snapshot::Session *const>;

/// The document `pgvigil.snapshot/1` that the command line promises.
QJsonObject snapshotToJson(const snapshot::Snapshot &snapshot);

/// Its array "sessions". Ages are as of the moment given; unknown is null.
QJsonArray sessionsToJson(SessionRefs sessions, base::Timestamp takenAt);

/// Comma-separated with the same field names as a first line, by RFC 4180. A text that a
/// spreadsheet would run as a formula gets an apostrophe in front.
QString sessionsToCsv(SessionRefs sessions, base::Timestamp takenAt);

/// One field of a CSV line, quoted if need be and safe in a spreadsheet.
QString csvField(const QString &text);

/// Lines of cells as text in columns; `rightAligned` says which columns are numbers. Cells have to
/// be single lines.
QString alignedText(const QList<QStringList> &lines, const QList<bool> &rightAligned);

} // namespace sessions
