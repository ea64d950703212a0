// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "databases/accesstable.h"

#include "base/plaintext.h"
#include "inventory/inventorytext.h"
#include "inventory/logintext.h"

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::DatabaseDetail)
};

class DatabaseLoginRows final : public TableRows
{
public:
    DatabaseLoginRows(std::shared_ptr<const LoginJoin> join, const Database &database)
        : m_join(std::move(join))
        , m_database(database)
    {
        for (const Role &role : m_join->inventory().roles) {
            if (role.login)
                m_roles.push_back(&role);
        }
        std::ranges::sort(m_roles, [](const Role *a, const Role *b) {
            return compareTexts(a->name, b->name) < 0;
        });
        m_judged.resize(m_roles.size());
    }

    int count() const override { return int(m_roles.size()); }
    quint64 key(int row) const override { return m_roles[size_t(row)]->oid; }

    Cell cell(int row, int column) const override
    {
        if (column == 0)
            return {.text = base::visibleText(m_roles[size_t(row)]->name)};
        return (*judged(size_t(row)))[size_t(column) - 1];
    }

private:
    using Cells = std::shared_ptr<const std::vector<Cell>>;

    // Two threads may judge the same row, to the same end.
    Cells judged(size_t row) const
    {
        {
            const std::scoped_lock lock(m_mutex);
            if (m_judged[row])
                return m_judged[row];
        }
        LoginJoin::Person who = m_join->person(m_roles[row]->oid);
        const auto cells = std::make_shared<const std::vector<Cell>>(
            LoginText::cells(*m_join, m_join->judge(who, m_database)));
        const std::scoped_lock lock(m_mutex);
        return m_judged[row] = cells;
    }

    std::shared_ptr<const LoginJoin> m_join; ///< Holds the roles.
    Database m_database;
    std::vector<const Role *> m_roles;
    mutable std::mutex m_mutex;
    mutable std::vector<Cells> m_judged; ///< Null: not yet.
};

} // namespace

std::vector<Cell> grantCells(const Inventory &inventory, const AclItem &item, const GrantedOn &on)
{
    Cell who{.text = InventoryText::role(inventory, item.grantee)};
    if (item.grantee == 0)
        who = {.text = Tr::tr("every role"), .marks = {{u"PUBLIC"_s, Severity::Info}}};
    else if (item.grantee == on.owner)
        who.marks.push_back({Tr::tr("owner"), Severity::None});
    return {
        who,
        {.text = InventoryText::privileges(item)},
        {.text = on.byDefault ? Tr::tr("by default") : InventoryText::role(inventory, item.grantor),
         .muted = true},
        {.text = InventoryText::aclItem(inventory, item), .muted = true}};
}

std::vector<TableColumn> databaseAccessColumns()
{
    return {{Tr::tr("who"), 170},
            {Tr::tr("may"), 240},
            {Tr::tr("granted by"), 90},
            {Tr::tr("as ACL"), 140, TableColumn::Fixed}};
}

TableRowsPtr databaseAccessRows(const Inventory &inventory, const Database &database)
{
    std::vector<AclItem> items = database.acl;
    const auto rank = [&](const AclItem &item) {
        return item.grantee == database.owner ? 0 : item.grantee == 0 ? 1 : 2;
    };
    std::ranges::stable_sort(items, {}, rank);
    auto rows = std::make_shared<CellRows>();
    for (const AclItem &item : items) {
        // One grantee may have several grantors.
        rows->add(grantCells(inventory, item, {database.owner, database.defaultAcl}),
                  quint64(rows->count()) << 32 | item.grantee);
    }
    return rows;
}

std::vector<TableColumn> databaseLoginColumns()
{
    std::vector<TableColumn> columns{{Tr::tr("role"), 110}};
    std::ranges::copy(LoginText::columns(), std::back_inserter(columns));
    return columns;
}

TableRowsPtr databaseLoginRows(const std::shared_ptr<const LoginJoin> &join, Oid database)
{
    const Database *found = join->inventory().database(database);
    if (!found)
        return std::make_shared<const CellRows>();
    return std::make_shared<const DatabaseLoginRows>(join, *found);
}

} // namespace ui
