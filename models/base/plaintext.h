// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QString>

namespace base {

/// How much of a foreign text one cell or label may hold; longer ones cost seconds of layout.
constexpr qsizetype MaxCellLength = 512;

/// A foreign text made fit to be shown as an identity or in one line: control characters, line
/// separators, bidirectional and zero-width marks and lone surrogates become visible tokens such as
/// "␊" or "⟨U+202E⟩", and what is longer than the limit ends in "…".
QString visibleText(QStringView text, qsizetype limit = MaxCellLength);

/// Like visibleText(), but white space of any kind is one blank: for SQL in one line.
QString singleLine(QStringView text, qsizetype limit = MaxCellLength);

/// Decodes the bytes of a text whose encoding is unknown: UTF-8 where valid, each invalid byte as
/// U+FFFD. NUL bytes end the text, as in PostgreSQL.
QString decodeText(QByteArrayView bytes);

} // namespace base
