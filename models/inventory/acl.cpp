// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/acl.h"

#include "inventory/privileges.h"

#include <algorithm>

namespace inventory {

namespace {

QChar privilegeLetter(QByteArrayView name)
{
    const auto found = std::ranges::find_if(AllPrivileges, [name](QChar letter) {
        return name == QByteArrayView(privilegeName(letter));
    });
    return found != AllPrivileges.end() ? *found : QChar();
}

} // namespace

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
