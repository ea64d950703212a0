// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/settingsproblem.h"

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

base::Error problem(const QString &message)
{
    return {.kind = base::ErrorKind::Local, .message = message};
}

} // namespace

// https://www.postgresql.org/docs/17/libpq-connect.html#LIBPQ-PARAMKEYWORDS
std::optional<base::Error> settingsProblem(const pg::ConnectionSpec &spec)
{
    const QString timeout = spec.value(u"connect_timeout"_s);
    bool number = true;
    timeout.trimmed().toInt(&number);
    if (!timeout.isEmpty() && !number)
        return problem(
            u"invalid integer value \"%1\" for connection option \"connect_timeout\""_s.arg(
                timeout));
    const QString mode = spec.options.value(u"sslmode"_s, u"prefer"_s);
    const bool weak = mode == "disable"_L1 || mode == "allow"_L1 || mode == "prefer"_L1;
    if (weak && spec.value(u"sslnegotiation"_s) == "direct"_L1)
        return problem(u"weak sslmode \"%1\" may not be used with sslnegotiation=direct (use "
                       "\"require\", \"verify-ca\", or \"verify-full\")"_s.arg(mode));
    return {};
}

pg::ConnectionSpec withImpliedTls(pg::ConnectionSpec spec)
{
    if (spec.value(u"sslmode"_s).isEmpty() && spec.value(u"sslrootcert"_s) == "system"_L1)
        spec.set(u"sslmode"_s, u"verify-full"_s);
    return spec;
}

} // namespace pgaccess
