// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "changefixture.h"
#include "window/databaseforms.h"
#include "window/roleforms.h"

#include <QTest>

using namespace actions;
using namespace tests;
using namespace Qt::StringLiterals;

/// What the forms offer to a role with few rights is what a server takes from it.
class TestOfferedChanges : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase_data() { addServerRows(); }
    void init();
    void cleanupTestCase() { m_fixture.reset(); }

    void givesDatabasesAway();
    void asksOnlyForWhatMayBeGiven();
    void offersOnlyWhatMayBeGranted();

private:
    inventory::Oid role(const QString &name)
    {
        return oid("SELECT oid FROM pg_roles WHERE rolname = ", name);
    }
    inventory::Oid database(const QString &name)
    {
        return oid("SELECT oid FROM pg_database WHERE datname = ", name);
    }
    inventory::Oid oid(const QByteArray &select, const QString &name)
    {
        return sql(select + '\'' + name.toUtf8() + '\'').toUInt();
    }
    QByteArray sql(const QByteArray &text) { return m_fixture->sql(text); }

    std::unique_ptr<ChangeFixture> m_fixture;
    int m_version = 0;
};

void TestOfferedChanges::init()
{
    QFETCH_GLOBAL(const int, version);
    if (m_version != version) {
        m_fixture.reset();
        m_fixture = std::make_unique<ChangeFixture>(version);
        QVERIFY_RESULT(m_fixture->start());
        m_version = version;
    }
    QVERIFY_RESULT(m_fixture->connectAs(u"maker"_s));
}

void TestOfferedChanges::givesDatabasesAway()
{
    sql("CREATE ROLE heir; CREATE ROLE other; GRANT heir TO maker");
    sql("CREATE DATABASE shop OWNER maker");
    sql("CREATE TABLE kept (a int); ALTER TABLE kept OWNER TO weak");
    const auto form = app::databaseOwnerForm(m_fixture->inventory(), database(u"shop"_s));
    QVERIFY(form);
    QVERIFY(form->meaning.contains("REASSIGN OWNED"_L1));
    QCOMPARE(form->inputs.front().choices, QStringList{u"heir"_s});
    QCOMPARE(m_fixture->run(*form, {{u"owner"_s, u"other"_s}}).error.sqlState, u"42501"_s);
    QCOMPARE(m_fixture->run(*form, {{u"owner"_s, u"heir"_s}}).ending, ChangeEnding::Done);
    QCOMPARE(sql("SELECT datdba::regrole FROM pg_database WHERE datname = 'shop'"), "heir");
    QCOMPARE(sql("SELECT relowner::regrole FROM pg_class WHERE relname = 'kept'"), "weak");
    sql("DROP DATABASE shop");
    sql("DROP TABLE kept; DROP ROLE heir, other");
}

// Whatever is offered, the server takes.
void TestOfferedChanges::asksOnlyForWhatMayBeGiven()
{
    const ui::ChangeForm form = app::createRoleForm(m_fixture->inventory());
    ui::ChangeValues all{{u"name"_s, u"made"_s}, {u"login"_s, QString()}};
    for (const ui::ChangeInput &input : form.inputs) {
        if (input.kind == ui::ChangeInput::Kind::Check && input.id != "login"_L1)
            all.insert(input.id, u"on"_s);
    }
    QVERIFY(all.contains(u"createDatabase"_s) && !all.contains(u"superuser"_s));
    QVERIFY(!all.contains(u"bypassRls"_s) && form.meaning.contains("BYPASSRLS"_L1));
    QCOMPARE(m_fixture->run(form, all).ending, ChangeEnding::Done);
    sql("CREATE ROLE looker BYPASSRLS");
    const auto alter = app::alterRoleForm(m_fixture->inventory(), role(u"looker"_s));
    QVERIFY(alter);
    // What was not asked stays as it is.
    QCOMPARE(changeOf(*alter, {{u"connectionLimit"_s, u"3"_s}}).statements,
             QStringList{u"ALTER ROLE \"looker\" CONNECTION LIMIT 3"_s});
    sql("DROP ROLE made, looker");
}

void TestOfferedChanges::offersOnlyWhatMayBeGranted()
{
    sql("CREATE ROLE boss SUPERUSER; CREATE ROLE staff");
    if (m_version >= 16)
        sql("GRANT staff TO maker WITH ADMIN OPTION");
    const auto form = app::grantForm(m_fixture->inventory(), role(u"weak"_s));
    QVERIFY(form);
    const QStringList &offered = form->inputs.front().choices;
    QVERIFY(offered.contains(u"staff"_s) && !offered.contains(u"boss"_s));
    QCOMPARE(offered.contains(u"weak"_s), m_version < 16);
    QCOMPARE(m_fixture->run(*form, {{u"role"_s, u"staff"_s}}).ending, ChangeEnding::Done);
    QCOMPARE(m_fixture->run(*form, {{u"role"_s, u"boss"_s}}).error.sqlState, u"42501"_s);
    sql("DROP ROLE boss, staff");
}

QTEST_MAIN(TestOfferedChanges)
#include "tst_offeredchanges.moc"
