// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "roles/roletables.h"

#include "base/plaintext.h"
#include "inventory/inventorytext.h"

#include <set>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::RoleDetail)
};

constexpr int MostMembers = 500; ///< In one direction of the tree.

// One direction of the tree of memberships, from a role on.
class Branch
{
public:
    Branch(const Inventory &inventory, CellRows &rows, bool upwards)
        : m_inventory(inventory)
        , m_rows(rows)
        , m_upwards(upwards)
    {
    }

    void add(Oid role, int depth)
    {
        for (const Membership *each : of(role)) {
            if (m_count == MostMembers) {
                m_rows.add(
                    {{.text = Tr::tr("more are not shown"), .muted = true, .indent = depth}});
                m_count = MostMembers + 1;
            }
            if (m_count > MostMembers)
                return;
            ++m_count;
            addRow(*each, depth);
            const Oid next = m_upwards ? each->role : each->member;
            if (m_path.insert(next).second) {
                add(next, depth + 1);
                m_path.erase(next);
            }
        }
    }

    int count() const { return m_count; }

private:
    std::vector<const Membership *> of(Oid role) const
    {
        std::vector<const Membership *> found;
        for (const Membership &each : m_inventory.memberships) {
            if ((m_upwards ? each.member : each.role) == role)
                found.push_back(&each);
        }
        return found;
    }

    void addRow(const Membership &each, int depth)
    {
        const Oid other = m_upwards ? each.role : each.member;
        QStringList how;
        how.append(each.inherit ? Tr::tr("inherits its rights") : Tr::tr("does not inherit"));
        if (!each.set)
            how.append(Tr::tr("may not SET ROLE"));
        std::vector<CellMark> marks;
        if (each.admin)
            marks.push_back({Tr::tr("admin"), Severity::Info});
        m_rows.add({{.text = InventoryText::role(m_inventory, other), .indent = depth},
                    {.text = how.join(", "_L1), .muted = each.inherit && each.set, .marks = marks},
                    {.text = InventoryText::role(m_inventory, each.grantor), .muted = true}},
                   keyOf(other));
    }

    // The same role may stand in several places.
    quint64 keyOf(Oid role) const { return quint64(m_rows.count()) << 32 | role; }

    const Inventory &m_inventory;
    CellRows &m_rows;
    bool m_upwards;
    int m_count = 0;
    std::set<Oid> m_path;
};

void addHead(CellRows &rows, const QString &text)
{
    rows.add({{.text = text, .strong = true}}, quint64(rows.count()) << 32);
}

} // namespace

TableRowsPtr sentenceRow(const QString &sentence)
{
    auto rows = std::make_shared<CellRows>();
    rows->add({{.text = sentence, .muted = true}}, 0);
    return rows;
}

std::vector<TableColumn> membershipColumns()
{
    return {{Tr::tr("role"), 190},
            {Tr::tr("how"), 180, TableColumn::Text,
             Tr::tr("Whether the member has the role's rights at once, may become it with SET "
                    "ROLE, and may grant it to others")},
            {Tr::tr("granted by"), 100}};
}

TableRowsPtr membershipRows(const Inventory &inventory, Oid role)
{
    auto rows = std::make_shared<CellRows>();
    addHead(*rows, Tr::tr("Member of"));
    Branch up(inventory, *rows, true);
    up.add(role, 1);
    if (up.count() == 0)
        rows->add({{.text = Tr::tr("no role"), .muted = true, .indent = 1}});
    addHead(*rows, Tr::tr("Its members"));
    Branch down(inventory, *rows, false);
    down.add(role, 1);
    if (down.count() == 0)
        rows->add({{.text = Tr::tr("no role"), .muted = true, .indent = 1}});
    return rows;
}

std::vector<TableColumn> ownedColumns()
{
    return {{Tr::tr("in database"), 200},
            {Tr::tr("objects"), 90, TableColumn::Number},
            {Tr::tr("the database itself"), 130}};
}

TableRowsPtr ownedRows(const Inventory &inventory, Oid role)
{
    std::map<Oid, int> objects;
    for (const OwnedObjects &owned : inventory.owned) {
        if (owned.role == role)
            objects[owned.database] += owned.count;
    }
    for (const Database &database : inventory.databases) {
        if (database.owner == role)
            objects.try_emplace(database.oid, 0);
    }
    auto rows = std::make_shared<CellRows>();
    for (const auto &[database, count] : objects) {
        const Database *found = inventory.database(database);
        const bool owner = found && found->owner == role;
        rows->add({{.text = database == 0 ? Tr::tr("shared by all of them")
                                          : InventoryText::database(inventory, database)},
                   {.text = InventoryText::number(count), .value = count},
                   {.text = owner ? Tr::tr("owned by this role") : QString()}},
                  database);
    }
    return rows;
}

std::vector<TableColumn> roleSettingColumns()
{
    return {{Tr::tr("setting"), 190, TableColumn::Fixed},
            {Tr::tr("value"), 170, TableColumn::Fixed},
            {Tr::tr("where"), 130}};
}

TableRowsPtr roleSettingRows(const Inventory &inventory, Oid role)
{
    auto rows = std::make_shared<CellRows>();
    for (const StoredSetting &setting : inventory.settings) {
        if (setting.role != role)
            continue;
        rows->add({{.text = base::visibleText(setting.name)},
                   {.text = base::visibleText(setting.value)},
                   {.text = setting.database == 0
                                ? Tr::tr("in all databases")
                                : InventoryText::database(inventory, setting.database)}});
    }
    return rows;
}

} // namespace ui
