// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/actiontext.h"
#include "actions/outcomebar.h"
#include "samples.h"
#include "widgets/theme.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QTest>

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

} // namespace

class TestOutcomeBar : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase() { new ui::Theme(*qApp, qApp); }
    void everyWordIsThere();
    void oneThatIsGone();
    void missingGrantCanBeCopied();
    void manyAreSummedUp();
    void strangersAreLeftOut();
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

QTEST_MAIN(TestOutcomeBar)
#include "tst_outcomebar.moc"
