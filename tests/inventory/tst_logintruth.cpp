// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/serverrules.h"
#include "inventory/inventoryreader.h"
#include "inventory/logintext.h"

#include "access/hba/hbaserver.h"
#include "access/hba/randomhba.h"

#include <QRandomGenerator>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace inventory;
using namespace tests;
using pgaccess::HbaClient;
using ui::LoginJudgement;

namespace {

constexpr int Sets = 60;
constexpr int PairsOfASet = 4;
constexpr auto Password = "s3same";

const char *const Secrets[] = {
    "ALTER ROLE alice PASSWORD 's3same'",
    "ALTER ROLE carol PASSWORD 's3same'",
    "SET password_encryption = 'md5'; ALTER ROLE dave PASSWORD 's3same'",
    "CREATE ROLE eve LOGIN PASSWORD 's3same' VALID UNTIL '2001-01-01'",
    "REVOKE CONNECT ON DATABASE staff FROM PUBLIC",
    "GRANT CONNECT ON DATABASE staff TO leads",
    "ALTER DATABASE otherdb CONNECTION LIMIT 0",
};

// The five ways to the server from here.
std::vector<HbaClient> clientsHere(const std::string &user, const std::string &database)
{
    std::vector<HbaClient> clients;
    for (const char *address : {"", "127.0.0.1", "::1"}) {
        for (const bool tls : {false, true}) {
            HbaClient client{.local = *address == 0,
                             .address = pgaccess::parseIpAddress(address),
                             .tls = tls,
                             .user = user,
                             .database = database};
            client.serverNetworks = {*pgaccess::parseIpNetwork("127.0.0.1/8"),
                                     *pgaccess::parseIpNetwork("::1/128")};
            if (!client.local || !tls)
                clients.push_back(client);
        }
    }
    return clients;
}

// Whether the client comes from where a rule is for, whoever he is.
bool comesFrom(const HbaClient &client, pgaccess::HbaRule rule)
{
    rule.databases = {{.text = "all"}};
    rule.users = {{.text = "all"}};
    pgaccess::HbaRules alone;
    alone.rules = {rule};
    return pgaccess::matchHba(alone, client).rule.has_value();
}

// What the judgement says of one client, read as a person reads it: from the first line on.
bool letsIn(const LoginJudgement &judgement, const pgaccess::HbaRules &rules,
            const HbaClient &client)
{
    for (std::size_t i = 0; i < judgement.ways->ways.size(); ++i) {
        const pgaccess::LoginWay &way = judgement.ways->ways[i];
        if (!comesFrom(client, rules.rules[way.rule]))
            continue;
        const bool rejected = std::ranges::any_of(
            way.rejectedBy, [&](std::size_t each) { return comesFrom(client, rules.rules[each]); });
        return !rejected && judgement.isOpen(i) && judgement.answer != LoginAnswer::No;
    }
    return false;
}

} // namespace

/// Who may log in where and from where, over random rules: tried by logging in.
class TestLoginTruth final : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void loginsComeTrue_data() { addServerRows(); }
    void loginsComeTrue();

private:
    void prepare(int version);
    void compare(const ui::LoginJoin &join, const QString &role, const QString &database);

    quint32 m_seed = 0;
    std::unique_ptr<HbaServer> m_server;
    int m_letIn = 0;
    int m_refused = 0;
    std::map<LoginAnswer, int> m_answers;
    int m_uses = 0; ///< Lines that are of no use to the password.
};

void TestLoginTruth::initTestCase()
{
    bool given = false;
    m_seed = qEnvironmentVariable("PGVIGIL_TEST_SEED").toUInt(&given);
    if (!given)
        m_seed = QRandomGenerator::global()->generate();
    qInfo("PGVIGIL_TEST_SEED=%u", m_seed);
}

void TestLoginTruth::prepare(int version)
{
    m_letIn = m_refused = m_uses = 0;
    m_answers.clear();
    m_server = std::make_unique<HbaServer>(version);
    QVERIFY_RESULT(m_server->start());
    for (const char *statement : Secrets)
        QVERIFY_RESULT(m_server->server().sql(statement));
}

void TestLoginTruth::compare(const ui::LoginJoin &join, const QString &role,
                             const QString &database)
{
    const auto &inventory = join.inventory();
    const auto who = std::ranges::find(inventory.roles, role, &Role::name);
    const auto where = std::ranges::find(inventory.databases, database, &Database::name);
    QVERIFY(who != inventory.roles.end() && where != inventory.databases.end());
    ui::LoginJoin::Person person = join.person(who->oid);
    const LoginJudgement judgement = join.judge(person, *where);
    ++m_answers[judgement.answer];
    m_uses +=
        int(judgement.uses.size() - size_t(std::ranges::count(judgement.uses, ui::WayUse::Open)));
    const pgaccess::HbaRules &rules = join.rules()->rules->rules();
    for (const HbaClient &client : clientsHere(role.toStdString(), database.toStdString())) {
        pg::ConnectionSpec spec = m_server->specOf(client);
        spec.set(u"password"_s, QString::fromLatin1(Password));
        const bool expected = letsIn(judgement, rules, client);
        const auto session = TestSession::open(spec);
        ++(expected ? m_letIn : m_refused);
        const QString from =
            client.address ? QString::fromStdString(client.address->text()) : u"the socket"_s;
        QStringList said;
        for (const ui::Cell &cell : ui::LoginText::cells(join, judgement))
            said.append(ui::cellText(cell));
        QVERIFY2(session.has_value() == expected,
                 qPrintable(u"%1 at %2 from %3%4: %5; said: %6"_s.arg(
                     role, database, from, client.tls ? u" with TLS"_s : QString(),
                     QString::fromUtf8(why(session)), said.join(u" | "_s))));
    }
}

void TestLoginTruth::loginsComeTrue()
{
    QFETCH(int, version);
    prepare(version);
    if (QTest::currentTestFailed())
        return;
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = m_server->admin()})));
    const auto read = QCoro::waitFor(readInventory(&connection));
    QVERIFY_RESULT(read);
    const auto inventory = std::make_shared<const Inventory>(*read);
    RandomHba random(m_seed, version);
    const QStringList roles{u"alice"_s, u"bob"_s, u"carol"_s, u"dave"_s, u"eve"_s, u"staff"_s};
    const QStringList databases{u"appdb"_s, u"alice"_s, u"staff"_s, u"otherdb"_s};
    for (int set = 0; set < Sets; ++set) {
        std::string text = random.file(1 + random.number(12), 0);
        if (random.number(3) == 0)
            text.insert(0, "local @names @names password\n");
        if (random.number(3) == 0)
            text.insert(0, "host all bob,eve 127.0.0.1/32 trust\n");
        m_server->server().setHba(QByteArray::fromStdString(text));
        const auto rules = QCoro::waitFor(pgaccess::readServerRules(&connection));
        QVERIFY_RESULT(rules);
        QVERIFY2(!rules->hba.isRejected(), text.c_str());
        const auto known = std::make_shared<const ui::KnownRules>(ui::KnownRules{
            .state = ui::KnownRules::State::Known,
            .rules = std::make_shared<const pgaccess::LoginRules>(rules->hba, rules->tls)});
        const ui::LoginJoin join(inventory, known);
        for (int i = 0; i < PairsOfASet && !QTest::currentTestFailed(); ++i)
            compare(join, random.pick(roles), random.pick(databases));
        if (QTest::currentTestFailed()) {
            qInfo("set %d:\n%s", set, text.c_str());
            return;
        }
    }
    qInfo("%d let in, %d refused, %d lines of no use; %d yes, %d without a password, %d no",
          m_letIn, m_refused, m_uses, m_answers[LoginAnswer::Yes],
          m_answers[LoginAnswer::NotByPassword], m_answers[LoginAnswer::No]);
    QVERIFY(m_letIn > Sets / 4 && m_refused > Sets && m_uses > 0);
    QVERIFY(m_answers[LoginAnswer::Yes] > 0 && m_answers[LoginAnswer::NotByPassword] > 0);
    QVERIFY(m_answers[LoginAnswer::No] > Sets / 4);
}

QTEST_MAIN(TestLoginTruth)
#include "tst_logintruth.moc"
