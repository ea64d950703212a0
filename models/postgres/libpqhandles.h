// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <libpq-fe.h>

#include <memory>

namespace pg {

/// Owners of libpq's C handles. Only this room includes libpq.
template <auto Free>
struct FreeWith
{
    template <typename T>
    void operator()(T *handle) const
    {
        Free(handle);
    }
};

using OptionList = std::unique_ptr<PQconninfoOption, FreeWith<PQconninfoFree>>;
using ConnectionHandle = std::unique_ptr<PGconn, FreeWith<PQfinish>>;
using CancelHandle = std::unique_ptr<PGcancelConn, FreeWith<PQcancelFinish>>;
using ResultHandle = std::unique_ptr<PGresult, FreeWith<PQclear>>;

} // namespace pg
