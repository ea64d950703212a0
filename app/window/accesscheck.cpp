// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/accesscheck.h"

#include "access/accesspage.h"
#include "access/sources/collect.h"
#include "base/plaintext.h"
#include "window/mainwindow.h"
#include "window/serverlist.h"

#include <QtConcurrentRun>

using namespace Qt::StringLiterals;

namespace app {

namespace {

using pgaccess::Attempt;

/// What files and folders hold, of either kind.
struct Found
{
    std::optional<pgaccess::Candidates> candidates; ///< Nothing where only evidence was named.
    pgaccess::EvidenceFiles evidence;
};

Found readPaths(QStringList paths, const pgaccess::SourceOptions &options)
{
    Found found{.evidence = pgaccess::takeEvidence(paths)};
    if (!paths.isEmpty())
        found.candidates = pgaccess::collectSources(paths, options);
    return found;
}

} // namespace

AccessCheck::AccessCheck(const Parts &parts, QThread &ioThread, QObject *parent)
    : QObject(parent)
    , m_parts(parts)
    , m_run(new CheckRun(ioThread))
{
    connectPage();
    connect(m_run, &CheckRun::attemptJudged, this, &AccessCheck::takeJudged);
    connect(m_run, &CheckRun::over, this, [this](int run, const QStringList &problems) {
        if (run == m_number)
            m_parts.page.endCheck(problems);
    });
    connect(&m_parts.servers, &ServerList::changed, this, &AccessCheck::showServers);
    connect(&m_parts.window, &ui::MainWindow::serverSelected, this, &AccessCheck::showServers);
    connect(&m_parts.window, &ui::MainWindow::filesDropped, this, [this](const QStringList &paths) {
        m_parts.window.openPanel(m_parts.page.id());
        m_parts.page.readSources(paths);
    });
}

AccessCheck::~AccessCheck()
{
    m_run->disconnect(this);
    m_run->finish();
}

void AccessCheck::connectPage()
{
    using ui::AccessPage;
    const AccessPage *page = &m_parts.page;
    connect(page, &AccessPage::sourcesWanted, this, &AccessCheck::readSources);
    connect(page, &AccessPage::environmentWanted, this, &AccessCheck::readEnvironment);
    connect(page, &AccessPage::checkWanted, this,
            [this](const auto &order) { start(order, false); });
    connect(page, &AccessPage::judgementWanted, this,
            [this](const auto &order) { start(order, true); });
    connect(page, &AccessPage::cancelWanted, this, &AccessCheck::cancel);
    connect(page, &AccessPage::saveWanted, this, &AccessCheck::save);
    connect(page, &AccessPage::connectWanted, this, &AccessCheck::open);
}

void AccessCheck::setEnvironment(const pgaccess::Variables &environment)
{
    m_environment = environment;
    m_parts.page.setEnvironmentCount(int(environment.size()));
}

void AccessCheck::showServers()
{
    m_parts.page.setProfile(m_parts.servers.profile(m_parts.window.currentServer()));
    QList<std::pair<QString, QString>> admins;
    for (const ui::ServerRow &row : m_parts.servers.rows())
        admins.append({row.id, row.name});
    m_parts.page.setAdmins(admins);
}

void AccessCheck::readSources(const QStringList &paths, bool readEnvFiles)
{
    const pgaccess::SourceOptions options{.readEnvFiles = readEnvFiles};
    QtConcurrent::run(readPaths, paths, options).then(this, [this](const Found &found) {
        if (found.candidates)
            m_parts.page.showSources(*found.candidates);
        if (!found.evidence.isEmpty())
            m_parts.page.addEvidence(found.evidence);
    });
}

void AccessCheck::readEnvironment()
{
    m_parts.page.showSources(pgaccess::collectSources({}, {.environment = m_environment}));
}

void AccessCheck::start(const ui::AccessCheckOrder &order, bool onlyJudge)
{
    ++m_number;
    m_onlyJudge = onlyJudge;
    m_order = order;
    m_admin.reset();
    m_problems.clear();
    if (!onlyJudge) {
        m_attempts.clear();
        m_candidates.clear();
    }
    prepareNext();
}

// One after the other: passwords of saved connections, the second connection, the files.
void AccessCheck::prepareNext()
{
    if (!m_onlyJudge && m_candidates.size() < m_order.candidates.size())
        return prepareCandidate(m_order.candidates[m_candidates.size()]);
    if (!m_order.admin.isEmpty() && !m_admin)
        return prepareAdmin();
    QtConcurrent::run(readEvidence, m_order.files)
        .then(this, [this, run = m_number](const CheckEvidence &read) {
            if (run == m_number)
                launch(read);
        });
}

void AccessCheck::prepareCandidate(const ui::AccessCandidate &candidate)
{
    pgaccess::LadderCandidate next{.number = candidate.number};
    next.parameters = {.spec = candidate.candidate.spec, .password = candidate.candidate.password};
    const auto profile = m_parts.servers.profile(candidate.profile);
    if (!profile) {
        m_candidates.append(next);
        return prepareNext();
    }
    m_parts.servers.credentials().prepare(
        *profile, [this, next, run = m_number](const auto &prepared) mutable {
            if (run != m_number)
                return;
            if (prepared)
                next.parameters = *prepared;
            else
                m_problems.append(base::singleLine(prepared.error().message));
            m_parts.page.setPassword(next.number, next.parameters.password);
            m_candidates.append(next);
            prepareNext();
        });
}

void AccessCheck::prepareAdmin()
{
    const auto profile = m_parts.servers.profile(std::exchange(m_order.admin, {}));
    if (!profile)
        return prepareNext();
    m_parts.servers.credentials().prepare(*profile, [this, run = m_number](const auto &prepared) {
        if (run != m_number)
            return;
        if (prepared)
            m_admin = *prepared;
        prepareNext();
    });
}

void AccessCheck::launch(CheckEvidence evidence)
{
    evidence.admin = m_admin;
    evidence.problems = m_problems + evidence.problems;
    for (const base::Error &error : std::as_const(evidence.unreadable))
        evidence.problems.append(tr("A file cannot be read: %1.").arg(error.message));
    LiveSources live;
    for (const ui::ServerRow &row : m_parts.servers.rows()) {
        const ServerLink *link = m_parts.servers.link(row.id);
        if (link && link->source())
            live.append(link->source());
    }
    if (m_onlyJudge)
        m_run->judge(m_number, m_attempts, evidence, live);
    else
        m_run->start(m_number, m_candidates, evidence, live);
}

void AccessCheck::takeJudged(int run, const ui::JudgedAttempt &judged)
{
    if (run != m_number)
        return;
    if (!m_onlyJudge) {
        const auto same = [&judged](const Attempt &known) {
            return known.endedAt == judged.attempt.endedAt &&
                   known.candidate == judged.attempt.candidate &&
                   known.observation.address == judged.attempt.observation.address;
        };
        if (std::ranges::none_of(m_attempts, same))
            m_attempts.append(judged.attempt);
    }
    m_parts.page.takeAttempt(judged);
}

// What has not come back by now does not count any more.
void AccessCheck::cancel()
{
    ++m_number;
    m_run->cancel();
    m_parts.page.endCheck({});
}

void AccessCheck::save(const ui::AccessCandidate &candidate, const pg::ConnectionSpec &spec)
{
    pgaccess::Profile profile = pgaccess::profileFor(candidate.candidate);
    profile.id = QUuid::createUuid();
    profile.spec = spec;
    if (!candidate.candidate.password.isEmpty())
        m_parts.servers.credentials().remember(profile.id, candidate.candidate.password);
    m_parts.profiles.save(profile);
    m_parts.window.selectServer(profile.id.toString(QUuid::WithoutBraces));
}

void AccessCheck::open(const ui::AccessCandidate &candidate, const pg::ConnectionSpec &spec)
{
    if (!candidate.profile.isEmpty()) {
        m_parts.servers.reconnect(candidate.profile);
    } else {
        const QString id = m_parts.servers.addTemporary(spec.toKeywords(), spec.shortText(),
                                                        candidate.candidate.password);
        m_parts.window.selectServer(id);
    }
    m_parts.window.selectPanel(u"activity"_s);
}

} // namespace app
