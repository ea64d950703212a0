// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/granttables.h"

#include "base/plaintext.h"
#include "databases/accesstable.h"
#include "inventory/inventorytext.h"

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::PrivilegesView)
};

// The database first, then the schemas, then what is in them.
class ObjectRows final : public TableRows
{
public:
    ObjectRows(InventoryPtr inventory, Oid database, ContentsPtr contents)
        : m_inventory(std::move(inventory))
        , m_contents(std::move(contents))
        , m_database(database)
        , m_schemas(m_contents ? int(m_contents->schemas.size()) : 0)
    {
    }

    int count() const override
    {
        return 1 + m_schemas + (m_contents ? int(m_contents->relations.size()) : 0);
    }

    quint64 key(int row) const override
    {
        if (row == 0)
            return GrantObject{Grantable::Database, m_database}.key();
        if (row <= m_schemas)
            return GrantObject{Grantable::Schema, schema(row).oid}.key();
        return GrantObject{Grantable::Relation, relation(row).oid}.key();
    }

    Cell cell(int row, int column) const override
    {
        if (row == 0)
            return databaseCell(column);
        const bool isSchema = row <= m_schemas;
        const Schema *in = isSchema ? &schema(row) : m_contents->schema(relation(row).schema);
        switch (column) {
        case 0:
            return {.text = base::visibleText(isSchema ? schema(row).name : relation(row).name),
                    .strong = isSchema};
        case 1:
            return {.text = isSchema ? Tr::tr("schema") : relation(row).kind, .muted = true};
        case 2:
            return {.text = in && !isSchema ? base::visibleText(in->name) : QString(),
                    .muted = true};
        default:
            return {.text = InventoryText::role(*m_inventory, isSchema ? schema(row).owner
                                                                       : relation(row).owner)};
        }
    }

private:
    const Schema &schema(int row) const { return m_contents->schemas[size_t(row) - 1]; }
    const Relation &relation(int row) const
    {
        return m_contents->relations[size_t(row - 1 - m_schemas)];
    }

    Cell databaseCell(int column) const
    {
        const Database *database = m_inventory->database(m_database);
        if (!database)
            return {};
        return column == 0   ? Cell{.text = base::visibleText(database->name), .strong = true}
               : column == 1 ? Cell{.text = Tr::tr("database"), .muted = true}
               : column == 3 ? Cell{.text = InventoryText::role(*m_inventory, database->owner)}
                             : Cell();
    }

    InventoryPtr m_inventory;
    ContentsPtr m_contents;
    Oid m_database;
    int m_schemas;
};

// what: on which part of the object; empty for all of it.
void addGrants(CellRows &rows, const Inventory &inventory, const std::vector<AclItem> &acl,
               const QString &what, const GrantedOn &on)
{
    for (const AclItem &item : acl) {
        std::vector<Cell> cells = grantCells(inventory, item, on);
        cells.insert(cells.begin() + 2, Cell{.text = what, .muted = true});
        rows.add(std::move(cells));
    }
}

void addDefaults(CellRows &rows, const Inventory &inventory, const DatabaseContents &contents,
                 const GrantObject &object)
{
    const Oid schema = object.kind == Grantable::Schema ? object.oid : 0;
    if (object.kind == Grantable::Relation)
        return;
    for (const DefaultPrivileges &each : contents.defaultPrivileges) {
        if (each.schema == schema)
            addGrants(rows, inventory, each.acl,
                      Tr::tr("on new %1 of %2", "objects of a role")
                          .arg(each.objects, InventoryText::role(inventory, each.role)),
                      {each.role});
    }
}

QString pathText(const Inventory &inventory, const PrivilegePath &path)
{
    QStringList names;
    for (const Oid role : path.roles)
        names.append(InventoryText::role(inventory, role));
    const QString way = names.join(u" → "_s);
    switch (path.ground) {
    case Ground::Superuser:
        return Tr::tr("%1 is a superuser: nothing is checked.").arg(way);
    case Ground::Public:
        return Tr::tr("It is granted to PUBLIC, which is every role, by %1.")
            .arg(InventoryText::role(inventory, path.grantor));
    case Ground::Predefined:
        return Tr::tr("%1: the last of these is a predefined role that carries this right.")
            .arg(way);
    case Ground::Granted:
        break;
    }
    if (path.owner)
        return names.size() == 1 ? Tr::tr("%1 owns it.").arg(way)
                                 : Tr::tr("%1: the last of these owns it.").arg(way);
    const QString grantor = InventoryText::role(inventory, path.grantor);
    return names.size() == 1
               ? Tr::tr("It is granted to %1 by %2.").arg(way, grantor)
               : Tr::tr("%1: it is granted to the last of these by %2.").arg(way, grantor);
}

} // namespace

std::vector<TableColumn> grantObjectColumns()
{
    return {{Tr::tr("object"), 190},
            {Tr::tr("kind"), 110},
            {Tr::tr("schema"), 90},
            {Tr::tr("owner"), 100}};
}

TableRowsPtr grantObjectRows(const InventoryPtr &inventory, Oid database,
                             const ContentsPtr &contents)
{
    return std::make_shared<ObjectRows>(inventory, database, contents);
}

std::vector<TableColumn> grantColumns()
{
    return {{Tr::tr("who"), 150},
            {Tr::tr("may"), 230},
            {Tr::tr("on"), 120},
            {Tr::tr("granted by"), 100},
            {Tr::tr("as ACL"), 140, TableColumn::Fixed}};
}

TableRowsPtr grantRows(const Inventory &inventory, Oid database, const DatabaseContents *contents,
                       const GrantObject &object)
{
    auto rows = std::make_shared<CellRows>();
    if (object.kind == Grantable::Database) {
        if (const Database *found = inventory.database(database))
            addGrants(*rows, inventory, found->acl, {}, {found->owner, found->defaultAcl});
    } else if (const Schema *schema = contents ? contents->schema(object.oid) : nullptr;
               schema && object.kind == Grantable::Schema) {
        addGrants(*rows, inventory, schema->acl, {}, {schema->owner});
    } else if (const Relation *relation = contents ? contents->relation(object.oid) : nullptr) {
        addGrants(*rows, inventory, relation->acl, {}, {relation->owner});
        for (const ColumnGrants &column : contents->columnGrants) {
            if (column.relation == object.oid)
                addGrants(*rows, inventory, column.acl,
                          Tr::tr("column %1").arg(base::visibleText(column.column)),
                          {relation->owner});
        }
    }
    if (contents)
        addDefaults(*rows, inventory, *contents, object);
    return rows;
}

QString privilegeAnswerText(const Inventory &inventory, const PrivilegeQuestion &question,
                            const PrivilegeAnswer &answer)
{
    const QString role = InventoryText::role(inventory, question.role);
    const QString what = QString(privilegeName(question.privilege));
    if (!answer.known)
        return Tr::tr("That role or object is not known.");
    QStringList lines;
    if (answer.isEffective())
        lines.append(Tr::tr("%1 has %2.").arg(role, what));
    else if (answer.allowed)
        lines.append(Tr::tr("%1 has %2, but may not use the schema, and so cannot reach it: USAGE "
                            "on the schema is missing.")
                         .arg(role, what));
    else
        lines.append(Tr::tr("%1 does not have %2.").arg(role, what));
    for (const PrivilegePath &path : answer.paths)
        lines.append(pathText(inventory, path));
    for (const PrivilegePath &path : answer.bySetRole)
        lines.append(Tr::tr("Only after SET ROLE, because a membership does not inherit: %1")
                         .arg(pathText(inventory, path)));
    if (answer.ownerMayGrant)
        lines.append(Tr::tr("It owns the object and may grant it to itself."));
    if (!answer.columns.isEmpty())
        lines.append(Tr::tr("On these columns alone: %1.")
                         .arg(base::visibleText(answer.columns.join(", "_L1))));
    return lines.join(u'\n');
}

Oid roleNamed(const Inventory &inventory, const QString &name)
{
    const auto at = std::ranges::find(inventory.roles, name, &Role::name);
    return at == inventory.roles.end() ? 0 : at->oid;
}

} // namespace ui
