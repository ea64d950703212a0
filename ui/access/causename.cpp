// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosistext.h"

#include <array>

namespace ui {

using pgaccess::Cause;

namespace {

// In the order of Cause.
constexpr std::array Names = {
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "unreadable settings"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "service file"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "pass file"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "unknown host name"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "nothing listens there"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no answer in time"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no way to the address"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no such socket"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no right to the socket"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "not a PostgreSQL server"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "other protocol version"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "server is starting"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "server is recovering"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "server is shutting down"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "server process crashed"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "all connections in use"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "only reserved connections left"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "role's connection limit"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "database's connection limit"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "server speaks no TLS"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "server wants TLS"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "server wants no TLS"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "unknown certificate authority"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "certificate of another name"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "expired certificate"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "certificate not yet valid"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no common TLS version"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "client certificate"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "TLS files of this machine"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no line in pg_hba.conf"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "rejected by pg_hba.conf"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "unsafe way to log in"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no password given"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "wrong password"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "role does not exist"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "role has no password"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "password has expired"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "password stored in another form"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "system user is another"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "ident failed"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "outside authentication failed"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "role may not log in"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "database does not exist"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "database takes no connections"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no right to connect"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "no right to replicate"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "setting refused"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "session of another kind"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "login trigger"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "pooler knows no such database"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "pooler refuses the login"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "pooler is full"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "pooler has no server"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "pooler refuses a setting"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "connection lost"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "unknown"),
};
static_assert(Names.size() == size_t(Cause::Unknown) + 1);

} // namespace

QString DiagnosisText::name(Cause cause)
{
    return tr(Names[size_t(cause)]);
}

} // namespace ui
