// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/databaserows.h"

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
    Q_DECLARE_TR_FUNCTIONS(ui::DatabaseRows)
};

constexpr QLatin1StringView ChipIds[] = {"all"_L1,    "inuse"_L1,    "idle"_L1,   "old"_L1,
                                         "closed"_L1, "template"_L1, "finding"_L1};
constexpr qint64 AlarmingAge = 1'000'000'000; ///< The server refuses writes at 2.1 billion.

void raise(Severity &severity, const Finding &finding)
{
    severity = std::max(severity, ui::severityOf(finding.severity));
}

Cell unread(const Database &database)
{
    if (!database.allowConnections)
        return unknownCell(Tr::tr("Not read: the database lets nobody in."));
    if (!database.canConnect)
        return unknownCell(
            Tr::tr("Not read: the role that PgVigil is connected as has no CONNECT on it."));
    return unknownCell(Tr::tr("Not read yet: select the database to read what is in it."));
}

Cell sizeCell(const Database &database)
{
    if (database.sizeBytes)
        return {.text = InventoryText::bytes(*database.sizeBytes)};
    return unknownCell(database.canConnect
                           ? Tr::tr("Not asked yet: sizes are asked for once a minute at most.")
                           : Tr::tr("Not for the role that PgVigil is connected as: it needs "
                                    "CONNECT on the database or pg_read_all_stats."));
}

} // namespace

QString idOf(DatabaseChip chip)
{
    return ChipIds[size_t(chip)];
}

Severity ageSeverity(const Inventory &inventory, const Database &database)
{
    if (std::max(database.xidAge, database.mxidAge) >= AlarmingAge)
        return Severity::Critical;
    const bool old = inventory.freezeMaxAge > 0 && database.xidAge > inventory.freezeMaxAge;
    const bool oldMulti =
        inventory.multixactFreezeMaxAge > 0 && database.mxidAge > inventory.multixactFreezeMaxAge;
    return old || oldMulti ? Severity::Warning : Severity::None;
}

std::vector<TableColumn> DatabaseRows::columns()
{
    using enum TableColumn::Look;
    return {
        {Tr::tr("database"), 184, Text},
        {Tr::tr("owner"), 110, Text},
        {Tr::tr("size"), 84, Number, Tr::tr("Asked for in the background, once a minute at most")},
        {Tr::tr("growth"), 84, Number, Tr::tr("Since this server is looked at")},
        {Tr::tr("sessions"), 84, Number, Tr::tr("Connected now, and the limit of the database")},
        {Tr::tr("age"), 72, Number,
         Tr::tr("Transactions since the oldest row that is not frozen, and its share of "
                "autovacuum_freeze_max_age")},
        {Tr::tr("encoding, locale"), 150, Text},
        {Tr::tr("connections"), 120, Text, Tr::tr("Whether it lets anybody in")},
        {Tr::tr("migration"), 150, Text, Tr::tr("Found by the table of the tool")},
        {Tr::tr("extensions"), 130, Text},
    };
}

DatabaseRows::DatabaseRows(InventoryPtr inventory, ObservedPtr observed,
                           ContentsByDatabase contents)
    : m_inventory(std::move(inventory))
    , m_observed(std::move(observed))
    , m_contents(std::move(contents))
{
    for (const Finding &finding : m_observed->findings) {
        if (finding.kind == SubjectKind::Database)
            raise(m_severities[finding.subject], finding);
    }
    for (const auto &[database, known] : m_contents) {
        for (const Finding &finding : contentsFindings(*m_inventory, *known))
            raise(m_severities[database], finding);
    }
    for (int row = 0; row < count(); ++row) {
        for (size_t chip = 0; chip < m_counts.size(); ++chip)
            m_counts[chip] += belongsTo(row, DatabaseChip(chip)) ? 1 : 0;
    }
}

Severity DatabaseRows::severityOf(Oid database) const
{
    const auto found = m_severities.find(database);
    return found == m_severities.end() ? Severity::None : found->second;
}

Severity DatabaseRows::worst() const
{
    Severity worst = Severity::None;
    for (const auto &[database, severity] : m_severities)
        worst = std::max(worst, severity);
    return worst;
}

bool DatabaseRows::belongsTo(int row, DatabaseChip chip) const
{
    const Database &what = database(row);
    switch (chip) {
    case DatabaseChip::All:
        return true;
    case DatabaseChip::InUse:
        return what.connections > 0;
    case DatabaseChip::Idle:
        return what.connections == 0 && what.allowConnections && !what.isTemplate &&
               !m_observed->databases.contains(what.oid);
    case DatabaseChip::Old:
        return ageSeverity(*m_inventory, what) != Severity::None;
    case DatabaseChip::Closed:
        return !what.allowConnections;
    case DatabaseChip::Template:
        return what.isTemplate;
    case DatabaseChip::Finding:
        return severityOf(what.oid) >= Severity::Warning;
    case DatabaseChip::Count:
        break;
    }
    return false;
}

const DatabaseContents *DatabaseRows::contents(int row) const
{
    const auto found = m_contents.find(database(row).oid);
    return found == m_contents.end() ? nullptr : found->second.get();
}

std::optional<qint64> DatabaseRows::growth(int row) const
{
    const auto first = m_observed->firstSizes.find(database(row).oid);
    if (!database(row).sizeBytes || first == m_observed->firstSizes.end())
        return {};
    return *database(row).sizeBytes - first->second.bytes;
}

Cell DatabaseRows::growthCell(int row) const
{
    const auto bytes = growth(row);
    if (!bytes)
        return unknownCell(Tr::tr("Known as soon as the size was read."));
    const base::Timestamp since = m_observed->firstSizes.at(database(row).oid).at;
    return {.text = InventoryText::byteChange(*bytes),
            .muted = *bytes == 0,
            .tip = Tr::tr("since %1 UTC").arg(InventoryText::moment(since))};
}

Cell DatabaseRows::ageCell(int row) const
{
    const Database &what = database(row);
    const qint64 limit = m_inventory->freezeMaxAge;
    if (limit <= 0)
        return unknownCell(Tr::tr("The server's autovacuum_freeze_max_age is not known."));
    const QString tip =
        Tr::tr("%1 transactions of %2 (autovacuum_freeze_max_age), %3 multixacts of %4")
            .arg(InventoryText::number(what.xidAge), InventoryText::number(limit),
                 InventoryText::number(what.mxidAge),
                 InventoryText::number(m_inventory->multixactFreezeMaxAge));
    return {.text = u"%1 %"_s.arg(what.xidAge * 100 / limit),
            .severity = ageSeverity(*m_inventory, what),
            .strong = ageSeverity(*m_inventory, what) != Severity::None,
            .tip = tip};
}

Cell DatabaseRows::connectCell(int row) const
{
    const Database &what = database(row);
    Cell cell;
    if (what.isTemplate)
        cell.marks.push_back({Tr::tr("template"), Severity::None});
    if (!what.allowConnections)
        cell.marks.push_back({Tr::tr("closed"), Severity::None});
    else if (!what.canConnect)
        cell = {.text = Tr::tr("not for us"),
                .muted = true,
                .marks = cell.marks,
                .tip = Tr::tr("The role that PgVigil is connected as has no CONNECT on it.")};
    return cell;
}

Cell DatabaseRows::migrationCell(int row) const
{
    const DatabaseContents *known = contents(row);
    if (!known)
        return unread(database(row));
    if (known->migrations.empty())
        return {};
    const Migration &first = known->migrations.front();
    const bool failed = std::ranges::any_of(known->migrations, &Migration::failed);
    return {.text = Tr::tr("%1 %2", "migration tool and version")
                        .arg(base::visibleText(first.tool), base::visibleText(first.version)),
            .severity = failed ? Severity::Warning : Severity::None};
}

Cell DatabaseRows::extensionCell(int row) const
{
    const DatabaseContents *known = contents(row);
    if (!known)
        return unread(database(row));
    const auto outdated = std::ranges::count_if(known->extensions, &Extension::isOutdated);
    QStringList names;
    for (const Extension &extension : known->extensions) {
        if (extension.name != "plpgsql"_L1)
            names.append(base::visibleText(extension.name));
    }
    Cell cell{.text = names.join(", "_L1)};
    if (outdated > 0)
        cell.marks.push_back({Tr::tr("%1 outdated").arg(outdated), Severity::Warning});
    return cell;
}

Cell DatabaseRows::cell(int row, int column) const
{
    const Database &what = database(row);
    switch (column) {
    case NameColumn:
        return {.text = base::visibleText(what.name)};
    case OwnerColumn:
        return {.text = InventoryText::role(*m_inventory, what.owner)};
    case SizeColumn:
        return sizeCell(what);
    case GrowthColumn:
        return growthCell(row);
    case SessionsColumn:
        return sessionsCell(what);
    case XidAgeColumn:
        return ageCell(row);
    case EncodingColumn:
        return {.text = InventoryText::encoding(what), .muted = true};
    case ConnectColumn:
        return connectCell(row);
    case MigrationColumn:
        return migrationCell(row);
    case ExtensionsColumn:
        return extensionCell(row);
    default:
        return {};
    }
}

std::optional<double> DatabaseRows::valueOf(int row, int column) const
{
    const Database &what = database(row);
    const auto number = [](const std::optional<qint64> &value) {
        return value ? std::optional(double(*value)) : std::nullopt;
    };
    switch (column) {
    case SizeColumn:
        return number(what.sizeBytes);
    case GrowthColumn:
        return number(growth(row));
    case SessionsColumn:
        return what.connections;
    case XidAgeColumn:
        return double(what.xidAge);
    case ConnectColumn:
        return what.isTemplate * 4 + !what.allowConnections * 2 + !what.canConnect;
    default:
        return {};
    }
}

int DatabaseRows::compare(int a, int b, int column) const
{
    const auto left = valueOf(a, column);
    const auto right = valueOf(b, column);
    if (left && right)
        return *left < *right ? -1 : *left > *right ? 1 : 0;
    if (left || right)
        return left ? -1 : 1;
    if (column == NameColumn)
        return compareTexts(database(a).name, database(b).name);
    return compareTexts(cell(a, column).text, cell(b, column).text);
}

bool DatabaseRows::matches(int row, const TableQuery &query) const
{
    const auto chip = std::ranges::find(ChipIds, query.chip);
    if (chip != std::end(ChipIds) && !belongsTo(row, DatabaseChip(chip - std::begin(ChipIds))))
        return false;
    const Role *owner = m_inventory->role(database(row).owner);
    return std::ranges::all_of(query.words, [&](const QString &word) {
        return database(row).name.contains(word, Qt::CaseInsensitive) ||
               database(row).comment.contains(word, Qt::CaseInsensitive) ||
               (owner && owner->name.contains(word, Qt::CaseInsensitive));
    });
}

} // namespace ui
