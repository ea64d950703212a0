// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/login.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace inventory;

namespace {

// "app team" is: app is a member of team. A role's OID is that of its first letter, or its number.
// "-i" takes inheriting from the grant, "-s" SET ROLE, "+a" gives the admin option.
Inventory inventoryOf(const QString &grants)
{
    Inventory inventory;
    for (const QString &text : grants.split(u',', Qt::SkipEmptyParts)) {
        const QStringList words = text.split(u' ', Qt::SkipEmptyParts);
        const auto oidOf = [](const QString &name) {
            return name[0].isDigit() ? name.toUInt() : Oid(name[0].unicode());
        };
        inventory.memberships.push_back({.role = oidOf(words[1]),
                                         .member = oidOf(words[0]),
                                         .admin = words.contains("+a"_L1),
                                         .inherit = !words.contains("-i"_L1),
                                         .set = !words.contains("-s"_L1)});
    }
    return inventory;
}

QString names(const std::vector<Oid> &roles)
{
    QString text;
    for (const Oid role : roles)
        text += QChar(char16_t(role));
    return text;
}

// "t is" for one that is inherited from and may be set; in the order of the closure.
QString closureText(const Inventory &inventory, char16_t start, Direction direction)
{
    const MembershipClosure closure = MembershipGraph(inventory).closure(start, direction);
    QStringList lines;
    for (const Reached &one : closure.reached()) {
        lines += names({one.role}) + u' ' + (one.inherits ? u"i"_s : QString()) +
                 (one.set ? u"s"_s : QString()) + (one.admin ? u"a"_s : QString()) + u' ' +
                 names(closure.path(one.role));
    }
    return lines.join(u", "_s);
}

QString treeText(const std::vector<TreeNode> &nodes)
{
    QStringList lines;
    for (const TreeNode &node : nodes) {
        lines += QString::number(node.depth) + names({node.role}) +
                 (node.repeated ? u" again"_s : QString()) + (node.cut ? u" cut"_s : QString());
    }
    return lines.join(u", "_s);
}

Inventory chain(Oid length)
{
    Inventory inventory;
    for (Oid oid = 1; oid < length; ++oid)
        inventory.memberships.push_back({.role = oid + 1, .member = oid});
    return inventory;
}

const Role Login{.oid = 1, .login = true};
const Role Full{.oid = 1, .login = true, .connectionLimit = 2, .connections = 2};

// Everybody may connect.
Database open()
{
    return {.oid = 5, .owner = 9, .acl = {{.privileges = u"Tc"_s}}};
}

template <typename Value, typename Member>
Value with(Value value, Member Value::*member, const Member &set)
{
    value.*member = set;
    return value;
}

void row(const char *name, const Role &role, const Database &database,
         std::pair<LoginAnswer, std::vector<LoginObstacle>> expected)
{
    QTest::newRow(name) << role << database << expected.first << expected.second;
}

} // namespace

/// What memberships come to, and what the verdict on a login names.
class TestMemberships final : public QObject
{
    Q_OBJECT

private slots:
    void closures_data();
    void closures();
    void shortestWayOfEachKind();
    void cyclesEnd();
    void deepChain();
    void wideGroup();
    void trees();
    void severalGrantors();
    void treeLimits();
    void treeOfDiamondsStaysSmall();
    void obstacles_data();
    void obstacles();
    void groundsOfConnect();
    void unknownRoleOrDatabase();

private:
    static void ofRoles();
    static void ofDatabases();
};

void TestMemberships::closures_data()
{
    QTest::addColumn<QString>("grants");
    QTest::addColumn<QString>("up");
    QTest::addColumn<QString>("down");
    QTest::newRow("none") << u""_s << u""_s << u""_s;
    QTest::newRow("one") << u"a t"_s << u"t is at"_s << u""_s;
    QTest::newRow("two steps") << u"a t, t m"_s << u"t is at, m is atm"_s << u""_s;
    QTest::newRow("no inheriting") << u"a t -i, t m"_s << u"t s at, m s atm"_s << u""_s;
    QTest::newRow("no set") << u"a t, t m -s"_s << u"t is at, m i atm"_s << u""_s;
    QTest::newRow("neither all the way") << u"a t -i, t m -s"_s << u"t s at, m  atm"_s << u""_s;
    QTest::newRow("admin of what is reached")
        << u"a t -i -s, t m +a"_s << u"t  at, m a atm"_s << u""_s;
    QTest::newRow("admin is not handed on") << u"a t +a, t m"_s << u"t isa at, m is atm"_s << u""_s;
    QTest::newRow("members") << u"b a, c b -i, d c +a"_s << u""_s
                             << u"b is ab, c s abc, d s abcd"_s;
    QTest::newRow("admins below") << u"b a +a, c b -i -s, d a"_s << u""_s
                                  << u"b isa ab, d is ad, c a abc"_s;
}

void TestMemberships::closures()
{
    QFETCH(const QString, grants);
    QFETCH(const QString, up);
    QFETCH(const QString, down);
    const Inventory inventory = inventoryOf(grants);
    QCOMPARE(closureText(inventory, u'a', Direction::RolesOf), up);
    QCOMPARE(closureText(inventory, u'a', Direction::MembersOf), down);
}

void TestMemberships::shortestWayOfEachKind()
{
    const Inventory inventory = inventoryOf(u"a z -i -s, a b -i, b z, a c, c d, d z"_s);
    const MembershipClosure closure = MembershipGraph(inventory).closure(u'a', Direction::RolesOf);
    QCOMPARE(names(closure.path(u'z', Way::Member)), u"az"_s);
    QCOMPARE(names(closure.path(u'z', Way::Set)), u"abz"_s);
    QCOMPARE(names(closure.path(u'z', Way::Inherit)), u"acdz"_s);
    QCOMPARE(names(closure.path(u'z')), u"acdz"_s);
    QVERIFY(closure.path(u'q').empty());
    QCOMPARE(names(closure.path(u'a', Way::Inherit)), u"a"_s);
    QVERIFY(closure.reaches(u'a', Way::Set));
    QVERIFY(!closure.reaches(u'q', Way::Member));
}

// No server lets one be made, but a catalog may be damaged.
void TestMemberships::cyclesEnd()
{
    const Inventory inventory = inventoryOf(u"a b, b c, c a, c c"_s);
    QCOMPARE(closureText(inventory, u'a', Direction::RolesOf), u"b is ab, c is abc"_s);
    QCOMPARE(closureText(inventory, u'a', Direction::MembersOf), u"c is ac, b is acb"_s);
    QCOMPARE(treeText(membershipTree(MembershipGraph(inventory), u'a', Direction::RolesOf)),
             u"0a, 1b, 2c, 3a again, 3c again"_s);
}

void TestMemberships::deepChain()
{
    constexpr Oid Length = 100'000;
    const Inventory inventory = chain(Length);
    const MembershipGraph graph(inventory);
    const MembershipClosure closure = graph.closure(1, Direction::RolesOf);
    QCOMPARE(closure.reached().size(), Length - 1);
    QCOMPARE(closure.path(Length).size(), Length);
    QCOMPARE(graph.closure(Length, Direction::MembersOf).reached().size(), Length - 1);
    const auto tree = membershipTree(graph, 1, Direction::RolesOf);
    QCOMPARE(tree.size(), 1001);
    QVERIFY(tree.back().cut);
    QCOMPARE(tree.back().depth, 1000);
}

void TestMemberships::wideGroup()
{
    Inventory inventory;
    for (Oid member = 2; member < 100'002; ++member)
        inventory.memberships.push_back({.role = 1, .member = member});
    const MembershipGraph graph(inventory);
    QCOMPARE(graph.closure(1, Direction::MembersOf).reached().size(), 100'000);
    for (Oid member = 2; member < 100'002; ++member)
        QCOMPARE(graph.closure(member, Direction::RolesOf).reached().size(), 1);
    const auto tree = membershipTree(graph, 1, Direction::MembersOf);
    QCOMPARE(tree.size(), 10'000);
    QVERIFY(tree.front().cut);
}

void TestMemberships::trees()
{
    const Inventory inventory = inventoryOf(u"a b, a c, b d, c d, d e"_s);
    const MembershipGraph graph(inventory);
    QCOMPARE(treeText(membershipTree(graph, u'a', Direction::RolesOf)),
             u"0a, 1b, 2d, 3e, 1c, 2d again"_s);
    QCOMPARE(treeText(membershipTree(graph, u'e', Direction::MembersOf)),
             u"0e, 1d, 2b, 3a, 2c, 3a"_s);
    const auto nodes = membershipTree(graph, u'a', Direction::RolesOf);
    for (size_t i = 1; i < nodes.size(); ++i) {
        QVERIFY(nodes[i].parent < int(i));
        QCOMPARE(nodes[size_t(nodes[i].parent)].depth, nodes[i].depth - 1);
    }
}

void TestMemberships::severalGrantors()
{
    const Inventory inventory = inventoryOf(u"a b -i -s, a b -i +a, a b -s"_s);
    const auto nodes = membershipTree(MembershipGraph(inventory), u'a', Direction::RolesOf);
    QCOMPARE(nodes.size(), 2);
    QVERIFY(nodes[1].inherit && nodes[1].set && nodes[1].admin);
    QCOMPARE(MembershipGraph(inventory).grants(u'a', Direction::RolesOf).size(), 3);
    QCOMPARE(closureText(inventory, u'a', Direction::RolesOf), u"b isa ab"_s);
}

void TestMemberships::treeLimits()
{
    const MembershipGraph graph(inventoryOf(u"a b, b c, a d"_s));
    QCOMPARE(treeText(membershipTree(graph, u'a', Direction::RolesOf, {.depth = 1})),
             u"0a, 1b cut, 1d"_s);
    QCOMPARE(treeText(membershipTree(graph, u'a', Direction::RolesOf, {.nodes = 2})),
             u"0a cut, 1b cut"_s);
}

// 40 stages with two ways each: a trillion ways.
void TestMemberships::treeOfDiamondsStaysSmall()
{
    Inventory inventory;
    for (Oid stage = 0; stage < 40; ++stage) {
        for (const Oid side : {1, 2}) {
            inventory.memberships.push_back(
                {.role = stage * 3 + 1 + side, .member = stage * 3 + 1});
            inventory.memberships.push_back(
                {.role = stage * 3 + 4, .member = stage * 3 + 1 + side});
        }
    }
    const MembershipGraph graph(inventory);
    QCOMPARE(graph.closure(1, Direction::RolesOf).reached().size(), 120);
    QCOMPARE(membershipTree(graph, 1, Direction::RolesOf).size(), 161);
}

void TestMemberships::obstacles_data()
{
    QTest::addColumn<Role>("role");
    QTest::addColumn<Database>("database");
    QTest::addColumn<LoginAnswer>("answer");
    QTest::addColumn<std::vector<LoginObstacle>>("obstacles");
    ofRoles();
    ofDatabases();
}

void TestMemberships::ofRoles()
{
    using enum LoginObstacle;
    const Timestamp past = Timestamp() - std::chrono::hours(1);
    row("open", Login, open(), {LoginAnswer::Yes, {}});
    row("no login", with(Login, &Role::login, false), open(), {LoginAnswer::No, {NoLogin}});
    row("no password", with(Login, &Role::password, PasswordKind::None), open(),
        {LoginAnswer::NotByPassword, {NoPassword}});
    row("expired", with(Login, &Role::validUntil, std::optional(past)), open(),
        {LoginAnswer::NotByPassword, {PasswordExpired}});
    row("expires this moment", with(Login, &Role::validUntil, std::optional(Timestamp())), open(),
        {LoginAnswer::Yes, {}});
    row("role full", Full, open(), {LoginAnswer::NotNow, {RoleLimit}});
    row("superuser full", with(Full, &Role::superuser, true), open(), {LoginAnswer::Yes, {}});
    row("one left", with(Full, &Role::connections, 1), open(), {LoginAnswer::Yes, {}});
    row("role limit 0", with(Login, &Role::connectionLimit, 0), open(),
        {LoginAnswer::No, {RoleLimit}});
}

void TestMemberships::ofDatabases()
{
    using enum LoginObstacle;
    const Role super = with(Login, &Role::superuser, true);
    const Database crowded = with(open(), &Database::connectionLimit, 0);
    row("database limit 0", Login, crowded, {LoginAnswer::No, {DatabaseLimit}});
    row("superuser ignores it", super, crowded, {LoginAnswer::Yes, {}});
    row("closed", super, with(open(), &Database::allowConnections, false),
        {LoginAnswer::No, {DatabaseClosed}});
    row("half dropped", super, with(open(), &Database::connectionLimit, -2),
        {LoginAnswer::No, {DatabaseInvalid}});
    const Database shut = with(open(), &Database::acl, std::vector<AclItem>());
    row("no grant", Login, shut, {LoginAnswer::No, {NoConnect}});
    row("superuser needs none", super, shut, {LoginAnswer::Yes, {}});
    row("all at once", with(Full, &Role::login, false),
        with(with(shut, &Database::allowConnections, false), &Database::connectionLimit, 0),
        {LoginAnswer::No, {NoLogin, RoleLimit, DatabaseClosed, NoConnect, DatabaseLimit}});
}

void TestMemberships::obstacles()
{
    QFETCH(const Role, role);
    QFETCH(const Database, database);
    Inventory inventory{.serverVersion = 170000, .roles = {role}, .databases = {database}};
    const auto verdicts = loginsOf(inventory, MembershipGraph(inventory), 1, Timestamp());
    QCOMPARE(verdicts.size(), 1);
    QTEST(verdicts[0].answer, "answer");
    QTEST(verdicts[0].obstacles, "obstacles");
    const auto into = loginsInto(inventory, MembershipGraph(inventory), 5, Timestamp());
    QCOMPARE(into.size(), role.login ? 1 : 0);
    QVERIFY(into.empty() || into[0] == verdicts[0]);
}

void TestMemberships::groundsOfConnect()
{
    Inventory inventory = inventoryOf(u"a t, t o, b o -i"_s);
    inventory.serverVersion = 170000;
    for (const char16_t name : {u'a', u'b', u'o', u't'})
        inventory.roles.push_back({.oid = name, .name = QString(name), .login = true});
    inventory.databases = {
        {.oid = 5, .owner = u'o', .acl = {{.grantee = u'o', .privileges = u"CTc"_s}}},
        {.oid = 6, .owner = u'o', .acl = {{.grantee = DatabaseOwnerRole, .privileges = u"c"_s}}},
        {.oid = 7,
         .owner = u'o',
         .acl = {{.grantee = 0, .privileges = u"c"_s}, {.grantee = u't', .privileges = u"c"_s}}}};
    const MembershipGraph graph(inventory);
    const auto ofA = loginsOf(inventory, graph, u'a', {});
    QCOMPARE(ofA[0].ground, ConnectGround::Membership);
    QCOMPARE(names(ofA[0].path), u"ato"_s);
    QCOMPARE(ofA[1].ground, ConnectGround::Membership);
    QCOMPARE(ofA[1].path.back(), DatabaseOwnerRole);
    QCOMPARE(ofA[1].path.size(), 4);
    QCOMPARE(ofA[2].ground, ConnectGround::Public);
    QCOMPARE(loginsOf(inventory, graph, u't', {})[2].ground, ConnectGround::Own);
    QCOMPARE(loginsOf(inventory, graph, u'b', {})[0].ground, ConnectGround::None);
    QCOMPARE(loginsOf(inventory, graph, u'o', {})[0].ground, ConnectGround::Own);
    QCOMPARE(loginsOf(inventory, graph, u'o', {})[1].path.size(), 2);
}

void TestMemberships::unknownRoleOrDatabase()
{
    const Inventory inventory = inventoryOf(u"a t"_s);
    const MembershipGraph graph(inventory);
    QVERIFY(loginsOf(inventory, graph, 99, {}).empty());
    QVERIFY(loginsInto(inventory, graph, 99, {}).empty());
    QVERIFY(graph.closure(99, Direction::RolesOf).reached().empty());
    QCOMPARE(membershipTree(graph, 99, Direction::RolesOf).size(), 1);
}

QTEST_GUILESS_MAIN(TestMemberships)
#include "tst_memberships.moc"
