// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/preparedlook.h"

#include "base/plaintext.h"

namespace actions {

PreparedLook preparedLook(const pg::Rows &rows, const snapshot::PreparedTransaction &shown)
{
    const int xid = rows.column("transaction");
    const int gid = rows.column("gid");
    const int prepared = rows.column("prepared");
    const int owner = rows.column("ownerid");
    const int database = rows.column("dbid");
    PreparedLook look;
    for (int row = 0; row < rows.rowCount(); ++row) {
        look.standby = rows.boolean(row, rows.column("standby"));
        if (rows.isNull(row, xid))
            continue;
        const QByteArray bytes = rows.bytes(row, gid).toByteArray();
        const bool sameGid = base::decodeText(bytes) == shown.gid;
        if (!sameGid || rows.oid(row, xid) != shown.transactionId ||
            rows.timestamp(row, prepared) != shown.prepared ||
            rows.oid(row, owner) != shown.ownerOid ||
            rows.oid(row, database) != shown.databaseOid) {
            if (sameGid)
                look.missing = Reason::OtherTransaction;
            continue;
        }
        look.missing = Reason::None;
        look.here = rows.boolean(row, rows.column("here"));
        look.database = rows.text(row, rows.column("datname"));
        look.gid = bytes;
        break;
    }
    return look;
}

} // namespace actions
