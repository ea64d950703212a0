// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosistext.h"

#include <array>

namespace ui {

using pgaccess::Cause;

QString DiagnosisText::name(Cause cause)
{
    // In the order of Cause.
    static constexpr std::array texts = {
        QT_TR_NOOP("unreadable settings"),
        QT_TR_NOOP("service file"),
        QT_TR_NOOP("pass file"),
        QT_TR_NOOP("unknown host name"),
        QT_TR_NOOP("nothing listens there"),
        QT_TR_NOOP("no answer in time"),
        QT_TR_NOOP("no way to the address"),
        QT_TR_NOOP("no such socket"),
        QT_TR_NOOP("no right to the socket"),
        QT_TR_NOOP("not a PostgreSQL server"),
        QT_TR_NOOP("other protocol version"),
        QT_TR_NOOP("server is starting"),
        QT_TR_NOOP("server is recovering"),
        QT_TR_NOOP("server is shutting down"),
        QT_TR_NOOP("server process crashed"),
        QT_TR_NOOP("all connections in use"),
        QT_TR_NOOP("only reserved connections left"),
        QT_TR_NOOP("role's connection limit"),
        QT_TR_NOOP("database's connection limit"),
        QT_TR_NOOP("server speaks no TLS"),
        QT_TR_NOOP("server wants TLS"),
        QT_TR_NOOP("server wants no TLS"),
        QT_TR_NOOP("unknown certificate authority"),
        QT_TR_NOOP("certificate of another name"),
        QT_TR_NOOP("expired certificate"),
        QT_TR_NOOP("certificate not yet valid"),
        QT_TR_NOOP("no common TLS version"),
        QT_TR_NOOP("client certificate"),
        QT_TR_NOOP("TLS files of this machine"),
        QT_TR_NOOP("no line in pg_hba.conf"),
        QT_TR_NOOP("rejected by pg_hba.conf"),
        QT_TR_NOOP("unsafe way to log in"),
        QT_TR_NOOP("no password given"),
        QT_TR_NOOP("wrong password"),
        QT_TR_NOOP("role does not exist"),
        QT_TR_NOOP("role has no password"),
        QT_TR_NOOP("password has expired"),
        QT_TR_NOOP("password stored in another form"),
        QT_TR_NOOP("system user is another"),
        QT_TR_NOOP("ident failed"),
        QT_TR_NOOP("outside authentication failed"),
        QT_TR_NOOP("role may not log in"),
        QT_TR_NOOP("database does not exist"),
        QT_TR_NOOP("database takes no connections"),
        QT_TR_NOOP("no right to connect"),
        QT_TR_NOOP("no right to replicate"),
        QT_TR_NOOP("setting refused"),
        QT_TR_NOOP("session of another kind"),
        QT_TR_NOOP("login trigger"),
        QT_TR_NOOP("pooler knows no such database"),
        QT_TR_NOOP("pooler refuses the login"),
        QT_TR_NOOP("pooler is full"),
        QT_TR_NOOP("pooler has no server"),
        QT_TR_NOOP("pooler refuses a setting"),
        QT_TR_NOOP("connection lost"),
        QT_TR_NOOP("unknown"),
    };
    static_assert(texts.size() == size_t(Cause::Unknown) + 1);
    return tr(texts[size_t(cause)]);
}

} // namespace ui
