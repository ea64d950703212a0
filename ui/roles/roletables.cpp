// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "roles/roletables.h"

#include "base/plaintext.h"
#include "inventory/inventorytext.h"
#include "inventory/logintext.h"
#include "inventory/privileges.h"

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

// A grant is known by both ends and its grantor. The highest bits tell it from the other rows of
// the tree, whose keys are their numbers; 30 bits of a grantor do for the few of a pair.
constexpr quint64 DirectBit = quint64(1) << 63;
constexpr quint64 MembersBit = quint64(1) << 62;

quint64 directKey(const Membership &grant, Direction direction)
{
    const bool members = direction == Direction::MembersOf;
    const quint64 grantor = grant.grantor & 0x3fffffffU;
    return DirectBit | (members ? MembersBit : 0) | grantor << 32 |
           (members ? grant.member : grant.role);
}

// One direction of the tree of memberships, from a role on.
class Branch
{
public:
    Branch(const Inventory &inventory, CellRows &rows, Direction direction)
        : m_inventory(inventory)
        , m_graph(inventory)
        , m_rows(rows)
        , m_direction(direction)
    {
    }

    void add(Oid role, int depth)
    {
        for (const Membership &each : m_graph.grants(role, m_direction)) {
            if (m_count == MostMembers) {
                m_rows.add({{.text = Tr::tr("more are not shown"), .muted = true, .indent = depth}},
                           quint64(m_rows.count()) << 32);
                m_count = MostMembers + 1;
            }
            if (m_count > MostMembers)
                return;
            ++m_count;
            addRow(each, depth, depth == 1 ? directKey(each, m_direction) : keyOf(otherOf(each)));
            const Oid next = otherOf(each);
            if (m_path.insert(next).second) {
                add(next, depth + 1);
                m_path.erase(next);
            }
        }
    }

    int count() const { return m_count; }

private:
    Oid otherOf(const Membership &each) const
    {
        return m_direction == Direction::RolesOf ? each.role : each.member;
    }

    void addRow(const Membership &each, int depth, quint64 key)
    {
        const Oid other = otherOf(each);
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
                   key);
    }

    // The same role may stand in several places.
    quint64 keyOf(Oid role) const { return quint64(m_rows.count()) << 32 | role; }

    const Inventory &m_inventory;
    MembershipGraph m_graph;
    CellRows &m_rows;
    Direction m_direction;
    int m_count = 0;
    std::set<Oid> m_path;
};

void addHead(CellRows &rows, const QString &text)
{
    rows.add({{.text = text, .strong = true}}, quint64(rows.count()) << 32);
}

// Its key leads nowhere.
void addNone(CellRows &rows)
{
    const quint64 number = quint64(rows.count());
    rows.add({{.text = Tr::tr("no role"), .muted = true, .indent = 1}}, number << 32);
}

void addAttributeRights(CellRows &rows, const Role &role)
{
    const std::tuple<bool, QString, QString> rights[] = {
        {role.superuser, Tr::tr("everything"), u"SUPERUSER"_s},
        {role.createRole, Tr::tr("create and change roles"), u"CREATEROLE"_s},
        {role.createDatabase, Tr::tr("create databases"), u"CREATEDB"_s},
        {role.bypassRls, Tr::tr("see all rows"), u"BYPASSRLS"_s},
        {role.replication, Tr::tr("replicate the server"), u"REPLICATION"_s},
    };
    for (const auto &[has, what, attribute] : rights) {
        if (has)
            rows.add({{.text = what},
                      {.text = Tr::tr("the server")},
                      {.text = Tr::tr("its attribute %1").arg(attribute), .muted = true}});
    }
}

void addPredefined(CellRows &rows, const Inventory &inventory, const MembershipClosure &closure)
{
    for (const Reached &each : closure.reached()) {
        const Role *role = inventory.role(each.role);
        if (!role || !role->isPredefined() || !(each.inherits || each.set))
            continue;
        const Way way = each.inherits ? Way::Inherit : Way::Set;
        const QString path = LoginText::path(inventory, closure.path(each.role, way));
        rows.add({{.text = role->name},
                  {.text = Tr::tr("the server")},
                  {.text = each.inherits ? path : Tr::tr("%1, after SET ROLE").arg(path),
                   .muted = true}});
    }
}

} // namespace

std::vector<TableColumn> rightColumns()
{
    return {{Tr::tr("right"), 150}, {Tr::tr("on"), 130}, {Tr::tr("because"), 190}};
}

TableRowsPtr rightRows(const Inventory &inventory, Oid role)
{
    auto rows = std::make_shared<CellRows>();
    const Role *what = inventory.role(role);
    if (!what)
        return rows;
    const MembershipClosure closure = MembershipGraph(inventory).closure(role, Direction::RolesOf);
    addAttributeRights(*rows, *what);
    addPredefined(*rows, inventory, closure);
    for (const Database &database : inventory.databases) {
        for (const QChar letter : u"cCT"_s) {
            const PrivilegeGround found =
                databasePrivilege(inventory, closure, database, letter, 0);
            if (found.ground == ConnectGround::None || found.ground == ConnectGround::Superuser)
                continue;
            rows->add(
                {{.text = QString(privilegeName(letter))},
                 {.text = base::visibleText(database.name)},
                 {.text = LoginText::ground(inventory, found.ground, found.path), .muted = true}},
                quint64(rows->count()) << 32 | database.oid);
        }
    }
    return rows;
}

std::vector<TableColumn> loginColumns()
{
    std::vector<TableColumn> columns{{Tr::tr("into database"), 110}};
    std::ranges::copy(LoginText::columns(), std::back_inserter(columns));
    return columns;
}

TableRowsPtr loginRows(const LoginJoin &join, Oid role)
{
    auto rows = std::make_shared<CellRows>();
    const Inventory &inventory = join.inventory();
    if (!inventory.role(role))
        return rows;
    LoginJoin::Person who = join.person(role);
    for (const Database &database : inventory.databases) {
        std::vector<Cell> cells{{.text = base::visibleText(database.name)}};
        std::ranges::move(LoginText::cells(join, join.judge(who, database)),
                          std::back_inserter(cells));
        rows->add(std::move(cells), database.oid);
    }
    return rows;
}

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
    Branch up(inventory, *rows, Direction::RolesOf);
    up.add(role, 1);
    if (up.count() == 0)
        addNone(*rows);
    addHead(*rows, Tr::tr("Its members"));
    Branch down(inventory, *rows, Direction::MembersOf);
    down.add(role, 1);
    if (down.count() == 0)
        addNone(*rows);
    return rows;
}

std::optional<Membership> directMembership(const Inventory &inventory, Oid role, quint64 key)
{
    if ((key & DirectBit) == 0)
        return {};
    const bool members = (key & MembersBit) != 0;
    const auto found = std::ranges::find_if(inventory.memberships, [&](const Membership &each) {
        return (members ? each.role : each.member) == role &&
               directKey(each, members ? Direction::MembersOf : Direction::RolesOf) == key;
    });
    return found == inventory.memberships.end() ? std::nullopt : std::optional(*found);
}

std::vector<TableColumn> ownedColumns()
{
    return {{Tr::tr("in database"), 200},
            {Tr::tr("objects"), 90, TableColumn::Number},
            {Tr::tr("the database itself"), 130}};
}

std::optional<int> ownedCount(const Inventory &inventory, Oid role)
{
    if (!areObjectsCounted(role))
        return {};
    auto count = int(std::ranges::count(inventory.databases, role, &Database::owner));
    for (const OwnedObjects &owned : inventory.owned)
        count += owned.role == role ? owned.count : 0;
    return count;
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
                   areObjectsCounted(role)
                       ? Cell{.text = InventoryText::number(count), .value = count}
                       : unknownCell(Tr::tr("The server keeps no list of what this role owns.")),
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
