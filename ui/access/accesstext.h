// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/importpreview.h"

#include <QColor>
#include <QIcon>
#include <QPalette>

namespace ui {

struct Tokens;

// What the values of pgaccess are called on the screen.

QString colourName(pgaccess::ProfileColour colour);

/// The colour of a profile in this theme; invalid for None.
QColor profileInk(pgaccess::ProfileColour colour, const Tokens &tokens);

/// A round swatch in that colour; an empty ring for None.
QIcon profileSwatch(pgaccess::ProfileColour colour, const QPalette &palette);

/// What a TLS mode protects against, in one sentence.
QString tlsExplanation(const QString &sslMode);

/// Why a pass file is not honoured, and what to do; empty if it is.
QString passFileText(pgaccess::PassFileState state);

QString problemText(const pgaccess::ProfileProblem &problem);

/// "sslkey (line 4): names a file of this machine". Without the value, which may be a secret.
QString ignoredText(const pgaccess::IgnoredKey &key);

/// The whole note, with its place in the file.
QString noteText(const pgaccess::ImportNote &note);

/// The path with "~" for the home folder.
QString shortPath(const QString &path);

} // namespace ui
