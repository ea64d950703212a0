// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosistext.h"

#include <algorithm>
#include <array>

namespace ui {

using namespace Qt::StringLiterals;
using pgaccess::FixKind;
using pgaccess::FixRight;
using pgaccess::Stage;

namespace {

// In the order of FixKind.
constexpr std::array Advice = {
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Change the settings of the connection"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Look whether the server runs, and start it"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Wait, and try again"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Look at the network: firewall, VPN, address and port"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Look at who may use the socket"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText",
                      "Set the password; in psql it is computed before it is sent"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Create the role"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Let the role log in"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Let the password be valid again"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Create the database"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Let the database take connections"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Drop what is left of the database"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Grant the right to connect"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Let the role replicate"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Raise the limit"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "End sessions that are not needed"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText",
                      "Add this line to pg_hba.conf, before any line that keeps the login out"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Change the line of pg_hba.conf"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Have the server read its files again"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText",
                      "Add this line to pg_ident.conf, and the map to the line of pg_hba.conf"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Set up TLS on the server"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText",
                      "Start the server with login triggers off, and mend or drop the trigger"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Change the settings of the pooler"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText", "Use the address that works"),
    QT_TRANSLATE_NOOP("ui::DiagnosisText",
                      "Have the server listen at this address, too: add it to what "
                      "listen_addresses names, and restart the server"),
};
static_assert(Advice.size() == size_t(FixKind::ListenAddress) + 1);

constexpr std::pair<QLatin1StringView, const char *> ToFind[] = {
    {"user"_L1, QT_TRANSLATE_NOOP("ui::DiagnosisText", "Name a role that exists")},
    {"password"_L1, QT_TRANSLATE_NOOP("ui::DiagnosisText", "Give the password of the role")},
    {"dbname"_L1, QT_TRANSLATE_NOOP("ui::DiagnosisText", "Name a database that exists")},
    {"port"_L1, QT_TRANSLATE_NOOP("ui::DiagnosisText", "Name the port of a PostgreSQL server")},
    {"options"_L1, QT_TRANSLATE_NOOP("ui::DiagnosisText",
                                     "Correct the setting that is refused, or leave it out")},
    {"sslrootcert"_L1, QT_TRANSLATE_NOOP("ui::DiagnosisText",
                                         "Look at the files that sslrootcert, sslcert and sslkey "
                                         "name")},
};

} // namespace

QString DiagnosisText::advice(const pgaccess::Fix &fix)
{
    if (fix.then)
        return tr("Use the address that comes further; what is met there is: %1")
            .arg(name(*fix.then));
    const auto toFind =
        std::ranges::find(ToFind, fix.setting, [](const auto &row) { return QString(row.first); });
    return tr(toFind == std::end(ToFind) ? Advice[size_t(fix.kind)] : toFind->second);
}

QString DiagnosisText::needs(FixRight right)
{
    switch (right) {
    case FixRight::Anyone:
        break;
    case FixRight::Superuser:
        return tr("a superuser");
    case FixRight::CreateRole:
        return tr("a superuser, or a role with CREATEROLE that administers this one");
    case FixRight::CreateDb:
        return tr("a superuser, or a role with CREATEDB");
    case FixRight::DatabaseOwner:
        return tr("a superuser, or the owner of the database");
    case FixRight::ServerFiles:
        return tr("the right to change the files of the server");
    }
    return {};
}

QString DiagnosisText::stage(Stage stage)
{
    switch (stage) {
    case Stage::Resolve:
        return tr("resolve");
    case Stage::Reach:
        return tr("reach");
    case Stage::Tls:
        return tr("TLS");
    case Stage::Authenticate:
        return tr("authenticate");
    case Stage::OpenDatabase:
        return tr("open database");
    case Stage::Ready:
        return tr("ready");
    }
    return {};
}

} // namespace ui
