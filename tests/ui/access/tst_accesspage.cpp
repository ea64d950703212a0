// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesspage.h"

#include "access/attemptmodel.h"
#include "access/secretclipboard.h"
#include "access/waysin.h"
#include "widgets/theme.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QLabel>
#include <QListView>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTableView>
#include <QTest>

using namespace Qt::StringLiterals;
using pgaccess::Stage;
using pgaccess::StageOutcome;
using ui::AccessPage;
using ui::JudgedAttempt;

namespace {

const QString Sentinel = u"Sent1nel-0f-S1"_s;

pgaccess::Candidate candidate(const QString &host, pgaccess::Reach reach)
{
    pgaccess::Candidate out;
    out.spec.options = {{u"host"_s, host}, {u"user"_s, u"app"_s}, {u"dbname"_s, u"shop"_s}};
    out.password = base::Secret(Sentinel.toUtf8());
    out.hasPassword = true;
    out.reach = reach;
    out.insideContainer = reach == pgaccess::Reach::Translated;
    out.places = {{.file = u".env"_s, .line = 3}, {.file = u"compose.yaml"_s, .line = 7}};
    return out;
}

pgaccess::Candidates twoCandidates()
{
    pgaccess::Candidates out;
    out.candidates = {candidate(u"localhost"_s, pgaccess::Reach::Unknown),
                      candidate(u"db"_s, pgaccess::Reach::Translated)};
    return out;
}

JudgedAttempt attempt(int number, const QString &address, bool connected)
{
    JudgedAttempt out;
    out.attempt.candidate = number;
    out.attempt.observation = {.user = u"app"_s,
                               .database = u"shop"_s,
                               .host = u"localhost"_s,
                               .address = address,
                               .socket = address.startsWith(u'/')};
    out.attempt.serverVersion = connected ? 170004 : 0;
    for (auto &stage : out.attempt.stages)
        stage = {StageOutcome::Ok, std::chrono::microseconds(1500)};
    if (!connected) {
        out.attempt.stages[size_t(Stage::Authenticate)].outcome = StageOutcome::Failed;
        out.attempt.observation.error = base::Error{
            .kind = base::ErrorKind::Server, .sqlState = u"28P01"_s, .message = u"<b>no</b>"_s};
        out.diagnosis = pgaccess::diagnose(out.attempt.observation);
        out.diagnosis.fixes = {{.kind = pgaccess::FixKind::CreateRole,
                                .text = u"CREATE ROLE app LOGIN;"_s,
                                .sql = true}};
    }
    return out;
}

} // namespace

class TestAccessPage final : public QObject
{
    Q_OBJECT

private slots:
    void init()
    {
        m_page = std::make_unique<AccessPage>();
        m_page->resize(1200, 800);
        m_page->show();
        QVERIFY(QTest::qWaitForWindowActive(m_page.get()));
    }

    void saysWhatToDoWhenThereIsNothing()
    {
        QVERIFY(find<QWidget>(u"credentialsEmpty"_s)->isVisible());
        QVERIFY(!find<QPushButton>(u"try"_s)->isEnabled());
    }

    void listsWhereEachIsStatedAndTriesWhatCanBeReached()
    {
        QSignalSpy wanted(m_page.get(), &AccessPage::checkWanted);
        m_page->showSources(twoCandidates());
        const QAbstractItemModel *model = list()->model();
        QCOMPARE(model->rowCount(), 2);
        const QString details = model->index(0, 0).data(Qt::AccessibleDescriptionRole).toString();
        QVERIFY(details.contains(u".env:3"_s) && details.contains(u"compose.yaml:7"_s));
        QVERIFY(model->index(1, 0)
                    .data(Qt::AccessibleDescriptionRole)
                    .toString()
                    .contains(u"Inside the container network"_s));
        QTest::mouseClick(find<QPushButton>(u"try"_s), Qt::LeftButton);
        QCOMPARE(wanted.size(), 1);
        const auto order = wanted.first().first().value<ui::AccessCheckOrder>();
        QCOMPARE(order.candidates.size(), 1);
        QCOMPARE(order.candidates.first().candidate.spec.value(u"host"_s), u"localhost"_s);
        QVERIFY(!find<QPushButton>(u"try"_s)->isEnabled()); // one at a time
        QVERIFY(find<QPushButton>(u"cancelTrying"_s)->isVisible());
    }

    void tickedByKeyAndMouse()
    {
        m_page->showSources(twoCandidates());
        list()->setCurrentIndex(list()->model()->index(0, 0));
        list()->setFocus();
        QTest::keyClick(list(), Qt::Key_Space);
        QVERIFY(!find<QPushButton>(u"try"_s)->isEnabled());
        const QRect row = list()->visualRect(list()->model()->index(0, 0));
        QTest::mouseClick(list()->viewport(), Qt::LeftButton, {}, row.topLeft() + QPoint(20, 18));
        QVERIFY(find<QPushButton>(u"try"_s)->isEnabled());
    }

    void fillsInRowsAndShowsVerdictOrWay()
    {
        QSignalSpy count(m_page.get(), &AccessPage::countChanged);
        const int number = start();
        m_page->takeAttempt(attempt(number, u"/run/postgresql"_s, false));
        m_page->takeAttempt(attempt(number, u"::1"_s, false));
        m_page->takeAttempt(attempt(number, u"127.0.0.1"_s, true));
        QCOMPARE(table()->model()->rowCount(), 3);
        QVERIFY(table()->model()->index(0, 0).data().toString().startsWith(u"::1"_s));
        QVERIFY(table()->model()->index(2, 0).data().toString().startsWith(u"/run"_s));
        QCOMPARE(count.last().first().toInt(), -1); // only after a check
        m_page->endCheck({});
        QCOMPARE(count.last().first().toInt(), 2);
        QVERIFY(find<QWidget>(u"waysIn"_s)->isVisible()); // what works comes first
        table()->setFocus();
        QTest::keyClick(table(), Qt::Key_Up);
        QVERIFY(find<QWidget>(u"verdict"_s)->isVisible());
        QCOMPARE(find<QLabel>(u"verdictTitle"_s)->text(), u"Wrong password"_s);
        for (const QLabel *label : m_page->findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
        QVERIFY(find<QPlainTextEdit>(u"verdictWords"_s)->toPlainText().contains(u"<b>no</b>"_s));
    }

    void runsFixesOnlyWhereThatCanBe()
    {
        QSignalSpy fix(m_page.get(), &AccessPage::fixRequested);
        const int number = start();
        m_page->takeAttempt(attempt(number, u"::1"_s, false));
        m_page->endCheck({});
        QVERIFY(!find<QPushButton>(u"runFix"_s));
        m_page->setOffers({.fix = [](const auto &, const pgaccess::Fix &each) {
            return each.sql ? ui::FixOffer::Run : ui::FixOffer::None;
        }});
        QTRY_VERIFY(find<QPushButton>(u"runFix"_s) && find<QPushButton>(u"runFix"_s)->isVisible());
        QTest::mouseClick(find<QPushButton>(u"runFix"_s), Qt::LeftButton);
        QCOMPARE(fix.size(), 1);
        QCOMPARE(fix.first().first().value<pgaccess::Fix>().text, u"CREATE ROLE app LOGIN;"_s);
        // What the role may get: the password that was tried.
        QCOMPARE(fix.first().at(1).value<base::Secret>().view(), Sentinel.toUtf8());
        m_page->setOffers({.fix = [](const auto &, const auto &) { return ui::FixOffer::None; }});
        QTRY_VERIFY(!find<QPushButton>(u"runFix"_s));
        QVERIFY(find<QPushButton>(u"copyFix"_s)->isVisible());
    }

    void asksWhichLineDecided()
    {
        QSignalSpy asked(m_page.get(), &AccessPage::rulesQuestioned);
        const int number = start();
        m_page->takeAttempt(attempt(number, u"::1"_s, false));
        m_page->endCheck({});
        QVERIFY(!find<QPushButton>(u"whyThisLine"_s)->isVisible());
        m_page->setOffers({.rules = [](const auto &) { return true; }});
        QVERIFY(find<QPushButton>(u"whyThisLine"_s)->isVisible());
        QTest::mouseClick(find<QPushButton>(u"whyThisLine"_s), Qt::LeftButton);
        QCOMPARE(asked.size(), 1);
        const auto client = asked.first().first().value<pgaccess::HbaClient>();
        QCOMPARE(client.user, "app");
        QCOMPARE(client.database, "shop");
        QCOMPARE(client.address->text(), "::1");
    }

    void judgesAgainByOtherEvidence()
    {
        QSignalSpy judged(m_page.get(), &AccessPage::judgementWanted);
        m_page->addEvidence({.hba = u"/etc/pg_hba.conf"_s});
        QCOMPARE(judged.size(), 0); // nothing was tried
        const int number = start();
        m_page->takeAttempt(attempt(number, u"::1"_s, false));
        m_page->addEvidence({.ident = u"/etc/pg_ident.conf"_s});
        QCOMPARE(judged.size(), 0); // comes by itself
        m_page->endCheck({});
        m_page->addEvidence({.log = u"/var/log/server.log"_s});
        QCOMPARE(judged.size(), 1);
        const auto order = judged.first().first().value<ui::AccessCheckOrder>();
        QCOMPARE(order.files,
                 (pgaccess::EvidenceFiles{u"/var/log/server.log"_s, u"/etc/pg_hba.conf"_s,
                                          u"/etc/pg_ident.conf"_s}));
        QVERIFY(find<QPushButton>(u"ruleFiles"_s)->text().contains(u"pg_hba.conf"_s));
        m_page->findChild<QAction *>(u"ruleFiles-none"_s)->trigger();
        QCOMPARE(judged.size(), 2);
        QVERIFY(m_page->evidence().hba.isEmpty() && m_page->evidence().ident.isEmpty());
    }

    // Another server that is looked at does not take away what was found of dropped files.
    void keepsWhatWasFound()
    {
        const int number = start();
        m_page->takeAttempt(attempt(number, u"::1"_s, false));
        m_page->endCheck({});
        pgaccess::Profile profile{.id = QUuid::createUuid()};
        profile.spec.options = {{u"host"_s, u"elsewhere"_s}};
        m_page->setProfile(profile);
        QCOMPARE(table()->model()->rowCount(), 1);
        QCOMPARE(list()->model()->rowCount(), 3);
        QCOMPARE(list()->model()->index(0, 0).data(Qt::CheckStateRole).toInt(), 0);
    }

    void masksThePasswordUntilItIsAskedFor()
    {
        const int number = start();
        m_page->takeAttempt(attempt(number, u"127.0.0.1"_s, true));
        m_page->endCheck({});
        auto *text = find<QPlainTextEdit>(u"wayInText"_s);
        for (int chip = 0; chip < pgaccess::WayInCount; ++chip) {
            if (auto *form = find<QAbstractButton>(u"chip-"_s + QString::number(chip));
                form && form->isVisible())
                QTest::mouseClick(form, Qt::LeftButton);
            QVERIFY(!text->toPlainText().contains(Sentinel));
        }
        QTest::mouseClick(find<QPushButton>(u"revealPassword"_s), Qt::LeftButton);
        QVERIFY(text->toPlainText().contains(Sentinel));
        text->setFocus();
        QGuiApplication::clipboard()->setText(u"before"_s);
        QTest::keyClick(text, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(text, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s); // revealing copies nothing
        m_page->takeAttempt(attempt(number, u"::1"_s, true));
    }

    void theClipboardForgets()
    {
        ui::SecretClipboard clipboard;
        clipboard.setLifetime(std::chrono::milliseconds(50));
        clipboard.copy(Sentinel);
        QCOMPARE(QGuiApplication::clipboard()->text(), Sentinel);
        QCOMPARE(QGuiApplication::clipboard()->mimeData()->data(u"x-kde-passwordManagerHint"_s),
                 "secret"_ba);
        QTRY_VERIFY(QGuiApplication::clipboard()->text().isEmpty());
        clipboard.copy(Sentinel);
        QGuiApplication::clipboard()->setText(u"somebody's own"_s);
        QTest::qWait(150);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"somebody's own"_s);
    }

    void saysWhatTheFilesContradict()
    {
        pgaccess::Candidates found = twoCandidates();
        found.credentials.resize(2);
        found.credentials[0].user = u"app"_s;
        found.credentials[0].places = {{.file = u"a.env"_s, .line = 1}};
        found.credentials[1].places = {{.file = u"b.env"_s, .line = 2}};
        found.contradictions = {{pgaccess::Contradiction::Kind::Password, 0, 1}};
        found.needConsent = {u"secret.env"_s};
        QSignalSpy sources(m_page.get(), &AccessPage::sourcesWanted);
        m_page->readSources({u"/project"_s});
        m_page->showSources(found);
        const QString troubles = find<QLabel>(u"sourceTroubles"_s)->text();
        QVERIFY(troubles.contains(u"a.env:1 and b.env:2 state different passwords"_s));
        QVERIFY(troubles.contains(u"secret.env"_s));
        QTest::mouseClick(find<QPushButton>(u"consent"_s), Qt::LeftButton);
        QCOMPARE(sources.size(), 2);
        QCOMPARE(sources.at(0).at(1).toBool(), false);
        QCOMPARE(sources.at(1).at(1).toBool(), true);
    }

    void newSourcesEndWhatRuns()
    {
        QSignalSpy cancel(m_page.get(), &AccessPage::cancelWanted);
        const int number = start();
        m_page->showSources(twoCandidates());
        QCOMPARE(cancel.size(), 1);
        m_page->takeAttempt(attempt(number, u"::1"_s, false)); // too late
        QCOMPARE(table()->model()->rowCount(), 0);
    }

    void modelKeepsItsRules()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo() << "seed" << seed;
        QRandomGenerator random(seed);
        ui::AttemptModel model;
        const QAbstractItemModelTester tester(&model);
        const QStringList addresses{u"::1"_s, u"127.0.0.1"_s, u"/tmp"_s, u"192.0.2.7"_s};
        for (int round = 0; round < 50; ++round) {
            model.begin({{.number = 1}, {.number = 2}, {.number = 3}});
            for (int i = 0; i < 12; ++i)
                model.take(attempt(1 + random.bounded(3),
                                   addresses[random.bounded(addresses.size())],
                                   random.bounded(2) == 0));
            model.end();
            QCOMPARE(model.failed() + model.connected(), model.rowCount());
        }
    }

private:
    // A check of what can be reached is under way; gives the candidate's number.
    int start()
    {
        m_page->showSources(twoCandidates());
        QSignalSpy wanted(m_page.get(), &AccessPage::checkWanted);
        QTest::mouseClick(find<QPushButton>(u"try"_s), Qt::LeftButton);
        return wanted.first().first().value<ui::AccessCheckOrder>().candidates.first().number;
    }

    template <typename T>
    T *find(const QString &name)
    {
        return m_page->findChild<T *>(name);
    }
    QListView *list() { return find<QListView>(u"candidateList"_s); }
    QTableView *table() { return find<QTableView>(u"ladderTable"_s); }

    ui::Theme m_theme{*qApp};
    std::unique_ptr<AccessPage> m_page;
};

QTEST_MAIN(TestAccessPage)
#include "tst_accesspage.moc"
