// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMetaType>
#include <QString>

#include <expected>

namespace base {

/// Where a failure came from. Callers branch on this or on the SQLSTATE class, never on a text.
enum class ErrorKind {
    Server, ///< PostgreSQL (or a pooler) said no; sqlState is set unless the sender left it out.
    ConnectionLost, ///< The connection broke or could not be made.
    Timeout,        ///< A deadline of ours passed.
    Cancelled,      ///< We ended it ourselves.
    PasswordNeeded, ///< The server asks for a password, and there was none to send.
    Local,          ///< This machine: a file, the keyring, a wrong setting.
};

/// What went wrong, in PostgreSQL's own words where it spoke, plus what was being attempted.
struct Error
{
    ErrorKind kind = ErrorKind::Local;
    QString sqlState;
    QString message;
    QString detail;
    QString hint;
    QString attempting; ///< Such as "connecting to 10.0.0.5 port 5432"; empty if obvious.

    bool operator==(const Error &) const = default;

    /// True if the SQLSTATE belongs to the two-character class, such as "28".
    bool isClass(QLatin1StringView sqlClass) const { return sqlState.startsWith(sqlClass); }
};

/// What every function returns that can fail for reasons outside the program.
template <typename T>
using Result = std::expected<T, Error>;

/// An Error of kind Local, ready to return.
inline std::unexpected<Error> localError(const QString &message, const QString &hint = {})
{
    return std::unexpected(Error{.kind = ErrorKind::Local, .message = message, .hint = hint});
}

} // namespace base

Q_DECLARE_METATYPE(base::Error)
