// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/acl.h"

#include <algorithm>

namespace inventory {

QChar privilegeLetter(QByteArrayView name)
{
    static constexpr std::pair<QByteArrayView, char> letters[] = {
        {"SELECT", 'r'},    {"INSERT", 'a'},     {"UPDATE", 'w'},       {"DELETE", 'd'},
        {"TRUNCATE", 'D'},  {"REFERENCES", 'x'}, {"TRIGGER", 't'},      {"MAINTAIN", 'm'},
        {"USAGE", 'U'},     {"CREATE", 'C'},     {"EXECUTE", 'X'},      {"CONNECT", 'c'},
        {"TEMPORARY", 'T'}, {"SET", 's'},        {"ALTER SYSTEM", 'A'},
    };
    for (const auto &[known, letter] : letters) {
        if (known == name)
            return QLatin1Char(letter);
    }
    return {};
}

std::map<Oid, std::vector<AclItem>> decodeAcls(const pg::Rows &rows)
{
    const int object = rows.column("object");
    const int grantee = rows.column("grantee");
    const int grantor = rows.column("grantor");
    const int privilege = rows.column("privilege");
    const int grantable = rows.column("grantable");
    std::map<Oid, std::vector<AclItem>> acls;
    for (int i = 0; i < rows.rowCount(); ++i) {
        const QChar letter = privilegeLetter(rows.bytes(i, privilege));
        if (letter.isNull())
            continue;
        std::vector<AclItem> &acl = acls[rows.oid(i, object)];
        const AclItem item{.grantee = rows.oid(i, grantee), .grantor = rows.oid(i, grantor)};
        auto entry = std::ranges::find_if(acl, [&item](const AclItem &one) {
            return one.grantee == item.grantee && one.grantor == item.grantor;
        });
        if (entry == acl.end())
            entry = acl.insert(acl.end(), item);
        entry->privileges += letter;
        if (rows.boolean(i, grantable))
            entry->grantable += letter;
    }
    return acls;
}

} // namespace inventory
