// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/contentstables.h"

#include "base/plaintext.h"
#include "inventory/inventorytext.h"

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::DatabaseDetail)
};

double secondsOf(base::Timestamp time)
{
    return double(time.time_since_epoch().count()) / 1e6;
}

Cell momentCell(const std::optional<Timestamp> &time, base::Timestamp now)
{
    if (!time)
        return unknownCell(Tr::tr("Not since the counters were reset"));
    return {.text = InventoryText::ago(*time, now),
            .tip = InventoryText::moment(*time) + u" UTC"_s};
}

// A fifth of a table being dead is what autovacuum starts at.
Severity deadSeverity(const Relation &relation)
{
    constexpr qint64 few = 1000;
    const qint64 rows = relation.estimatedRows.value_or(0);
    return relation.deadRows > few && relation.deadRows * 5 > rows ? Severity::Warning
                                                                   : Severity::None;
}

Cell unknownSize(const Relation &what)
{
    return unknownCell(what.estimatedRows ? Tr::tr("Its partitions have it all")
                                          : Tr::tr("Not known: never analyzed"));
}

} // namespace

QString unreadText(Unread why)
{
    switch (why) {
    case Unread::None:
        return {};
    case Unread::Locked:
        return Tr::tr("locked by somebody just now");
    case Unread::NoRight:
        return Tr::tr("our role may not read it");
    case Unread::NotPlain:
        return Tr::tr("not read: that could run code of its owner with our rights");
    case Unread::Failed:
        break;
    }
    return Tr::tr("the server could not read it");
}

std::vector<TableColumn> RelationRows::columns()
{
    using enum TableColumn::Look;
    return {
        {Tr::tr("schema"), 120, Text},
        {Tr::tr("name"), 220, Text},
        {Tr::tr("kind"), 110, Text},
        {Tr::tr("size, est."), 88, Number,
         Tr::tr("From the pages that the catalog knows, with indexes and TOAST: an estimate of the "
                "last VACUUM or ANALYZE that waits for no lock")},
        {Tr::tr("rows, est."), 96, Number, Tr::tr("As the last VACUUM or ANALYZE left it")},
        {Tr::tr("dead rows"), 90, Number},
        {Tr::tr("vacuumed"), 96, Text, Tr::tr("By hand or by autovacuum")},
        {Tr::tr("analyzed"), 96, Text, Tr::tr("By hand or by autovacuum")},
        {Tr::tr("owner"), 110, Text},
    };
}

QString RelationRows::schemaOf(int row) const
{
    const Schema *schema = m_contents->schema(relation(row).schema);
    return schema ? schema->name : QString();
}

Cell RelationRows::nameCell(int row) const
{
    const Relation &what = relation(row);
    Cell cell{.text = base::visibleText(what.name)};
    if (what.locked)
        cell.marks.push_back({Tr::tr("locked"), Severity::Warning});
    if (what.rowSecurity)
        cell.marks.push_back({u"RLS"_s, Severity::Info});
    if (!what.comment.isEmpty())
        cell.tip = cell.text + u'\n' + base::visibleText(what.comment);
    return cell;
}

Cell RelationRows::cell(int row, int column) const
{
    const Relation &what = relation(row);
    switch (column) {
    case SchemaColumn:
        return {.text = base::visibleText(schemaOf(row)), .muted = true};
    case NameColumn:
        return nameCell(row);
    case KindColumn:
        return {.text = what.kind, .muted = true};
    case SizeColumn:
        return what.estimatedBytes ? Cell{.text = InventoryText::bytes(*what.estimatedBytes),
                                          .muted = *what.estimatedBytes == 0}
                                   : unknownSize(what);
    case RowsColumn:
        return what.estimatedRows ? Cell{.text = InventoryText::number(*what.estimatedRows)}
                                  : unknownCell(Tr::tr("Not known: never analyzed"));
    case DeadColumn:
        return {.text = InventoryText::number(what.deadRows),
                .severity = deadSeverity(what),
                .muted = what.deadRows == 0};
    case VacuumColumn:
        return momentCell(what.lastVacuum, m_contents->takenAt);
    case AnalyzeColumn:
        return momentCell(what.lastAnalyze, m_contents->takenAt);
    case OwnerColumn:
        return {.text = InventoryText::role(*m_inventory, what.owner)};
    default:
        return {};
    }
}

std::optional<double> RelationRows::valueOf(int row, int column) const
{
    const Relation &what = relation(row);
    switch (column) {
    case SizeColumn:
        return what.estimatedBytes ? std::optional(double(*what.estimatedBytes)) : std::nullopt;
    case RowsColumn:
        return what.estimatedRows ? std::optional(double(*what.estimatedRows)) : std::nullopt;
    case DeadColumn:
        return double(what.deadRows);
    case VacuumColumn:
        return what.lastVacuum ? std::optional(secondsOf(*what.lastVacuum)) : std::nullopt;
    case AnalyzeColumn:
        return what.lastAnalyze ? std::optional(secondsOf(*what.lastAnalyze)) : std::nullopt;
    default:
        return {};
    }
}

int RelationRows::compare(int a, int b, int column) const
{
    const auto left = valueOf(a, column);
    const auto right = valueOf(b, column);
    if (left && right)
        return *left < *right ? -1 : *left > *right ? 1 : 0;
    if (left || right)
        return left ? -1 : 1;
    if (column == NameColumn)
        return compareTexts(relation(a).name, relation(b).name);
    return compareTexts(cell(a, column).text, cell(b, column).text);
}

bool RelationRows::matches(int row, const TableQuery &query) const
{
    if (query.words.isEmpty())
        return true;
    const QString schema = schemaOf(row);
    const Role *owner = m_inventory->role(relation(row).owner);
    return std::ranges::all_of(query.words, [&](const QString &word) {
        return relation(row).name.contains(word, Qt::CaseInsensitive) ||
               schema.contains(word, Qt::CaseInsensitive) ||
               relation(row).kind.contains(word, Qt::CaseInsensitive) ||
               (owner && owner->name.contains(word, Qt::CaseInsensitive));
    });
}

std::vector<TableColumn> extensionColumns()
{
    return {{Tr::tr("extension"), 180},
            {Tr::tr("version"), 90},
            {Tr::tr("available"), 160},
            {Tr::tr("schema"), 140}};
}

TableRowsPtr extensionRows(const DatabaseContents &contents)
{
    auto rows = std::make_shared<CellRows>();
    for (const Extension &each : contents.extensions) {
        const Schema *schema = contents.schema(each.schema);
        Cell available{.text = base::visibleText(each.availableVersion),
                       .severity = each.isOutdated() ? Severity::Warning : Severity::None,
                       .muted = !each.isOutdated()};
        if (each.isOutdated())
            available.text = Tr::tr("%1, to be updated").arg(available.text);
        else if (each.availableVersion.isEmpty())
            available.text = Tr::tr("its files are not there");
        rows->add({{.text = base::visibleText(each.name)},
                   {.text = base::visibleText(each.version)},
                   available,
                   {.text = schema ? base::visibleText(schema->name) : QString(), .muted = true}});
    }
    return rows;
}

std::vector<TableColumn> migrationColumns()
{
    return {{Tr::tr("tool"), 150},
            {Tr::tr("newest"), 260},
            {Tr::tr("applied"), 80, TableColumn::Number},
            {Tr::tr("found in"), 220},
            {Tr::tr("state"), 200}};
}

TableRowsPtr migrationRows(const DatabaseContents &contents)
{
    auto rows = std::make_shared<CellRows>();
    for (const Migration &each : contents.migrations) {
        Cell state{.text = unreadText(each.unread), .muted = true};
        if (!each.problem.isEmpty())
            state = {.text = base::singleLine(each.problem), .severity = Severity::Warning};
        else if (each.failed)
            state = {.text = Tr::tr("failed: the tool marks it so"), .severity = Severity::Warning};
        const Cell none = state.text.isEmpty() ? Cell() : unknownCell(state.text);
        rows->add({{.text = base::visibleText(each.tool)},
                   each.version.isEmpty() ? none : Cell{.text = base::visibleText(each.version)},
                   each.applied           ? Cell{.text = InventoryText::number(*each.applied)}
                   : state.text.isEmpty() ? unknownCell(Tr::tr("The tool keeps only the last one."))
                                          : none,
                   {.text = base::visibleText(each.table), .muted = true},
                   state});
    }
    return rows;
}

} // namespace ui
