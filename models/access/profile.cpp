// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/profile.h"

#include <array>
#include <limits>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

struct ColourEntry
{
    ProfileColour colour;
    QLatin1StringView word;
    int red, green, blue; // a typical one, for finding the nearest
};

constexpr std::array<ColourEntry, 8> colours{{
    {ProfileColour::None, "none"_L1, 255, 255, 255},
    {ProfileColour::Blue, "blue"_L1, 31, 98, 208},
    {ProfileColour::Teal, "teal"_L1, 0, 150, 150},
    {ProfileColour::Green, "green"_L1, 40, 160, 60},
    {ProfileColour::Amber, "amber"_L1, 240, 170, 0},
    {ProfileColour::Red, "red"_L1, 210, 40, 40},
    {ProfileColour::Purple, "purple"_L1, 130, 60, 190},
    {ProfileColour::Grey, "grey"_L1, 128, 128, 128},
}};

constexpr std::array<std::pair<PasswordPolicy, QLatin1StringView>, 4> policies{{
    {PasswordPolicy::Ask, "ask"_L1},
    {PasswordPolicy::Keyring, "keyring"_L1},
    {PasswordPolicy::PassFile, "passfile"_L1},
    {PasswordPolicy::None, "none"_L1},
}};

/// The three bytes of "#rrggbb" or "#rgb", or nothing.
std::optional<std::array<int, 3>> parseRgb(QStringView rgb)
{
    if (!rgb.startsWith(u'#') || (rgb.size() != 7 && rgb.size() != 4))
        return {};
    const qsizetype width = (rgb.size() - 1) / 3;
    std::array<int, 3> out{};
    for (qsizetype i = 0; i < 3; ++i) {
        bool ok = false;
        const uint part = rgb.sliced(1 + i * width, width).toUInt(&ok, 16);
        if (!ok)
            return {};
        out[size_t(i)] = int(width == 1 ? part * 17 : part);
    }
    return out;
}

} // namespace

QString displayName(const Profile &profile)
{
    return profile.name.isEmpty() ? profile.spec.shortText() : profile.name;
}

QLatin1StringView colourWord(ProfileColour colour)
{
    return colours[size_t(colour)].word;
}

std::optional<ProfileColour> colourFromWord(QStringView word)
{
    const auto *const found =
        std::ranges::find_if(colours, [&](const auto &entry) { return word == entry.word; });
    return found == colours.end() ? std::nullopt : std::optional(found->colour);
}

ProfileColour nearestColour(QStringView rgb)
{
    const auto parts = parseRgb(rgb);
    if (!parts || *parts == std::array{0, 0, 0})
        return ProfileColour::None;
    const auto distance = [&](const ColourEntry &entry) {
        const int red = entry.red - (*parts)[0];
        const int green = entry.green - (*parts)[1];
        const int blue = entry.blue - (*parts)[2];
        return red * red + green * green + blue * blue;
    };
    return std::ranges::min_element(colours, {}, distance)->colour;
}

QLatin1StringView policyWord(PasswordPolicy policy)
{
    return policies[size_t(policy)].second;
}

std::optional<PasswordPolicy> policyFromWord(QStringView word)
{
    const auto *const found =
        std::ranges::find_if(policies, [&](const auto &entry) { return word == entry.second; });
    return found == policies.end() ? std::nullopt : std::optional(found->first);
}

bool isSecretOption(QStringView option)
{
    static constexpr std::array secrets{u"password", u"sslpassword", u"scram_client_key",
                                        u"scram_server_key", u"oauth_client_secret"};
    return std::ranges::any_of(secrets, [&](const auto *name) { return option == name; });
}

} // namespace pgaccess
