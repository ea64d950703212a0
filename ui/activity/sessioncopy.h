// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QList>
#include <QString>

class QAction;

namespace ui {

class SessionView;

enum class CopyFormat { Text, Csv, Json };

/// The selected sessions, or all in the table if none is selected. As text: the columns that are
/// shown, aligned; as CSV and JSON: all fields by the names of the command line.
QString sessionsAsText(const SessionView &view, CopyFormat format);

/// A command for each format, with the view as their parent.
QList<QAction *> makeCopyActions(SessionView *view);

} // namespace ui
