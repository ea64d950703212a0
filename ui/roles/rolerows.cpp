// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "roles/rolerows.h"

#include "base/plaintext.h"
#include "inventory/findingtext.h"
#include "inventory/inventorytext.h"
#include "inventory/sessionscell.h"

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::RoleRows)
};

constexpr QLatin1StringView ChipIds[] = {"created"_L1, "login"_L1,   "superuser"_L1,
                                         "unused"_L1,  "finding"_L1, "predefined"_L1};

double secondsOf(base::Timestamp time)
{
    return double(time.time_since_epoch().count()) / 1e6;
}

} // namespace

QString idOf(RoleChip chip)
{
    return ChipIds[size_t(chip)];
}

std::vector<CellMark> attributeMarks(const Role &role)
{
    std::vector<CellMark> marks;
    const auto add = [&](bool has, const QString &text, Severity severity) {
        if (has)
            marks.push_back({text, severity});
    };
    add(role.superuser, Tr::tr("superuser"), Severity::Warning);
    add(role.bypassRls && !role.superuser, Tr::tr("bypass RLS"), Severity::Warning);
    add(role.createRole && !role.superuser, u"createrole"_s, Severity::None);
    add(role.createDatabase && !role.superuser, u"createdb"_s, Severity::None);
    add(role.replication && !role.superuser, Tr::tr("replication"), Severity::None);
    return marks;
}

std::vector<TableColumn> RoleRows::columns()
{
    using enum TableColumn::Look;
    return {
        {Tr::tr("role"), 148, Text},
        {Tr::tr("attributes"), 172, Text},
        {Tr::tr("member of"), 110, Text},
        {Tr::tr("owns"), 150, Text},
        {Tr::tr("sessions"), 84, Number, Tr::tr("Connected now, and the limit of the role")},
        {Tr::tr("password"), 78, Text, Tr::tr("How the server keeps it; superusers see it")},
        {Tr::tr("valid until"), 96, Text},
        {Tr::tr("last seen"), 84, Text,
         Tr::tr("The newest start of a session that is connected, or was since this server is "
                "looked at")},
    };
}

RoleRows::RoleRows(InventoryPtr inventory, ObservedPtr observed)
    : m_inventory(std::move(inventory))
    , m_observed(std::move(observed))
    , m_facts(m_inventory->roles.size())
{
    const auto factsOf = [this](Oid oid) {
        const int row = rowOf(oid);
        return row < 0 ? nullptr : &m_facts[size_t(row)];
    };
    for (const Membership &membership : m_inventory->memberships) {
        Facts *facts = factsOf(membership.member);
        if (facts && !std::ranges::contains(facts->memberOf, membership.role))
            facts->memberOf.push_back(membership.role);
    }
    for (const Database &database : m_inventory->databases) {
        if (Facts *facts = factsOf(database.owner))
            ++facts->databases;
    }
    for (const OwnedObjects &owned : m_inventory->owned) {
        if (Facts *facts = factsOf(owned.role))
            facts->objects += owned.count;
    }
    for (const Finding &finding : m_observed->findings) {
        Facts *facts = finding.kind == SubjectKind::Role ? factsOf(finding.subject) : nullptr;
        if (!facts)
            continue;
        facts->severity = std::max(facts->severity, severityOf(finding.severity));
        m_worst = std::max(m_worst, facts->severity);
        facts->unused |= finding.id == FindingId::RoleUnused;
    }
    for (int row = 0; row < count(); ++row) {
        for (size_t chip = 0; chip < m_counts.size(); ++chip)
            m_counts[chip] += belongsTo(row, RoleChip(chip)) ? 1 : 0;
    }
}

// Roles are in the order of their OIDs.
int RoleRows::rowOf(Oid oid) const
{
    const auto at = std::ranges::lower_bound(m_inventory->roles, oid, {}, &Role::oid);
    return at != m_inventory->roles.end() && at->oid == oid ? int(at - m_inventory->roles.begin())
                                                            : -1;
}

bool RoleRows::belongsTo(int row, RoleChip chip) const
{
    const Role &what = role(row);
    switch (chip) {
    case RoleChip::Created:
        return !what.isPredefined();
    case RoleChip::Login:
        return what.login;
    case RoleChip::Superuser:
        return what.superuser;
    case RoleChip::Unused:
        return facts(row).unused;
    case RoleChip::Finding:
        return facts(row).severity >= Severity::Warning;
    case RoleChip::Predefined:
        return what.isPredefined();
    case RoleChip::Count:
        break;
    }
    return false;
}

QString RoleRows::memberOfText(int row) const
{
    constexpr size_t most = 8;
    QStringList names;
    for (const Oid oid : facts(row).memberOf) {
        if (names.size() == most)
            break;
        names.append(InventoryText::role(*m_inventory, oid));
    }
    const size_t rest = facts(row).memberOf.size() - size_t(names.size());
    if (rest > 0)
        names.append(u"+%1"_s.arg(rest));
    return names.join(", "_L1);
}

std::optional<base::Timestamp> RoleRows::lastSeen(int row) const
{
    const auto seen = m_observed->roles.find(role(row).oid);
    if (seen != m_observed->roles.end())
        return std::max(seen->second, role(row).lastSeen.value_or(seen->second));
    return role(row).lastSeen;
}

Cell RoleRows::validUntil(int row) const
{
    const std::optional<base::Timestamp> &until = role(row).validUntil;
    if (!until)
        return {};
    const bool over = *until <= m_inventory->takenAt;
    return {.text = over ? Tr::tr("expired") : InventoryText::moment(*until).left(10),
            .severity = over ? Severity::Warning : Severity::None,
            .tip = InventoryText::moment(*until) + u" UTC"_s};
}

Cell RoleRows::owns(int row) const
{
    QStringList parts;
    if (facts(row).databases > 0)
        parts.append(InventoryText::databases(facts(row).databases));
    if (facts(row).objects > 0)
        parts.append(InventoryText::objects(facts(row).objects));
    return {.text = parts.join(", "_L1),
            .tip = areObjectsCounted(role(row).oid)
                       ? QString()
                       : Tr::tr("The server keeps no list of the objects that this role owns.")};
}

Cell RoleRows::cell(int row, int column) const
{
    const Role &what = role(row);
    switch (column) {
    case NameColumn:
        return {.text = base::visibleText(what.name), .muted = !what.login && what.isPredefined()};
    case AttributesColumn:
        return {.text = what.login ? QString() : Tr::tr("no login"),
                .muted = true,
                .marks = attributeMarks(what)};
    case MemberOfColumn:
        return {.text = memberOfText(row)};
    case ConnectionsColumn:
        return sessionsCell(what);
    case PasswordColumn:
        if (!what.login && what.password != PasswordKind::Md5)
            return {};
        return {.text = InventoryText::password(what.password),
                .severity = what.password == PasswordKind::Md5 ? Severity::Warning : Severity::None,
                .muted = what.password == PasswordKind::Hidden};
    case ValidUntilColumn:
        return validUntil(row);
    case OwnsColumn:
        return owns(row);
    case LastSeenColumn: {
        const auto seen = lastSeen(row);
        if (!seen)
            return what.login ? unknownCell(Tr::tr("Not seen since this server is looked at; the "
                                                   "server keeps no record of it."))
                              : Cell();
        return {.text = what.connections > 0 ? Tr::tr("connected")
                                             : InventoryText::ago(*seen, m_inventory->takenAt),
                .tip = InventoryText::moment(*seen) + u" UTC"_s};
    }
    default:
        return {};
    }
}

std::optional<double> RoleRows::valueOf(int row, int column) const
{
    switch (column) {
    case AttributesColumn: {
        const Role &what = role(row);
        return what.superuser * 32 + what.bypassRls * 16 + what.createRole * 8 +
               what.createDatabase * 4 + what.replication * 2 + what.login;
    }
    case ConnectionsColumn:
        return role(row).connections;
    case ValidUntilColumn:
        return role(row).validUntil ? std::optional(secondsOf(*role(row).validUntil))
                                    : std::nullopt;
    case OwnsColumn:
        return facts(row).databases * 1e9 + facts(row).objects;
    case LastSeenColumn: {
        const auto seen = lastSeen(row);
        return seen ? std::optional(secondsOf(*seen)) : std::nullopt;
    }
    default:
        return {};
    }
}

int RoleRows::compare(int a, int b, int column) const
{
    if (column == NameColumn)
        return compareTexts(role(a).name, role(b).name);
    if (column == MemberOfColumn || column == PasswordColumn)
        return compareTexts(cell(a, column).text, cell(b, column).text);
    const auto left = valueOf(a, column);
    const auto right = valueOf(b, column);
    if (left.has_value() != right.has_value())
        return left ? -1 : 1;
    return !left || *left == *right ? 0 : *left < *right ? -1 : 1;
}

// The predefined ones show when they are asked for, or by their names.
bool RoleRows::matches(int row, const TableQuery &query) const
{
    const auto chip = std::ranges::find(ChipIds, query.chip);
    const auto wanted =
        chip == std::end(ChipIds) ? RoleChip::Created : RoleChip(chip - std::begin(ChipIds));
    const bool byName = wanted == RoleChip::Created && !query.words.isEmpty();
    if (!byName && !belongsTo(row, wanted))
        return false;
    return std::ranges::all_of(query.words, [&](const QString &word) {
        return role(row).name.contains(word, Qt::CaseInsensitive) ||
               role(row).comment.contains(word, Qt::CaseInsensitive) ||
               std::ranges::any_of(facts(row).memberOf, [&](Oid oid) {
                   const Role *group = m_inventory->role(oid);
                   return group && group->name.contains(word, Qt::CaseInsensitive);
               });
    });
}

} // namespace ui
