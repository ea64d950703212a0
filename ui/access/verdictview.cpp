// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/verdictview.h"

#include "access/candidatetext.h"
#include "access/diagnosistext.h"
#include "access/ladder/rulefacts.h"
#include "base/plaintext.h"
#include "widgets/badge.h"
#include "widgets/copyfeedback.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"
#include "widgets/sqlview.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using pgaccess::Fact;
using pgaccess::Fix;

constexpr int MostLines = 8;

PlainLabel *wrapped(const QString &name)
{
    auto *label = new PlainLabel;
    label->setObjectName(name);
    label->setWordWrap(true);
    return label;
}

PlainLabel *makeHead(const QString &text)
{
    auto *head = new PlainLabel(text);
    head->setFont(headFont(head->font()));
    head->setMuted(true);
    return head;
}

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    area->viewport()->setAutoFillBackground(false);
    content->setAutoFillBackground(false);
    return area;
}

QString sourceName(const QString &word)
{
    if (word == "log"_L1)
        return VerdictView::tr("the server's log");
    if (word == "roles"_L1)
        return VerdictView::tr("the server's roles");
    if (word == "database"_L1)
        return VerdictView::tr("the server's databases");
    if (word == "rules"_L1)
        return VerdictView::tr("the rules of pg_hba.conf");
    if (word == "certificate"_L1)
        return VerdictView::tr("the server's certificate");
    return word == "server"_L1 ? VerdictView::tr("the server's answer") : word;
}

QStringList evidenceLines(const pgaccess::Diagnosis &diagnosis)
{
    const auto fact = [&diagnosis](Fact key) {
        return base::singleLine(diagnosis.facts.value(key), 300);
    };
    QStringList out;
    if (const QString source = fact(Fact::Evidence); !source.isEmpty())
        out.append(VerdictView::tr("Proved by %1.").arg(sourceName(source)));
    if (diagnosis.rule) {
        const QString file = diagnosis.rule->file.isEmpty()
                                 ? u"pg_hba.conf"_s
                                 : base::visibleText(diagnosis.rule->file, 200);
        out.append(VerdictView::tr("%1, line %2: %3")
                       .arg(file, QString::number(diagnosis.rule->line),
                            base::singleLine(diagnosis.rule->text, 300)));
    }
    if (const QString time = fact(Fact::LogTime); !time.isEmpty())
        out.append(fact(Fact::Detail).isEmpty()
                       ? VerdictView::tr("The log has it at %1.").arg(time)
                       : VerdictView::tr("Logged at %1: %2").arg(time, fact(Fact::Detail)));
    if (const QString kind = fact(Fact::PasswordKind); !kind.isEmpty())
        out.append(VerdictView::tr("The role's password is stored as %1.").arg(kind));
    if (const QString until = fact(Fact::ExpiredAt); !until.isEmpty())
        out.append(VerdictView::tr("The password is valid until %1.").arg(until));
    if (!fact(Fact::Used).isEmpty())
        out.append(VerdictView::tr("%1 of %2 connections are in use.")
                       .arg(fact(Fact::Used), fact(Fact::Limit)));
    for (const QString &holder :
         diagnosis.facts.value(Fact::Holders).split(u'\n', Qt::SkipEmptyParts))
        out.append(VerdictView::tr("Held by: %1").arg(base::singleLine(holder, 200)));
    return out;
}

// As high as its text, up to some lines; the rest scrolls.
class FittedText final : public QPlainTextEdit
{
public:
    FittedText(const QString &text, const QString &accessibleName)
    {
        setAccessibleName(accessibleName);
        setReadOnly(true);
        setTabChangesFocus(true);
        setProperty("framed", true);
        setFont(monoFont(font()));
        setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
        connect(this, &QPlainTextEdit::textChanged, this, &FittedText::fit);
        setPlainText(text);
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QPlainTextEdit::resizeEvent(event);
        fit();
    }

private:
    void fit()
    {
        const int lines = std::clamp(int(document()->size().height()), 1, MostLines);
        setVerticalScrollBarPolicy(lines < MostLines ? Qt::ScrollBarAlwaysOff
                                                     : Qt::ScrollBarAsNeeded);
        const int frame = 2 * int(document()->documentMargin()) + 12;
        setFixedHeight(lines * QFontMetrics(font()).lineSpacing() + frame);
    }
};

} // namespace

VerdictView::VerdictView(QWidget *parent)
    : QWidget(parent)
    , m_title(new PlainLabel)
    , m_certainty(new Badge)
    , m_explanation(wrapped(u"verdictExplanation"_s))
    , m_evidence(wrapped(u"verdictEvidence"_s))
    , m_evidenceHead(makeHead(tr("EVIDENCE")))
    , m_words(new FittedText({}, tr("The server's own words")))
    , m_wordsHead(makeHead(tr("THE SERVER'S OWN WORDS")))
    , m_fixes(new QVBoxLayout)
    , m_rules(new QPushButton)
{
    setObjectName(u"verdict"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::CardGap);
    layout->addWidget(scrolled(buildLeft()), 3);
    layout->addWidget(scrolled(buildRight()), 2);
}

QWidget *VerdictView::buildLeft()
{
    auto *left = new QWidget;
    m_title->setObjectName(u"verdictTitle"_s);
    m_title->setFont(titleFont(font()));
    m_certainty->setObjectName(u"verdictCertainty"_s);
    auto *head = new QHBoxLayout;
    head->setSpacing(8);
    head->addWidget(m_title);
    head->addWidget(m_certainty);
    head->addStretch(1);
    head->addWidget(m_rules);
    m_rules->setObjectName(u"whyThisLine"_s);
    m_rules->setProperty("kind", u"link"_s);
    connect(m_rules, &QPushButton::clicked, this, &VerdictView::rulesRequested);
    m_fixes->setSpacing(metrics::CardGap);
    auto *column = new QVBoxLayout(left);
    column->setContentsMargins(metrics::CardPadding, 10, metrics::Grid * 2, metrics::CardPadding);
    column->setSpacing(8);
    column->addLayout(head);
    column->addWidget(m_explanation);
    column->addSpacing(4);
    column->addWidget(makeHead(tr("WHAT TO DO")));
    column->addLayout(m_fixes);
    column->addStretch(1);
    return left;
}

QWidget *VerdictView::buildRight()
{
    auto *right = new QWidget;
    m_words->setObjectName(u"verdictWords"_s);
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 12, metrics::CardPadding, metrics::CardPadding);
    column->setSpacing(8);
    column->addWidget(m_wordsHead);
    column->addWidget(m_words);
    column->addSpacing(4);
    column->addWidget(m_evidenceHead);
    column->addWidget(m_evidence);
    column->addStretch(1);
    return right;
}

void VerdictView::setOffers(const VerdictOffers &offers)
{
    m_offers = offers;
    showFixes();
    showRulesButton();
}

void VerdictView::showVerdict(const JudgedAttempt &judged, const AccessCandidate *candidate)
{
    m_judged = judged;
    m_takesPassword = candidate && candidate->profile.isEmpty();
    QString title = DiagnosisText::name(judged.diagnosis.cause);
    title[0] = title[0].toUpper();
    m_title->setText(title);
    m_certainty->setBadge(judged.diagnosis.isProved() ? tr("proved") : tr("likely"),
                          judged.diagnosis.isProved() ? Severity::Info : Severity::Warning);
    m_explanation->setText(
        DiagnosisText::explanation(judged.diagnosis, judged.attempt.observation));
    showFixes();
    showRulesButton();
    showWords();
    showEvidence(candidate);
}

void VerdictView::showWords()
{
    const auto &error = m_judged.attempt.observation.error;
    m_words->setPlainText(error ? layoutLines(serverWords(*error).left(8000)) : QString());
    m_words->setVisible(!m_words->toPlainText().isEmpty());
    m_wordsHead->setVisible(m_words->isVisibleTo(this));
    const bool server = error && error->kind == base::ErrorKind::Server;
    m_wordsHead->setText(server ? tr("THE SERVER'S OWN WORDS") : tr("WHAT THE CLIENT SAYS"));
}

void VerdictView::showEvidence(const AccessCandidate *candidate)
{
    QStringList lines = evidenceLines(m_judged.diagnosis);
    using pgaccess::Cause;
    const Cause cause = m_judged.diagnosis.cause;
    if (candidate && (cause == Cause::WrongPassword || cause == Cause::PasswordNotSet))
        lines += CandidateText::notes(*candidate);
    if (lines.isEmpty() && !m_judged.diagnosis.isProved())
        lines.append(tr("None but the answer itself. The server's log, or a connection with more "
                        "rights, can decide; choose one above."));
    if (lines.size() > 1)
        lines.replaceInStrings(QRegularExpression(u"^"_s), u"•  "_s);
    m_evidence->setText(lines.join(u'\n'));
    m_evidence->setVisible(!lines.isEmpty());
    m_evidenceHead->setVisible(!lines.isEmpty());
}

// Rules say something about whoever came as far as them, and only where the address that the server
// saw is known.
void VerdictView::showRulesButton()
{
    const pgaccess::Observation &seen = m_judged.attempt.observation;
    const bool met = seen.error && seen.error->isClass("28"_L1) && pgaccess::clientOf(seen);
    m_rules->setText(m_judged.diagnosis.rule ? tr("Why This Line?") : tr("Why No Line?"));
    if (!m_judged.diagnosis.rule && m_judged.diagnosis.cause != pgaccess::Cause::NoHbaEntry)
        m_rules->setText(tr("Which Line?"));
    m_rules->setVisible(met && m_offers.rules && m_offers.rules(m_judged));
}

void VerdictView::showFixes()
{
    while (QLayoutItem *item = m_fixes->takeAt(0)) {
        if (QWidget *gone = item->widget()) {
            gone->hide();
            gone->setObjectName(QString());
            gone->deleteLater(); // one of its buttons may be pressed right now
        }
        delete item;
    }
    int number = 0;
    for (const Fix &fix : m_judged.diagnosis.fixes)
        m_fixes->addWidget(makeFix(fix, ++number));
}

QWidget *VerdictView::makeFix(const Fix &fix, int number)
{
    auto *box = new QWidget;
    box->setObjectName(u"fix%1"_s.arg(number));
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto *advice = wrapped(u"fixAdvice"_s);
    QString text = tr("%1. %2.").arg(QString::number(number), DiagnosisText::advice(fix));
    if (const QString needs = DiagnosisText::needs(fix.right); !needs.isEmpty())
        text += u' ' + tr("It takes %1.").arg(needs);
    if (!fix.before.isEmpty())
        text += u' ' + tr("It has to stand before %1.").arg(base::visibleText(fix.before));
    advice->setText(text);
    column->addWidget(advice);
    if (fix.text.isEmpty()) {
        if (QPushButton *offer = makeOffer(fix))
            column->addWidget(offer, 0, Qt::AlignLeft);
        return box;
    }
    auto *edit = new FittedText(fix.text, tr("What to copy"));
    edit->setObjectName(u"fixText"_s);
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(edit, 1);
    auto *copy = new QPushButton(tr("Copy"));
    copy->setObjectName(u"copyFix"_s);
    connect(copy, &QPushButton::clicked, copy, [copy, fix] { copyWithFeedback(fix.text, copy); });
    row->addWidget(copy, 0, Qt::AlignTop);
    if (QPushButton *offer = makeOffer(fix))
        row->addWidget(offer, 0, Qt::AlignTop);
    column->addLayout(row);
    return box;
}

// Nothing where it can only be copied.
QPushButton *VerdictView::makeOffer(const Fix &fix)
{
    if (fix.setting == "password"_L1)
        return m_takesPassword ? makePasswordOffer() : nullptr;
    const FixOffer offer = m_offers.fix ? m_offers.fix(m_judged, fix) : FixOffer::None;
    if (offer == FixOffer::None)
        return nullptr;
    const bool runs = offer == FixOffer::Run;
    auto *button = new QPushButton(runs ? tr("Run…") : tr("Show Sessions"));
    button->setObjectName(runs ? u"runFix"_s : u"showSessions"_s);
    connect(button, &QPushButton::clicked, this, [this, fix] { emit fixRequested(fix); });
    return button;
}

QPushButton *VerdictView::makePasswordOffer()
{
    auto *button = new QPushButton(tr("Type It…"));
    button->setObjectName(u"typePassword"_s);
    button->setToolTip(tr("Tries this credential once more, with another password."));
    connect(button, &QPushButton::clicked, this, &VerdictView::passwordRequested);
    return button;
}

} // namespace ui
