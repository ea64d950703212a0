// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/profile.h"

#include <rapidcheck.h>

/// Any text, with what files and views stumble over.
inline rc::Gen<QString> anyText()
{
    const auto unit = rc::gen::element<char16_t>(u'a', u'"', u'\\', u'\n', u'\0', u'ü', 0x202E,
                                                 0xFFFD, u'\'', u'=', u' ', u'€');
    return rc::gen::map(rc::gen::container<std::u16string>(unit),
                        [](const std::u16string &text) { return QString::fromStdU16String(text); });
}

/// Any profile that a person could have.
inline rc::Gen<pgaccess::Profile> anyProfile()
{
    using namespace pgaccess;
    return rc::gen::exec([] {
        Profile out;
        out.id =
            QUuid::createUuidV5(QUuid(), *anyText() + QString::number(*rc::gen::arbitrary<int>()));
        out.name = *anyText();
        out.group = *anyText();
        out.colour = ProfileColour(*rc::gen::inRange(0, 8));
        out.passwordPolicy = PasswordPolicy(*rc::gen::inRange(0, 4));
        out.production = *rc::gen::arbitrary<bool>();
        out.readOnly = *rc::gen::arbitrary<bool>();
        out.allowCleartext = *rc::gen::arbitrary<bool>();
        out.passFile = *anyText();
        out.refreshInterval = std::chrono::milliseconds(*rc::gen::inRange(250, 3'600'001));
        for (const char *option : {"host", "user", "options"})
            out.spec.set(QLatin1StringView(option), *anyText());
        if (*rc::gen::arbitrary<bool>())
            out.unknown.insert(QStringLiteral("later"), *anyText());
        return out;
    });
}
