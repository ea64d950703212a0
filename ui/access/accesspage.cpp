// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesspage.h"

#include "access/attemptmodel.h"
#include "access/candidatemodel.h"
#include "access/credentialscard.h"
#include "access/evidencerow.h"
#include "access/laddercard.h"
#include "access/waysin.h"
#include "access/waysinview.h"
#include "activity/tablenotice.h"
#include "widgets/card.h"
#include "widgets/chipbar.h"
#include "widgets/metrics.h"

#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ui {

namespace {

QSplitter *makeSplitter(Qt::Orientation orientation, const QString &name)
{
    auto *splitter = new QSplitter(orientation);
    splitter->setObjectName(name);
    splitter->setHandleWidth(metrics::CardGap);
    splitter->setChildrenCollapsible(false);
    return splitter;
}

} // namespace

AccessPage::AccessPage(QWidget *parent)
    : Panel(u"access"_s, tr("Access"), parent)
    , m_candidates(new CandidateModel(this))
    , m_attempts(new AttemptModel(this))
    , m_credentials(new CredentialsCard(*m_candidates))
    , m_ladder(new LadderCard(*m_attempts))
    , m_segments(new ChipBar)
    , m_pages(new QStackedWidget)
    , m_answers(new QStackedWidget)
    , m_nothing(new EmptyState)
    , m_verdict(new VerdictView)
    , m_ways(new WaysInView)
{
    build();
    connectCards();
    connectVerdict();
    showCandidates();
    showSelected();
}

AccessPage::~AccessPage() = default;

void AccessPage::build()
{
    m_columns = makeSplitter(Qt::Horizontal, u"accessColumns"_s);
    m_columns->addWidget(m_credentials);
    m_columns->addWidget(m_ladder);
    m_columns->setStretchFactor(1, 1);
    m_credentials->setMinimumWidth(180);
    m_nothing->setState(tr("The answer comes here: why each attempt failed, or the right way in."),
                        {}, {});
    m_answers->setObjectName(u"answers"_s);
    for (QWidget *page : {static_cast<QWidget *>(m_nothing), static_cast<QWidget *>(m_verdict),
                          static_cast<QWidget *>(m_ways)})
        m_answers->addWidget(page);
    auto *answer = new Card;
    answer->body()->addWidget(m_answers);
    m_rows = makeSplitter(Qt::Vertical, u"accessRows"_s);
    m_rows->addWidget(m_columns);
    m_rows->addWidget(answer);
    m_rows->setStretchFactor(0, 1);
    m_segments->setObjectName(u"accessSegments"_s);
    m_segments->setAccessibleName(tr("Parts of this panel"));
    m_pages->setObjectName(u"accessPages"_s);
    m_segments->hide();
    body()->addWidget(m_segments);
    body()->addWidget(m_pages, 1);
    m_rows->setProperty("segment", u"connect"_s);
    m_pages->addWidget(m_rows);
    connect(m_segments, &ChipBar::chosen, this, &AccessPage::showSegment);
}

void AccessPage::addSegment(const QString &id, const QString &text, QWidget *page)
{
    page->setProperty("segment", id);
    m_pages->addWidget(page);
    m_segments->setChips({{u"connect"_s, tr("Can I connect?"), {}}, {id, text, {}}});
    m_segments->setCurrent(u"connect"_s);
    m_segments->show();
}

void AccessPage::showSegment(const QString &id)
{
    m_segments->setCurrent(id);
    for (int i = 0; i < m_pages->count(); ++i) {
        if (m_pages->widget(i)->property("segment") == id)
            m_pages->setCurrentIndex(i);
    }
}

void AccessPage::connectCards()
{
    connect(m_credentials, &CredentialsCard::sourcesChosen, this, &AccessPage::readSources);
    connect(m_credentials, &CredentialsCard::environmentWanted, this,
            &AccessPage::environmentWanted);
    connect(m_credentials, &CredentialsCard::consentGiven, this,
            [this] { emit sourcesWanted(m_paths, true); });
    connect(m_candidates, &CandidateModel::wantedChanged, this,
            [this] { m_ladder->setWanted(int(order().candidates.size())); });
    connect(m_ladder, &LadderCard::tryWanted, this, &AccessPage::startCheck);
    connect(m_ladder, &LadderCard::cancelWanted, this, &AccessPage::cancelWanted);
    connect(&m_ladder->evidence(), &EvidenceRow::changed, this, &AccessPage::evidenceChanged);
    connect(&m_ladder->evidence(), &EvidenceRow::changed, this, &AccessPage::judgeAgain);
    connect(m_ladder, &LadderCard::selectedChanged, this, &AccessPage::showSelected);
}

void AccessPage::connectVerdict()
{
    connect(m_verdict, &VerdictView::fixRequested, this, &AccessPage::requestFix);
    connect(m_verdict, &VerdictView::rulesRequested, this, &AccessPage::requestRules);
    connect(m_verdict, &VerdictView::passwordRequested, this, &AccessPage::askPassword);
    connect(m_ways, &WaysInView::saveRequested, this, [this] { emitWay(true); });
    connect(m_ways, &WaysInView::connectRequested, this, [this] { emitWay(false); });
}

// The parts keep the sizes that a person gave them, unless the window becomes another kind of
// small.
void AccessPage::resizeEvent(QResizeEvent *event)
{
    Panel::resizeEvent(event);
    const int room = width() < 960 || height() < 640 ? 0 : 1;
    if (room == std::exchange(m_room, room))
        return;
    m_columns->setSizes(room == 0 ? QList<int>{210, 560} : QList<int>{320, 860});
    m_rows->setSizes(room == 0 ? QList<int>{290, 240} : QList<int>{380, 350});
}

// Access shows no snapshot: it is about what comes before one.
void AccessPage::showSnapshot(const snapshot::SnapshotPtr &) {}

void AccessPage::setProfile(const std::optional<pgaccess::Profile> &profile)
{
    const QString id = profile ? profile->id.toString(QUuid::WithoutBraces) : QString();
    const bool same = m_own ? m_own->profile == id : id.isEmpty();
    if (same && (!m_own || m_own->candidate.spec == profile->spec))
        return;
    if (m_own && m_attempts->has(m_own->number))
        forgetAttempts();
    m_own.reset();
    if (profile) {
        m_own = AccessCandidate{.number = m_next++,
                                .profile = id,
                                .name = pgaccess::displayName(*profile),
                                .wanted = m_found.isEmpty()};
        m_own->candidate.spec = profile->spec;
    }
    showCandidates();
}

void AccessPage::setAdmins(const QList<std::pair<QString, QString>> &admins)
{
    m_ladder->evidence().setAdmins(admins);
}

void AccessPage::setEnvironmentCount(int count)
{
    m_credentials->setEnvironmentCount(count);
}

void AccessPage::setOffers(const VerdictOffers &offers)
{
    m_verdict->setOffers(offers);
}

void AccessPage::addEvidence(const pgaccess::EvidenceFiles &files)
{
    m_ladder->evidence().add(files);
}

const pgaccess::EvidenceFiles &AccessPage::evidence() const
{
    return m_ladder->evidence().files();
}

void AccessPage::readSources(const QStringList &paths)
{
    m_paths = paths;
    m_credentials->showReading();
    emit sourcesWanted(paths, false);
}

// What somebody names is what they want to try, not the server that happens to be selected.
void AccessPage::showSources(const pgaccess::Candidates &found)
{
    m_found.clear();
    for (const pgaccess::Candidate &candidate : found.candidates)
        m_found.append(
            {.number = m_next++, .candidate = candidate, .name = candidate.spec.shortText()});
    if (m_own && !m_found.isEmpty())
        m_own->wanted = false;
    forgetAttempts();
    showCandidates();
    m_credentials->showFound(found);
}

void AccessPage::showCandidates()
{
    for (AccessCandidate &candidate : m_found) {
        if (const AccessCandidate *shown = m_candidates->find(candidate.number))
            candidate.wanted = shown->wanted;
    }
    QList<AccessCandidate> all = m_found;
    if (m_own)
        all.prepend(*m_own);
    m_candidates->setCandidates(all);
}

void AccessPage::setPassword(int candidate, const base::Secret &password)
{
    if (m_own && m_own->number == candidate)
        m_own->candidate.password = password;
}

void AccessPage::forgetAttempts()
{
    if (m_ladder->isRunning())
        emit cancelWanted();
    m_attempts->clear();
    m_ladder->showProblems({});
    showCount();
}

AccessCheckOrder AccessPage::order() const
{
    AccessCheckOrder out{.files = evidence(), .admin = m_ladder->evidence().admin()};
    for (const AccessCandidate &candidate : m_candidates->candidates()) {
        if (candidate.canBeTried() && candidate.wanted)
            out.candidates.append(candidate);
    }
    return out;
}

void AccessPage::startCheck()
{
    const AccessCheckOrder wanted = order();
    if (wanted.candidates.isEmpty() || m_ladder->isRunning())
        return;
    m_attempts->begin(wanted.candidates);
    m_again.reset();
    launch(wanted);
}

void AccessPage::launch(const AccessCheckOrder &wanted)
{
    m_ladder->setRunning(true);
    m_ladder->showProblems({});
    showCount();
    emit checkWanted(wanted);
}

void AccessPage::judgeAgain()
{
    if (m_attempts->rowCount() > 0 && !m_ladder->isRunning())
        emit judgementWanted(order());
}

void AccessPage::takeAttempt(const JudgedAttempt &judged)
{
    if (m_candidates->find(judged.attempt.candidate))
        m_attempts->take(judged);
}

void AccessPage::endCheck(const QStringList &problems)
{
    const bool tried = m_ladder->isRunning(); // else they were only judged again
    m_attempts->end();
    m_ladder->setRunning(false);
    m_ladder->showProblems(problems);
    if (tried)
        m_ladder->selectFirst(m_again);
    showCount();
}

void AccessPage::showCount()
{
    const bool over = m_attempts->rowCount() > 0 && !m_ladder->isRunning();
    const int failed = m_attempts->failed();
    emit countChanged(over && failed > 0 ? failed : -1, Severity::Warning);
}

std::optional<JudgedAttempt> AccessPage::selectedAttempt() const
{
    return m_ladder->selected();
}

void AccessPage::showSelected()
{
    const auto judged = m_ladder->selected();
    const AccessCandidate *candidate = selectedCandidate();
    if (!judged) {
        m_answers->setCurrentWidget(m_nothing);
    } else if (!judged->attempt.connected()) {
        m_verdict->showVerdict(*judged, candidate);
        m_answers->setCurrentWidget(m_verdict);
    } else if (candidate) {
        AccessCandidate shown = *candidate;
        shown.candidate.password = passwordOf(shown);
        m_ways->showWay(*judged, shown, specOf(*judged, shown));
        m_answers->setCurrentWidget(m_ways);
    }
}

const AccessCandidate *AccessPage::selectedCandidate() const
{
    const auto judged = m_ladder->selected();
    return judged ? m_candidates->find(judged->attempt.candidate) : nullptr;
}

// That of a saved connection comes with the check.
base::Secret AccessPage::passwordOf(const AccessCandidate &candidate) const
{
    const bool own = m_own && m_own->number == candidate.number;
    return own ? m_own->candidate.password : candidate.candidate.password;
}

// A name stays as it is unless it also leads to where one does not get in.
pg::ConnectionSpec AccessPage::specOf(const JudgedAttempt &judged,
                                      const AccessCandidate &candidate) const
{
    bool otherFailed = false;
    for (int row = 0; row < m_attempts->rowCount(); ++row) {
        const auto &other = m_attempts->row(row).judged;
        otherFailed |=
            other && other->attempt.candidate == candidate.number && !other->attempt.connected();
    }
    if (!otherFailed)
        return candidate.candidate.spec;
    const pgaccess::Observation &seen = judged.attempt.observation;
    pg::Target target{.host = seen.host, .hostAddress = seen.address, .port = seen.port};
    if (seen.socket)
        target = {.host = seen.address, .port = seen.port};
    return pgaccess::specAt(candidate.candidate.spec, target);
}

} // namespace ui
