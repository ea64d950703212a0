// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rulesview.h"

#include "access/ruleeditor.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QTest>
#include <QTreeView>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

RuleWorld worldOf(const std::string &role, const std::string &database)
{
    return {.roles = {"anna", "bert"},
            .databases = {"shop", "stock"},
            .fromServer = true,
            .role = role,
            .database = database};
}

RuleSourcePtr sourceOf(const std::string &text)
{
    auto source = std::make_shared<RuleSource>();
    source->text.path = "/etc/pg_hba.conf";
    source->text.text = text;
    source->ident.problem = "not read";
    return source;
}

} // namespace

/// Whom the question of Rules is about, and how its answer reads.
class TestWhatIf final : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void startsWithWhoIsConnected();
    void keepsWhoWasAskedAbout();
    void saysWholeSentences();
    void staysWhereItIs();

private:
    void show(const std::string &rules, const RuleWorld &world);
    void type(const char *name, const QString &text) const;
    QString text(const char *name) const
    {
        return m_view->findChild<QComboBox *>(QLatin1StringView(name))->currentText();
    }
    QString label(const char *name) const
    {
        return m_view->findChild<QLabel *>(QLatin1StringView(name))->text();
    }

    std::unique_ptr<ui::RulesView> m_view;
};

void TestWhatIf::init()
{
    m_view = std::make_unique<ui::RulesView>();
    m_view->setServer(u"orders"_s);
    m_view->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_view.get()));
}

void TestWhatIf::show(const std::string &rules, const RuleWorld &world)
{
    m_view->showServerRules(sourceOf(rules), world);
    const QAbstractItemModel *table = m_view->findChild<QTreeView *>(u"rules"_s)->model();
    const int lines = int(std::ranges::count(rules, '\n'));
    QTRY_COMPARE(table->rowCount(), lines);
}

void TestWhatIf::type(const char *name, const QString &text) const
{
    QLineEdit *edit = m_view->findChild<QComboBox *>(QLatin1StringView(name))->lineEdit();
    edit->setFocus();
    QTest::keyClick(edit, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClicks(edit, text);
}

void TestWhatIf::startsWithWhoIsConnected()
{
    show("local all all trust\nhost all all all md5\n", worldOf("anna", "shop"));
    QCOMPARE(text("whatIfUser"), u"anna"_s);
    QCOMPARE(text("whatIfDatabase"), u"shop"_s);
    QVERIFY2(label("whatIfVerdict").contains("anna from 127.0.0.1 to the database shop"_L1),
             qPrintable(label("whatIfVerdict")));
    m_view->setServer(u"stock"_s); // another one, as another role
    show("host all all all md5\n", worldOf("bert", "stock"));
    QCOMPARE(text("whatIfUser"), u"bert"_s);
    QCOMPARE(text("whatIfDatabase"), u"stock"_s);
}

void TestWhatIf::keepsWhoWasAskedAbout()
{
    show("local all all trust\nhost all all all md5\n", worldOf("anna", "shop"));
    type("whatIfUser", u"carla"_s);
    show("local all all trust\n", worldOf("bert", "stock"));
    QCOMPARE(text("whatIfUser"), u"carla"_s);
    QCOMPARE(text("whatIfDatabase"), u"shop"_s);
}

// The line to copy comes last, so that nothing runs into it.
void TestWhatIf::saysWholeSentences()
{
    show("local all all trust\n", worldOf("anna", "shop"));
    type("whatIfUser", u"nobody"_s);
    QCOMPARE(label("whatIfDetail"),
             u"The server has no role nobody that can log in. A line that would let this client in "
             "with a password: host shop nobody 127.0.0.1/32 scram-sha-256"_s);
}

// An error in the text is said without moving what one looks at.
void TestWhatIf::staysWhereItIs()
{
    show("local all all trust\n", worldOf("anna", "shop"));
    QTest::mouseClick(m_view->findChild<QAbstractButton *>(u"chip-text"_s), Qt::LeftButton);
    auto *editor = m_view->findChild<ui::RuleEditor *>(u"ruleText"_s);
    QTRY_VERIFY(editor->isVisible());
    const auto places = [this] {
        QList<QPoint> out;
        for (const char *name : {"whatIfFrom", "whatIfVerdict", "rulePages", "ruleText"})
            out.append(m_view->findChild<QWidget *>(QLatin1StringView(name))
                           ->mapTo(m_view.get(), QPoint()));
        return out;
    };
    const QList<QPoint> before = places();
    QVERIFY(label("whatIfVerdict").contains("No line"_L1)); // with a second line below it
    editor->setFocus();
    QTest::keyClick(editor, Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(editor, u"host all all all md5"_s);
    QTRY_VERIFY(label("whatIfVerdict").contains("md5"_L1));
    QTest::qWait(50); // for the layout
    QCOMPARE(places(), before);
    QVERIFY(label("rulesNotice").startsWith("Edited"_L1));
    QTest::keyClicks(editor, u" nonsense"_s);
    QTRY_VERIFY(label("rulesNotice").contains("would not load"_L1));
    QTest::qWait(50);
    QCOMPARE(places(), before);
}

QTEST_MAIN(TestWhatIf)
#include "tst_whatif.moc"
