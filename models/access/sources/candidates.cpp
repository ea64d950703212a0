// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/candidates.h"

#include <array>

namespace pgaccess {

using namespace Qt::StringLiterals;

Profile profileFor(const Candidate &candidate)
{
    Profile out;
    out.spec = candidate.spec;
    out.passwordPolicy = PasswordPolicy::Ask;
    return out;
}

QString placeText(const Place &place)
{
    if (place.file.isEmpty())
        return place.label;
    return place.line == 0 ? place.file : place.file + u':' + QString::number(place.line);
}

QString describe(const Candidate &candidate)
{
    const QString where =
        candidate.places.isEmpty() ? QString() : u" · "_s + placeText(candidate.places.first());
    return candidate.spec.shortText() + where;
}

QLatin1StringView reachWord(Reach reach)
{
    static constexpr auto words =
        std::to_array<QLatin1StringView>({"unknown"_L1, "published"_L1, "translated"_L1,
                                          "not_published"_L1, "cluster"_L1, "own_container"_L1});
    return words[size_t(reach)];
}

QLatin1StringView noteWord(NoteId note)
{
    static constexpr auto words = std::to_array<QLatin1StringView>(
        {"first_init_only"_L1, "image_default"_L1, "trusted_by_image"_L1, "password_in_file"_L1,
         "filled_in"_L1, "default_taken"_L1, "command_not_run"_L1, "dollar_kept"_L1,
         "ignored_option"_L1, "bad_option"_L1, "not_escaped"_L1, "engine_not_stated"_L1,
         "file_not_followed"_L1, "password_encoded"_L1, "example_file"_L1, "own_container_only"_L1,
         "password_from_file"_L1});
    return words[size_t(note)];
}

} // namespace pgaccess
