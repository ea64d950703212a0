// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/actiontext.h"
#include "actions/outcomebar.h"
#include "actions/relieftext.h"
#include "samples.h"
#include "support/textsnapshot.h"
#include "widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>
#include <QTimer>
#include <QVBoxLayout>

using namespace actions;
using namespace samples;

namespace {

Outcome outcome(int pid, Ending ending, Reason reason = Reason::None)
{
    return {.plan = 1,
            .kind = Kind::Terminate,
            .target = target(idle(pid)),
            .ending = ending,
            .reason = reason,
            .ourRole = u"ops"_s,
            .elapsed = 210ms};
}

Outcome notPermitted(int pid)
{
    Outcome out = outcome(pid, Ending::NotPermitted);
    out.missing = MissingRight::SignalBackend;
    out.error = {.kind = base::ErrorKind::Server,
                 .sqlState = u"42501"_s,
                 .message = u"permission denied to terminate process"_s};
    return out;
}

Plan plan(int targets)
{
    Plan out{.id = 1, .kind = Kind::Terminate};
    for (int pid = 1; pid <= targets; ++pid)
        out.targets.push_back(target(idle(pid)));
    return out;
}

QString title(const ui::OutcomeBar &bar)
{
    return bar.findChild<QLabel *>(u"messageTitle"_s)->text();
}

QString words(const ui::OutcomeBar &bar)
{
    return bar.findChild<QPlainTextEdit *>(u"serverWords"_s)->toPlainText();
}

// Sessions of a text have no start.
Plan waitedFor(int pid)
{
    Plan out{.id = 1, .kind = Kind::Terminate};
    out.targets.push_back({snapshot::Session{.pid = pid}, noon()});
    return out;
}

Outcome gone(int pid)
{
    return outcome(pid, Ending::SignalledAndGone);
}

locks::SituationPtr situation(const QString &text)
{
    return locks::situationOf(tests::snapshotOf(text));
}

} // namespace

class TestOutcomeBar : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { new ui::Theme(*qApp, qApp); }
    void everyWordIsThere();
    void shortTimes();
    void oneThatIsGone();
    void missingGrantCanBeCopied();
    void manyAreSummedUp();
    void strangersAreLeftOut();
    void floatsAboveTheBottom();
    void successGoesByItself();
    void whatSomebodyUsesStays();
    void failureStays();
    void drainGrows();
    void drainThatStopsSaysForWhom();
    void previews_data();
    void previews();
};

void TestOutcomeBar::everyWordIsThere()
{
    for (int o = 0; o <= int(Obstacle::Standby); ++o)
        QVERIFY(!ui::ActionText::obstacle(Obstacle(o)).isEmpty());
    for (int w = 0; w <= int(Warning::StateHidden); ++w)
        QVERIFY(!ui::ActionText::warning(Warning(w)).isEmpty());
    for (int e = 0; e <= int(Ending::Unknown); ++e) {
        for (int r = 0; r <= int(Reason::NotVisible); ++r) {
            for (const Kind kind : {Kind::Cancel, Kind::Terminate}) {
                Outcome out = outcome(4711, Ending(e), Reason(r));
                out.kind = kind;
                QVERIFY(ui::ActionText::outcome(out).contains(u"4711"_s));
                const QString all = ui::ActionText::outcome(out) + ui::ActionText::advice(out);
                QVERIFY(!all.contains(u"kill"_s));
            }
            Outcome out = outcome(0, Ending(e), Reason(r));
            out.kind = Kind::RollbackPrepared;
            out.target = prepared(u"a\nb"_s);
            QVERIFY(ui::ActionText::outcome(out).contains(u"a␊b"_s));
            QVERIFY(!ui::ActionText::advice(out).contains(u"session"_s));
        }
    }
}

void TestOutcomeBar::shortTimes()
{
    QCOMPARE(ui::ActionText::seconds(0us), u"1 ms"_s);
    QCOMPARE(ui::ActionText::seconds(9999us), u"9 ms"_s);
    QCOMPARE(ui::ActionText::seconds(10ms), u"0.01 s"_s);
    QCOMPARE(ui::ActionText::seconds(1234ms), u"1.2 s"_s);
}

void TestOutcomeBar::oneThatIsGone()
{
    ui::OutcomeBar bar;
    QVERIFY(bar.isHidden());
    bar.begin(plan(1));
    QVERIFY(!bar.isHidden());
    bar.add(outcome(1, Ending::SignalledAndGone));
    QCOMPARE(title(bar), u"Session 1 is gone after 0.21 s."_s);
    QVERIFY(bar.findChild<QPushButton *>(u"copyGrant"_s)->isHidden());
    QTest::mouseClick(bar.findChild<QPushButton *>(u"dismiss"_s), Qt::LeftButton);
    QVERIFY(bar.isHidden());
}

void TestOutcomeBar::missingGrantCanBeCopied()
{
    ui::OutcomeBar bar;
    bar.show();
    bar.begin(plan(1));
    bar.add(notPermitted(1));
    QVERIFY(words(bar).contains(u"permission denied to terminate process"_s));
    QVERIFY(words(bar).contains(u"42501"_s));
    QTest::mouseClick(bar.findChild<QPushButton *>(u"copyGrant"_s), Qt::LeftButton);
    QCOMPARE(QGuiApplication::clipboard()->text(), u"GRANT pg_signal_backend TO \"ops\";"_s);
    auto *copy = bar.findChild<QPushButton *>(u"copyGrant"_s);
    QCOMPARE(copy->text(), u"Copied"_s);
    copy->findChild<QTimer *>(u"copied"_s)->start(0);
    QTRY_COMPARE(copy->text(), u"Copy the GRANT"_s);
}

void TestOutcomeBar::manyAreSummedUp()
{
    ui::OutcomeBar bar;
    bar.begin(plan(5));
    bar.add(outcome(1, Ending::SignalledAndGone));
    QCOMPARE(title(bar), u"1 of 5 sessions are gone, 4 under way."_s);
    bar.add(outcome(2, Ending::SignalledAndGone));
    bar.add(outcome(3, Ending::SignalledStillThere));
    bar.add(outcome(4, Ending::NotFound, Reason::OtherSession));
    bar.add(notPermitted(5));
    QCOMPARE(title(bar),
             u"2 of 5 sessions are gone, 1 still there or unknown, 2 left as they were."_s);
    QCOMPARE(words(bar).count(u'\n'), 2);
    QVERIFY(words(bar).contains(u"permission denied"_s));
}

void TestOutcomeBar::strangersAreLeftOut()
{
    ui::OutcomeBar bar;
    bar.begin(plan(1));
    Outcome other = outcome(9, Ending::Refused);
    other.plan = 2;
    bar.add(other);
    QCOMPARE(title(bar), u"0 of 1 sessions are gone, 1 under way."_s);
}

// Nothing that is there moves; long texts grow upwards.
void TestOutcomeBar::floatsAboveTheBottom()
{
    QWidget panel;
    auto *layout = new QVBoxLayout(&panel);
    auto *table = new QPlainTextEdit;
    layout->addWidget(table);
    ui::OutcomeBar bar(&panel);
    panel.resize(1000, 600);
    panel.show();
    QVERIFY(QTest::qWaitForWindowExposed(&panel));
    const QRect before = table->geometry();
    bar.begin(plan(1));
    const int low = bar.height();
    bar.add(notPermitted(1));
    QCOMPARE(table->geometry(), before);
    QVERIFY(bar.height() > low);
    for (const QSize &size : {QSize(1000, 600), QSize(400, 500), QSize(1400, 900)}) {
        panel.resize(size);
        QTRY_COMPARE(bar.geometry().bottom() + 1, size.height() - 16);
        QVERIFY(panel.rect().contains(bar.geometry()));
        QVERIFY(bar.height() >= bar.layout()->minimumSize().height());
    }
}

void TestOutcomeBar::successGoesByItself()
{
    QWidget panel;
    ui::OutcomeBar bar(&panel);
    panel.resize(800, 400);
    panel.show();
    auto *fade = bar.findChild<QTimer *>(u"fade"_s);
    bar.begin(plan(2));
    bar.add(outcome(1, Ending::SignalledAndGone));
    QVERIFY(!fade->isActive());
    bar.add(outcome(2, Ending::SignalledAndGone));
    QVERIFY(fade->isActive());
    QCOMPARE(fade->interval(), 10'000);
    fade->start(0);
    QTRY_VERIFY(bar.isHidden());
}

void TestOutcomeBar::whatSomebodyUsesStays()
{
    QWidget panel;
    ui::OutcomeBar bar(&panel);
    panel.resize(800, 400);
    panel.show();
    QVERIFY(QTest::qWaitForWindowActive(&panel));
    auto *fade = bar.findChild<QTimer *>(u"fade"_s);
    bar.begin(plan(1));
    bar.add(outcome(1, Ending::SignalledAndGone));
    bar.findChild<QPushButton *>(u"dismiss"_s)->setFocus();
    fade->start(0);
    QTRY_COMPARE(fade->interval(), 2000);
    QVERIFY(!bar.isHidden());
    QTest::keyClick(panel.focusWidget(), Qt::Key_Escape);
    QVERIFY(bar.isHidden());
    QVERIFY(!fade->isActive());
}

void TestOutcomeBar::failureStays()
{
    for (const Ending ending : {Ending::SignalledStillThere, Ending::NotFound, Ending::NotPermitted,
                                Ending::Refused, Ending::Unknown}) {
        ui::OutcomeBar bar;
        bar.begin(plan(2));
        bar.add(outcome(1, Ending::SignalledAndGone));
        bar.add(outcome(2, ending));
        QVERIFY(!bar.findChild<QTimer *>(u"fade"_s)->isActive());
        QVERIFY(!bar.isHidden());
    }
}

void TestOutcomeBar::drainGrows()
{
    ui::OutcomeBar bar;
    bar.setSituation(situation(u"12 waits 1\n13 waits 12\n14 waits 13"_s));
    bar.begin(waitedFor(1));
    QVERIFY(!title(bar).contains(u"freed"_s));
    bar.add(gone(1));
    QCOMPARE(title(bar), u"Session 1 is gone after 0.21 s. 0 of 3 sessions freed."_s);
    QVERIFY(!bar.findChild<QTimer *>(u"fade"_s)->isActive());
    bar.setSituation(situation(u"13 waits 12\n14 waits 13"_s));
    QCOMPARE(title(bar), u"Session 1 is gone after 0.21 s. 1 of 3 sessions freed."_s);
    bar.setSituation(situation({}));
    QVERIFY2(title(bar).contains(u"3 sessions freed within "_s), qPrintable(title(bar)));
    QVERIFY(bar.findChild<QTimer *>(u"fade"_s)->isActive());
    bar.dismiss();
    bar.setSituation(situation(u"12 waits 1"_s));
    QVERIFY(bar.isHidden());
}

void TestOutcomeBar::drainThatStopsSaysForWhom()
{
    ui::OutcomeBar bar;
    bar.setSituation(situation(u"12 waits 1\n12 waits 5\n13 waits 1"_s));
    bar.begin(waitedFor(1));
    bar.add(gone(1));
    bar.setSituation(situation(u"12 waits 5"_s));
    auto *settle = bar.findChild<QTimer *>(u"settle"_s);
    QVERIFY(settle->isActive());
    QVERIFY(!title(bar).contains(u"still wait"_s));
    settle->start(0);
    QTRY_VERIFY2(title(bar).endsWith(u"1 of 2 sessions freed; 1 still waits: for 5."_s),
                 qPrintable(title(bar)));
    QVERIFY(!bar.findChild<QTimer *>(u"fade"_s)->isActive());
    bar.setSituation(situation({}));
    QVERIFY(title(bar).contains(u"2 sessions freed within"_s)); // late, but all the same
}

void TestOutcomeBar::previews_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QList<int>>("pids");
    QTest::addColumn<QString>("expected");
    const QString chain = u"12 waits 7\n13 waits 12"_s;
    QTest::newRow("root") << chain << QList{7}
                          << u"Frees 2 waiting sessions, 1 of them at once; the longest has waited "
                             "00:10."_s;
    QTest::newRow("one") << u"12 waits 7"_s << QList{7}
                         << u"Frees one waiting session; it has waited 00:10."_s;
    QTest::newRow("middle") << chain << QList{12}
                            << u"Frees one waiting session; it has waited 00:10. It waits itself, "
                               "for 7, so it is not the root."_s;
    QTest::newRow("end") << chain << QList{13}
                         << u"Nobody waits for it. It waits itself, for 12, so it is not the "
                            "root."_s;
    QTest::newRow("stranger") << chain << QList{99} << u"Nobody waits for it."_s;
    const QString both = u"11 waits 8\n12 waits 7\n12 waits 8"_s;
    QTest::newRow("others too") << both << QList{7}
                                << u"Frees nobody: the session that waits for this waits for "
                                   "others too."_s;
    QTest::newRow("some") << both << QList{8}
                          << u"Frees one waiting session; it has waited 00:10. One more waits for "
                             "others too."_s;
    QTest::newRow("together") << both << QList{7, 8}
                              << u"Frees 2 waiting sessions; the longest has waited 00:10."_s;
    QTest::newRow("strangers") << both << QList{98, 99} << u"Nobody waits for them."_s;
}

void TestOutcomeBar::previews()
{
    QFETCH(const QString, text);
    QFETCH(const QList<int>, pids);
    Confirmation confirmation{.kind = Kind::Terminate};
    for (const int pid : pids)
        confirmation.items.push_back({waitedFor(pid).targets[0], {}});
    QTEST(ui::ReliefText::preview(confirmation, *situation(text)), "expected");
    confirmation.kind = Kind::Cancel;
    QFETCH(const QString, expected);
    QCOMPARE(ui::ReliefText::preview(confirmation, *situation(text)).contains(u"savepoint"_s),
             expected.contains(u"waiting session"_s));
}

QTEST_MAIN(TestOutcomeBar)
#include "tst_outcomebar.moc"
