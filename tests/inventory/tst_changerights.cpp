// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/changerights.h"
#include "inventory/inventoryfixture.h"
#include "inventory/randominventory.h"

#include <QRandomGenerator>
#include <QTest>

#include <map>
#include <set>

using namespace Qt::StringLiterals;
using namespace inventory;
using namespace tests;

namespace {

/// A statement, and what ChangeRights has to answer for.
struct Trial
{
    Oid role = 0; ///< Who tries.
    ChangeQuestion question;
    QString statement;
};

QString text(const QString &value)
{
    return u'\'' + QString(value).replace(u'\'', "''"_L1) + u'\'';
}

// Tries statements as other roles, and takes each back whether it was allowed or not.
constexpr QByteArrayView TryFunction = R"(
CREATE FUNCTION try(who text, what text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('SET LOCAL SESSION AUTHORIZATION %s', who);
    EXECUTE what;
    RAISE EXCEPTION USING ERRCODE = 'OK000';
EXCEPTION WHEN OTHERS THEN
    RETURN SQLSTATE;
END $$)";

bool isAboutMembership(ChangeKind kind)
{
    return kind == ChangeKind::GrantRole || kind == ChangeKind::AlterMembership ||
           kind == ChangeKind::RevokeRole;
}

// XX000 is "no possible grantors", 0A000 and 55006 are about one's own role.
QString verdictOf(const QString &sqlState, const Trial &trial)
{
    const bool ofItself =
        trial.question.target == trial.role && (trial.question.kind == ChangeKind::RenameRole ||
                                                trial.question.kind == ChangeKind::DropRole);
    if (ofItself && (sqlState == "0A000"_L1 || sqlState == "55006"_L1))
        return u"not oneself"_s;
    const bool noGrantor = sqlState == "XX000"_L1 && isAboutMembership(trial.question.kind);
    return sqlState == "42501"_L1 || noGrantor ? u"denied"_s : u"allowed"_s;
}

QString verdictOf(const std::vector<NeededRight> &missing)
{
    if (std::ranges::contains(missing, Right::NotOneself, &NeededRight::right))
        return u"not oneself"_s;
    return missing.empty() ? u"allowed"_s : u"denied"_s;
}

} // namespace

/// What ChangeRights says is what a server does, with made-up roles, attributes and memberships.
class TestChangeRights final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixtures.clear(); }

    void rolesAreTheServers();
    void membershipsAreTheServers();
    void databasesAreTheServers();
    void newAndDroppedDatabases();
    void namesWhatIsMissing();
    void knowsWhatItDoesNotKnow();

private:
    QString name(Oid role) const { return quoted(m_inventory->role(role)->name); }
    Oid anyRole() { return m_roles[size_t(m_random.bounded(int(m_roles.size())))]; }
    Trial attributeTrial(Oid role, Oid target);
    Trial membershipTrial(Oid role, const Membership &membership, bool revoke) const;
    void compare(const std::vector<Trial> &trials);
    QStringList sqlStates(const std::vector<Trial> &trials);

    std::map<int, std::unique_ptr<InventoryFixture>> m_fixtures;
    InventoryFixture *m_fixture = nullptr;
    QRandomGenerator m_random;
    InventoryPtr m_inventory;
    std::vector<Oid> m_roles; ///< Without those of the server itself.
    quint32 m_seed = 0;
};

void TestChangeRights::initTestCase()
{
    bool given = false;
    m_seed = qEnvironmentVariable("PGVIGIL_TEST_SEED").toUInt(&given);
    if (!given)
        m_seed = QRandomGenerator::global()->generate();
    qInfo("PGVIGIL_TEST_SEED=%u", m_seed);
}

void TestChangeRights::init()
{
    QFETCH_GLOBAL(const int, version);
    auto &fixture = m_fixtures[version];
    if (!fixture) {
        fixture = std::make_unique<InventoryFixture>(version);
        QVERIFY_RESULT(fixture->start());
        QVERIFY_RESULT(RandomInventory(version, m_seed).create(fixture->server));
        QVERIFY_RESULT(fixture->server.sql(TryFunction.toByteArray()));
        QVERIFY_RESULT(fixture->server.sql("UPDATE pg_database SET datistemplate = true"));
    }
    m_fixture = fixture.get();
    m_random.seed(m_seed);
    const auto read = m_fixture->read();
    QVERIFY_RESULT(read);
    m_inventory = std::make_shared<const Inventory>(*read);
    m_roles.clear();
    for (const Role &role : m_inventory->roles) {
        if (!role.isPredefined() && !role.name.startsWith("chain"_L1))
            m_roles.push_back(role.oid);
    }
}

QStringList TestChangeRights::sqlStates(const std::vector<Trial> &trials)
{
    constexpr size_t atOnce = 400;
    QStringList states;
    for (size_t next = 0; next < trials.size(); next += atOnce) {
        QStringList rows;
        for (size_t i = next; i < std::min(next + atOnce, trials.size()); ++i)
            rows += u"(%1, %2, %3)"_s.arg(QString::number(i), text(name(trials[i].role)),
                                          text(trials[i].statement));
        states +=
            m_fixture->lines("SELECT try(who, what) FROM (VALUES " + rows.join(",\n"_L1).toUtf8() +
                             ") AS t(i, who, what) ORDER BY i");
    }
    return states;
}

void TestChangeRights::compare(const std::vector<Trial> &trials)
{
    const QStringList states = sqlStates(trials);
    QCOMPARE(size_t(states.size()), trials.size());
    std::map<QString, int> seen;
    for (size_t i = 0; i < trials.size(); ++i) {
        const Trial &trial = trials[i];
        const QString &state = states[qsizetype(i)];
        const QString truth = verdictOf(state, trial);
        const QString said =
            verdictOf(ChangeRights(*m_inventory, trial.role).missing(trial.question));
        // The server may look at other rights before it sees that it is one's own.
        const bool same = said == truth || (said == "not oneself"_L1 && truth == "denied"_L1);
        QVERIFY2(same, qPrintable(u"%1: %2 gives %3, said %4"_s.arg(name(trial.role),
                                                                    trial.statement, state, said)));
        ++seen[truth];
    }
    QVERIFY2(seen[u"allowed"_s] > 5 && seen[u"denied"_s] > 5, "The trials prove nothing.");
}

Trial TestChangeRights::attributeTrial(Oid role, Oid target)
{
    Trial trial{.role = role, .question = {.kind = ChangeKind::AlterRole, .target = target}};
    ChangeQuestion &question = trial.question;
    trial.statement = u"ALTER ROLE "_s + name(target);
    const auto maybe = [&](bool &changes, const QString &word) {
        changes = m_random.bounded(4) == 0;
        if (changes)
            trial.statement += (m_random.bounded(2) == 0 ? u" "_s : u" NO"_s) + word;
    };
    maybe(question.superuser, u"SUPERUSER"_s);
    maybe(question.createDatabase, u"CREATEDB"_s);
    maybe(question.replication, u"REPLICATION"_s);
    maybe(question.bypassRls, u"BYPASSRLS"_s);
    trial.statement += m_random.bounded(2) == 0 ? u" CONNECTION LIMIT 7"_s : u" LOGIN"_s;
    return trial;
}

void TestChangeRights::rolesAreTheServers()
{
    using enum ChangeKind;
    std::vector<Trial> trials;
    for (const Oid role : m_roles) {
        trials.push_back({role, {.kind = CreateRole}, u"CREATE ROLE one_more LOGIN"_s});
        trials.push_back(
            {role, {.kind = CreateRole, .superuser = true}, u"CREATE ROLE one_more SUPERUSER"_s});
        trials.push_back({role,
                          {.kind = CreateRole, .createDatabase = true},
                          u"CREATE ROLE one_more CREATEDB"_s});
        trials.push_back({role,
                          {.kind = CreateRole, .replication = true},
                          u"CREATE ROLE one_more REPLICATION"_s});
        trials.push_back(
            {role, {.kind = CreateRole, .bypassRls = true}, u"CREATE ROLE one_more BYPASSRLS"_s});
        for (const Oid target : m_roles) {
            const QString is = name(target);
            trials.push_back(attributeTrial(role, target));
            trials.push_back({role,
                              {.kind = SetPassword, .target = target},
                              u"ALTER ROLE %1 PASSWORD 'new'"_s.arg(is)});
            trials.push_back({role,
                              {.kind = RenameRole, .target = target},
                              u"ALTER ROLE %1 RENAME TO other_name"_s.arg(is)});
            trials.push_back({role,
                              {.kind = CommentRole, .target = target},
                              u"COMMENT ON ROLE %1 IS 'one more'"_s.arg(is)});
            trials.push_back({role, {.kind = DropRole, .target = target}, u"DROP ROLE "_s + is});
        }
    }
    compare(trials);
}

Trial TestChangeRights::membershipTrial(Oid role, const Membership &membership, bool revoke) const
{
    const bool named = m_inventory->serverVersion >= 160000;
    const QString grantedBy = named ? u" GRANTED BY "_s + name(membership.grantor) : QString();
    const QString statement =
        revoke ? u"REVOKE %1 FROM %2"_s.arg(name(membership.role), name(membership.member))
               : u"GRANT %1 TO %2 WITH ADMIN OPTION"_s.arg(name(membership.role),
                                                           name(membership.member));
    return {role,
            {.kind = revoke ? ChangeKind::RevokeRole : ChangeKind::AlterMembership,
             .target = membership.role,
             .other = membership.grantor},
            statement + grantedBy};
}

void TestChangeRights::membershipsAreTheServers()
{
    using enum ChangeKind;
    std::vector<Trial> trials;
    for (const Oid role : m_roles) {
        for (const Oid target : m_roles) {
            trials.push_back({role,
                              {.kind = GrantRole, .target = target},
                              u"GRANT %1 TO chain3"_s.arg(name(target))});
            if (target == 10)
                continue; // it owns what the server cannot do without
            const Oid heir = anyRole();
            trials.push_back({role,
                              {.kind = GiveAway, .target = target, .other = heir},
                              u"REASSIGN OWNED BY %1 TO %2"_s.arg(name(target), name(heir))});
        }
        for (const Membership &membership : m_inventory->memberships) {
            if (m_random.bounded(3) == 0 && std::ranges::contains(m_roles, membership.role) &&
                std::ranges::contains(m_roles, membership.member))
                trials.push_back(membershipTrial(role, membership, m_random.bounded(2) == 0));
        }
    }
    compare(trials);
}

void TestChangeRights::databasesAreTheServers()
{
    using enum ChangeKind;
    std::vector<Trial> trials;
    for (const Oid role : m_roles) {
        for (const Database &database : m_inventory->databases) {
            if (database.name == "postgres"_L1)
                continue; // which the trials are in
            const QString is = quoted(database.name);
            const Oid heir = database.owner == m_roles.back() ? m_roles.front() : m_roles.back();
            const Oid target = database.oid;
            trials.push_back({role,
                              {.kind = AlterDatabase, .target = target},
                              u"ALTER DATABASE %1 CONNECTION LIMIT 7"_s.arg(is)});
            trials.push_back({role,
                              {.kind = CommentDatabase, .target = target},
                              u"COMMENT ON DATABASE %1 IS 'one more'"_s.arg(is)});
            trials.push_back({role,
                              {.kind = RenameDatabase, .target = target},
                              u"ALTER DATABASE %1 RENAME TO other_name"_s.arg(is)});
            trials.push_back({role,
                              {.kind = ChangeOwner, .target = target, .other = heir},
                              u"ALTER DATABASE %1 OWNER TO %2"_s.arg(is, name(heir))});
            if (database.owner != role)
                trials.push_back({role,
                                  {.kind = ChangeOwner, .target = target, .other = role},
                                  u"ALTER DATABASE %1 OWNER TO %2"_s.arg(is, name(role))});
        }
    }
    compare(trials);
}

// These are in no transaction. A template is not dropped, and a database not made of one that is
// not there: the server says so only after it has looked at the rights.
void TestChangeRights::newAndDroppedDatabases()
{
    auto session = TestSession::open(m_fixture->server.spec());
    QVERIFY_RESULT(session);
    int denied = 0;
    const auto check = [&](const Trial &trial, const QString &otherwise) {
        const auto done = session->run(trial.statement.toUtf8());
        const bool said = !ChangeRights(*m_inventory, trial.role).missing(trial.question).empty();
        QVERIFY2(!done, qPrintable(trial.statement));
        QVERIFY2(
            done.error().sqlState == (said ? u"42501"_s : otherwise),
            qPrintable(name(trial.role) + u": "_s + trial.statement + u' ' + done.error().message));
        denied += said ? 1 : 0;
    };
    for (const Oid role : m_roles) {
        QVERIFY_RESULT(session->run("SET SESSION AUTHORIZATION " + name(role).toUtf8()));
        const Oid owner = m_random.bounded(3) == 0 ? role : anyRole();
        check({role,
               {.kind = ChangeKind::CreateDatabase, .other = owner},
               u"CREATE DATABASE one_more OWNER %1 TEMPLATE nowhere"_s.arg(name(owner))},
              u"3D000"_s);
        for (const Database &database : m_inventory->databases) {
            check({role,
                   {.kind = ChangeKind::DropDatabase, .target = database.oid},
                   u"DROP DATABASE "_s + quoted(database.name)},
                  u"42809"_s);
        }
        QVERIFY_RESULT(session->run("RESET SESSION AUTHORIZATION"));
    }
    QVERIFY(denied > 5);
}

void TestChangeRights::namesWhatIsMissing()
{
    Inventory made{.serverVersion = 170000};
    made.roles = {{.oid = 10, .name = u"postgres"_s, .superuser = true},
                  {.oid = 20000, .name = u"anna"_s},
                  {.oid = 20001, .name = u"bert"_s, .createRole = true},
                  {.oid = 20002, .name = u"app"_s}};
    made.memberships = {
        {.role = 20002, .member = 20001, .grantor = 10, .admin = true, .inherit = false}};
    made.databases = {{.oid = 30000, .name = u"shop"_s, .owner = 20002}};
    using Missing = std::vector<NeededRight>;
    const ChangeRights anna(made, 20000);
    const ChangeRights bert(made, 20001);
    const ChangeQuestion password{.kind = ChangeKind::SetPassword, .target = 20002};
    QCOMPARE(anna.missing(password), (Missing{{Right::CreateRole}, {Right::Admin, 20002}}));
    QCOMPARE(bert.missing(password), Missing());
    QCOMPARE(anna.missing({.kind = ChangeKind::SetPassword, .target = 20000}), Missing());
    QCOMPARE(bert.missing({.kind = ChangeKind::SetPassword, .target = 10}),
             Missing{{Right::Superuser}});
    QCOMPARE(anna.missing({.kind = ChangeKind::GrantRole}), (Missing{{Right::Admin, 0}}));
    QCOMPARE(bert.missing({.kind = ChangeKind::GrantRole}), Missing());
    QCOMPARE(bert.missing({.kind = ChangeKind::AlterRole, .target = 20002, .bypassRls = true}),
             Missing{{Right::BypassRls}});
    QCOMPARE(bert.missing({.kind = ChangeKind::RenameDatabase, .target = 30000}),
             (Missing{{Right::RightsOf, 20002}, {Right::CreateDatabase}}));
    QCOMPARE(bert.missing({.kind = ChangeKind::RevokeRole, .target = 20002, .other = 10}),
             (Missing{{Right::RightsOf, 10}}));
    QCOMPARE(bert.missing({.kind = ChangeKind::CreateApplication}),
             Missing{{Right::CreateDatabase}});
}

// The server decides, then.
void TestChangeRights::knowsWhatItDoesNotKnow()
{
    const Inventory made{.serverVersion = 170000, .roles = {{.oid = 20000, .name = u"anna"_s}}};
    using enum ChangeKind;
    const ChangeRights gone(made, 4711);
    QVERIFY(gone.missing({.kind = ChangeKind::CreateRole}).empty());
    const ChangeRights anna(made, 20000);
    for (const ChangeKind kind : {SetPassword, RenameRole, DropRole, AlterDatabase, DropDatabase})
        QVERIFY(anna.missing({.kind = kind, .target = 4711}).empty());
}

QTEST_GUILESS_MAIN(TestChangeRights)
#include "tst_changerights.moc"
