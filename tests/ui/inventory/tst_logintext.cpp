// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "activity/tablenotice.h"
#include "databases/accesstable.h"
#include "inventory/lazytable.h"
#include "inventory/loginsview.h"
#include "inventory/logintext.h"
#include "roles/roletables.h"
#include "widgets/metrics.h"

#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace inventory;
using namespace ui;
using State = KnownRules::State;

namespace {

constexpr Oid Shop = 20'000;

Inventory people()
{
    Inventory out{.serverVersion = 170'000, .takenAt = base::now(), .superuser = true};
    const auto role = [&out](Oid oid, const QString &name, PasswordKind password) {
        Role made{.oid = oid, .name = name, .login = true, .password = password};
        out.roles.push_back(made);
        return &out.roles.back();
    };
    role(17'001, u"scram"_s, PasswordKind::Scram);
    role(17'002, u"md5"_s, PasswordKind::Md5);
    role(17'003, u"none"_s, PasswordKind::None);
    role(17'004, u"late"_s, PasswordKind::Scram)->validUntil = out.takenAt - std::chrono::hours(1);
    role(17'005, u"hidden"_s, PasswordKind::Hidden);
    role(17'006, u"group"_s, PasswordKind::Hidden)->login = false;
    out.memberships.push_back({.role = 17'006, .member = 17'001, .inherit = false, .set = false});
    inventory::Database shop{.oid = Shop, .name = u"shop"_s, .owner = 17'006};
    shop.acl.push_back({.grantee = 0, .grantor = 17'006, .privileges = u"c"_s});
    out.databases.push_back(shop);
    shop.oid = Shop + 1;
    shop.name = u"closed"_s;
    shop.allowConnections = false;
    out.databases.push_back(shop);
    return out;
}

KnownRulesPtr known(const QByteArray &text, pgaccess::RuleAge age = pgaccess::RuleAge::Loaded)
{
    KnownRules rules{.state = State::Known, .age = age};
    rules.rules = std::make_shared<const pgaccess::LoginRules>(
        pgaccess::parseHbaText("/data/pg_hba.conf", text.toStdString(), {}, 17), true);
    if (rules.rules->rules().isRejected())
        qFatal("The rules are not right.");
    return std::make_shared<const KnownRules>(rules);
}

Oid named(const Inventory &inventory, const QString &role)
{
    return std::ranges::find(inventory.roles, role, &Role::name)->oid;
}

// What is said of a role and the database shop.
std::vector<Cell> cells(const KnownRulesPtr &rules, const QString &role)
{
    const LoginJoin join(std::make_shared<const Inventory>(people()), rules);
    LoginJoin::Person who = join.person(named(join.inventory(), role));
    return LoginText::cells(join, join.judge(who, join.inventory().databases.front()));
}

} // namespace

/// What is said of who may log in where, with the lines of pg_hba.conf and without.
class TestLoginText final : public QObject
{
    Q_OBJECT

private slots:
    void answers_data();
    void answers();
    void refusals_data();
    void refusals();
    void tipsNameEachLine();
    void withoutRulesTheCatalogsAnswer();
    void whatIsNotLoadedYetIsSaid();
    void aLimitOfNothingLetsInNobody();
    void columnsFitIntoADetail();
    void notices_data();
    void notices();
    void tablesJudgeAll();
    void viewTellsTheNotice();
};

void TestLoginText::answers_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<Severity>("severity");
    QTest::addColumn<QString>("from");
    const QByteArray scram = "host all all 10.0.0.0/8 scram-sha-256\n";
    const auto row = [](const char *name, const QString &role, const QByteArray &rules,
                        const QString &answer, Severity severity, const QString &from) {
        QTest::newRow(name) << role << rules << answer << severity << from;
    };
    row("yes", u"scram"_s, "local all all peer\n" + scram, u"yes"_s, Severity::Ok,
        u"local socket (peer, line 1) · 10.0.0.0/8 (scram-sha-256, line 2)"_s);
    row("hidden is not judged", u"hidden"_s, scram, u"yes"_s, Severity::Ok,
        u"10.0.0.0/8 (scram-sha-256, line 1)"_s);
    row("a part is rejected", u"scram"_s, "hostnossl all all 10.1.0.0/16 reject\n" + scram,
        u"yes"_s, Severity::Ok,
        u"10.0.0.0/8 (scram-sha-256, line 2) but not 10.1.0.0/16 without TLS (line 1)"_s);
    row("none is asked for", u"none"_s, "local all all peer\n" + scram, u"partly"_s,
        Severity::Warning, u"local socket (peer, line 1)"_s);
    row("md5 by md5", u"md5"_s, scram + "host all all ::1/128 md5\n", u"yes"_s, Severity::Ok,
        u"::1/128 (md5, line 2)"_s);
    row("member without rights", u"scram"_s, "host all +group all scram-sha-256\n", u"yes"_s,
        Severity::Ok, u"all addresses (scram-sha-256, line 1)"_s);
    row("certificate", u"scram"_s, "hostssl all all all scram-sha-256 clientcert=verify-ca\n",
        u"yes"_s, Severity::Ok,
        u"all addresses with TLS (scram-sha-256 and a client certificate, line 1)"_s);
    row("perhaps", u"scram"_s, "host all /(s)\\1 all trust\n", u"perhaps"_s, Severity::None,
        u"perhaps all addresses (trust, line 1)"_s);
}

void TestLoginText::refusals_data()
{
    QTest::addColumn<QString>("role");
    QTest::addColumn<QByteArray>("rules");
    QTest::addColumn<QString>("why");
    const QByteArray scram = "host all all 10.0.0.0/8 scram-sha-256\n";
    const auto refused = [](const char *name, const QString &role, const QByteArray &rules,
                            const QString &why) { QTest::newRow(name) << role << rules << why; };
    refused("for nobody", u"scram"_s, "local all none peer\n",
            u"no line of pg_hba.conf lets it in"_s);
    refused("rejected", u"scram"_s, "\n\nhost all all all reject\n" + scram,
            u"line 3 rejects it"_s);
    refused("no password", u"none"_s, scram, u"line 1 asks for a password, and it has none"_s);
    refused("no password, two lines", u"none"_s, scram + "host all all ::1/128 md5\n",
            u"each line that is for it asks for a password, and it has none"_s);
    refused("rejected, and no password", u"none"_s, "host shop none ::1/128 reject\n" + scram,
            u"line 1 rejects it (::1/128); line 2 asks for a password, and it has none"_s);
    refused("rejected, and no password, two lines", u"none"_s,
            "local shop none reject\n" + scram + "host all all ::1/128 md5\n",
            u"line 1 rejects it (local socket); "
            "each other line for it asks for a password, and it has none"_s);
    refused("expired", u"late"_s, scram, u"line 1 asks for a password, and its own has expired"_s);
    refused("md5 is no scram", u"md5"_s, scram,
            u"line 1 asks for scram-sha-256, and its password is kept as md5"_s);
}

void TestLoginText::refusals()
{
    QFETCH(const QString, role);
    QFETCH(const QByteArray, rules);
    const std::vector<Cell> said = cells(known(rules), role);
    QCOMPARE(said[0].text, u"no"_s);
    QVERIFY(said[1].text.isEmpty()); // nothing lets it in
    QTEST(said[2].text, "why");
}

void TestLoginText::tipsNameEachLine()
{
    const QByteArray scram = "host all all 10.0.0.0/8 scram-sha-256\n";
    const QString useless = u"10.0.0.0/8 (scram-sha-256, line 2): asks for a password, and it "
                            "has none"_s;
    const QString tip = cells(known("host all none ::1/128 reject\n" + scram), u"none"_s)[2].tip;
    QVERIFY(tip.startsWith(u"line 1 rejects it (::1/128)\n"_s));
    QVERIFY(tip.endsWith(u'\n' + useless));
    const std::vector<Cell> partly = cells(known("local all all peer\n" + scram), u"none"_s);
    QCOMPARE(partly[1].tip, u"local socket (peer, line 1)\n"_s + useless);
    QCOMPARE(partly[2].text, u"it has no password"_s);
}

void TestLoginText::answers()
{
    QFETCH(const QString, role);
    QFETCH(const QByteArray, rules);
    const std::vector<Cell> said = cells(known(rules), role);
    QCOMPARE(said.size(), LoginText::columns().size());
    QTEST(said[0].text, "answer");
    QTEST(said[0].severity, "severity");
    QTEST(said[1].text, "from");
}

void TestLoginText::withoutRulesTheCatalogsAnswer()
{
    for (const KnownRulesPtr &rules :
         {KnownRulesPtr(),
          std::make_shared<const KnownRules>(KnownRules{.state = State::NotLoaded})}) {
        const std::vector<Cell> said = cells(rules, u"scram"_s);
        QCOMPARE(said[0].text, u"yes?"_s);
        QVERIFY(said[0].severity != Severity::Ok);
        QVERIFY(said[0].tip.contains(u"As far as the catalogs tell"_s));
        QCOMPARE(said[1].text, u"not known"_s);
        QCOMPARE(cells(rules, u"none"_s)[0].text, u"partly?"_s);
    }
}

void TestLoginText::whatIsNotLoadedYetIsSaid()
{
    const auto rules = known("local all all peer\n", pgaccess::RuleAge::Changed);
    const std::vector<Cell> said = cells(rules, u"scram"_s);
    QCOMPARE(said[0].text, u"yes, later"_s);
    QCOMPARE(said[0].severity, Severity::Warning);
    QVERIFY(said[0].tip.startsWith(u"After a reload"_s));
    QVERIFY(LoginText::notice(rules).sentence.contains(u"after a reload"_s));
    const auto none = known("local all nobody peer\n", pgaccess::RuleAge::Changed);
    QCOMPARE(cells(none, u"scram"_s)[0].text, u"no, later"_s);
}

void TestLoginText::aLimitOfNothingLetsInNobody()
{
    const auto said = [](int roleLimit, int databaseLimit) {
        Inventory all = people();
        all.roles.front().connectionLimit = roleLimit;
        all.databases.front().connectionLimit = databaseLimit;
        all.databases.front().connections = 3;
        const LoginJoin join(std::make_shared<const Inventory>(all), known("local all all peer\n"));
        LoginJoin::Person who = join.person(all.roles.front().oid);
        const auto cells = LoginText::cells(join, join.judge(who, all.databases.front()));
        return QStringList{cells[0].text, cells[2].text};
    };
    QCOMPARE(said(-1, 0), (QStringList{u"no"_s, u"the database lets in nobody: its limit is 0"_s}));
    QCOMPARE(said(0, -1), (QStringList{u"no"_s, u"the role gets in nowhere: its limit is 0"_s}));
    QCOMPARE(said(-1, 3), (QStringList{u"not now"_s, u"the database has all its connections"_s}));
}

// The narrow one that a window of usual size has beside its table; no verdict is cut.
void TestLoginText::columnsFitIntoADetail()
{
    constexpr int Detail = 420;
    for (const auto &columns : {loginColumns(), databaseLoginColumns()}) {
        int width = 0;
        for (const TableColumn &column : columns)
            width += column.width;
        QVERIFY2(width <= Detail, QByteArray::number(width).constData());
    }
    LoginsView view(u"logins"_s, u"Logins"_s, databaseLoginColumns());
    view.resize(Detail, 300);
    view.show();
    const auto rules =
        known("local all all peer\nhost all /(s)\\1 all trust\n", pgaccess::RuleAge::Changed);
    view.showRows(std::make_shared<const Inventory>(people()), rules, 5,
                  [](const auto &join) { return databaseLoginRows(join, Shop); });
    const LazyTable &table = view.table();
    QVERIFY(table.header()->length() <= table.viewport()->width());
    for (const QString &word : {u"perhaps, later"_s, u"partly, later"_s}) {
        const int needed = QFontMetrics(table.font()).horizontalAdvance(word);
        QVERIFY2(needed + 2 * metrics::CellPadding < LoginText::columns().front().width,
                 qPrintable(word));
    }
}

void TestLoginText::notices_data()
{
    QTest::addColumn<int>("state");
    QTest::addColumn<QString>("part");
    QTest::newRow("not read") << int(State::NotRead) << u"not read yet"_s;
    QTest::newRow("not allowed") << int(State::NotAllowed) << u"may not read"_s;
    QTest::newRow("failed") << int(State::Failed) << u"could not be read: why"_s;
    QTest::newRow("not loaded") << int(State::NotLoaded) << u"has an error"_s;
    QTest::newRow("too many") << int(State::TooMany) << u"more lines"_s;
}

void TestLoginText::notices()
{
    QFETCH(const int, state);
    QFETCH(const QString, part);
    const KnownRules rules{.state = State(state),
                           .error = {.message = u"why"_s, .hint = u"GRANT"_s}};
    const LoginText::Notice said = LoginText::notice(std::make_shared<const KnownRules>(rules));
    QVERIFY2(said.sentence.contains(part), qUtf8Printable(said.sentence));
    QVERIFY(said.sentence.contains(u"as far as the catalogs tell"_s));
    QCOMPARE(said.statement, State(state) == State::NotAllowed ? u"GRANT"_s : QString());
    QVERIFY(LoginText::notice(known("local all all peer\n")).sentence.isEmpty());
}

void TestLoginText::tablesJudgeAll()
{
    const auto join = std::make_shared<const LoginJoin>(std::make_shared<const Inventory>(people()),
                                                        known("local shop all peer\n"));
    const TableRowsPtr into = databaseLoginRows(join, Shop);
    QCOMPARE(into->count(), 5); // with LOGIN
    QCOMPARE(into->cell(0, 0).text, u"hidden"_s);
    QCOMPARE(into->cell(4, 0).text, u"scram"_s);
    QCOMPARE(into->key(4), 17'001u);
    QCOMPARE(into->cell(4, 1).text, u"yes"_s);
    QCOMPARE(into->cell(3, 1).text, u"partly"_s);
    QCOMPARE(int(databaseLoginColumns().size()), 4);
    const TableRowsPtr closed = databaseLoginRows(join, Shop + 1);
    QCOMPARE(closed->cell(4, 1).text, u"no"_s);
    QVERIFY(closed->cell(4, 2).text.isEmpty());
    QVERIFY(closed->cell(4, 3).text.contains(u"lets nobody in"_s));
    QCOMPARE(closed->cell(1, 0).text, u"late"_s); // what decides comes first
    QCOMPARE(closed->cell(1, 3).text, u"the database lets nobody in; its password has expired"_s);
    QCOMPARE(databaseLoginRows(join, 1)->count(), 0);
    const TableRowsPtr of = loginRows(*join, 17'001);
    QCOMPARE(of->count(), 2);
    QCOMPARE(of->cell(0, 2).text, u"local socket (peer, line 1)"_s);
    QCOMPARE(of->cell(1, 1).text, u"no"_s);
    QCOMPARE(loginRows(*join, 1)->count(), 0);
}

void TestLoginText::viewTellsTheNotice()
{
    LoginsView view(u"logins"_s, u"Logins"_s, databaseLoginColumns());
    view.resize(900, 300);
    view.show();
    const auto inventory = std::make_shared<const Inventory>(people());
    const auto rows = [](const auto &join) { return databaseLoginRows(join, Shop); };
    const KnownRules denied{.state = State::NotAllowed, .error = {.hint = u"GRANT x"_s}};
    view.showRows(inventory, std::make_shared<const KnownRules>(denied), 5, rows);
    const auto *notice = view.findChild<TableNotice *>(u"loginsNotice"_s);
    QVERIFY(notice->isVisible());
    QCOMPARE(notice->findChild<QLabel *>(u"noticeStatement"_s)->text(), u"GRANT x"_s);
    QCOMPARE(view.table().rows().rowCount(), 5);
    view.showRows(inventory, known("local all all peer\n"), 5, rows);
    QVERIFY(!notice->isVisible());
    QCOMPARE(view.table().rows().index(4, 1).data().toString(), u"yes"_s);
    view.showRows({}, {}, 0, rows);
    QCOMPARE(view.table().rows().rowCount(), 0);
}

QTEST_MAIN(TestLoginText)
#include "tst_logintext.moc"
