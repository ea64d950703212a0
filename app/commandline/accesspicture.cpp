// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/accesspicture.h"

#include "access/accesspage.h"
#include "access/ladder/ladder.h"
#include "access/rulesview.h"
#include "checkevidence.h"
#include "commandline/panelpicture.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"
#include "widgets/theme.h"

#include <QApplication>
#include <QCoroTimer>
#include <QThreadPool>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace app {

namespace {

constexpr auto Deadline = 10s;

// The ladder, as the button of the panel has it climbed.
QCoro::Task<void> climb(ui::AccessPage *page, ServerChoice choice, pgaccess::EvidenceFiles files)
{
    const auto order = std::make_shared<ui::AccessCheckOrder>();
    QObject::connect(page, &ui::AccessPage::checkWanted, page,
                     [order](const ui::AccessCheckOrder &wanted) { *order = wanted; });
    page->startCheck();
    QList<pgaccess::LadderCandidate> candidates;
    for (const ui::AccessCandidate &candidate : order->candidates)
        candidates.append({.number = candidate.number, .parameters = choice.parameters});
    pgaccess::Ladder ladder;
    const QList<pgaccess::Attempt> attempts = co_await ladder.climb(candidates, Deadline);
    const Judgement judged = co_await judgeAttempts(attempts, readEvidence(files), {});
    for (int i = 0; i < attempts.size(); ++i) {
        page->setPassword(attempts[i].candidate, choice.parameters.password);
        page->takeAttempt({attempts[i], judged.diagnoses[i]});
    }
    page->endCheck(judged.problems);
}

QCoro::Task<void> readRules(ui::RulesView *view, ServerChoice choice)
{
    pg::Connection connection;
    const auto opened = co_await connection.open(choice.parameters);
    if (!opened)
        co_return view->showProblem(opened.error());
    auto rules = co_await pgaccess::readServerRules(&connection);
    if (!rules)
        co_return view->showProblem(rules.error());
    const pgaccess::RuleWorld world = co_await pgaccess::readRuleWorld(&connection);
    const auto source = pgaccess::ruleSourceOf(std::move(*rules));
    view->showServerRules(std::make_shared<const pgaccess::RuleSource>(source), world);
    for (int step = 0; step < 2; ++step) { // they are checked, then asked, on other threads
        QThreadPool::globalInstance()->waitForDone();
        co_await QCoro::sleepFor(10ms);
    }
}

} // namespace

QCoro::Task<int> saveAccessPicture(Request request, base::Secret password)
{
    const auto choice = co_await chooseServer(request.connection, std::move(password));
    if (!choice)
        co_return printError(choice.error().error, request.json, choice.error().exitCode);
    ui::Theme theme(*qApp);
    theme.setChoice(request.dark ? ui::ThemeChoice::Dark : ui::ThemeChoice::Light);
    ui::AccessPage page;
    auto *rules = new ui::RulesView;
    page.addSegment(u"rules"_s, ui::AccessPage::tr("Rules"), rules);
    page.setSubject({.name = choice->name, .production = choice->production});
    pgaccess::Profile profile{.id = QUuid::createUuid(), .name = choice->name};
    profile.spec = choice->parameters.spec;
    page.setProfile(profile);
    page.resize(request.size);
    rules->setServer(choice->name);
    if (request.segment == "rules"_L1) {
        page.showSegment(request.segment);
        co_await readRules(rules, *choice);
    } else {
        co_await climb(&page, *choice, request.evidence);
    }
    co_await QCoro::sleepFor(0ms);
    const QString role = choice->parameters.spec.value(u"user"_s);
    co_return savePanel(
        page, {.panel = page.title(), .server = choice->name, .role = role, .takenAt = base::now()},
        request);
}

} // namespace app
