// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "checkstatements.h"

#include "access/sources/urltext.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    pgaccess::SourceFile file;
    pgaccess::Statement read;
    if (pgaccess::readConnectionText(bytes, read))
        file.statements.push_back(read);
    else if (!(read == pgaccess::Statement{}))
        std::abort();
    checkStatements(file, bytes);
    return 0;
}
