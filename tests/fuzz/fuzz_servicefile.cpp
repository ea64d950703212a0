// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/servicefile.h"

#include <cstdint>
#include <cstdlib>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const std::string_view bytes(reinterpret_cast<const char *>(data), size);
    const pgaccess::Services read = pgaccess::parseServices(bytes);
    for (const pgaccess::Service &service : read.services) {
        for (const pgaccess::ServiceSetting &setting : service.settings) {
            if (setting.offset > size || setting.length > size - setting.offset)
                std::abort();
            if (pgaccess::isPasswordOption(setting.option) && !setting.value.empty())
                std::abort();
        }
        if (!service.name.empty() && !pgaccess::findService(read, service.name))
            std::abort();
    }
    return 0;
}
