// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "checkevidence.h"

#include "access/hba/diskfiles.h"
#include "access/ladder/evidencereader.h"
#include "access/ladder/logreader.h"
#include "access/ladder/otheraddresses.h"
#include "access/ladder/rulefacts.h"
#include "base/plaintext.h"

#include <QCoreApplication>
#include <QFile>

using namespace Qt::StringLiterals;

namespace app {

using pgaccess::Attempt;
using pgaccess::Diagnosis;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::CheckEvidence)
};

// Of a file alone nobody can say which version it is for; the newest knows the most.
constexpr int VersionOfFiles = 18;

base::Error fileError(const QString &path, const QString &reason)
{
    const QString name = base::visibleText(path);
    return {.message = reason.contains(name) ? reason : u"%1: %2"_s.arg(name, reason)};
}

void readLog(const QString &path, CheckEvidence &out)
{
    auto log = pgaccess::readServerLog(path);
    if (!log) {
        out.unreadable.append(fileError(path, log.error().message));
        return;
    }
    out.story = pgaccess::storyOf(*log);
    out.story.file = path;
    out.log = std::move(log->refused);
}

void readRules(const QString &path, CheckEvidence &out)
{
    const auto rules = pgaccess::parseHbaFile(QFile::encodeName(path).toStdString(),
                                              pgaccess::diskFiles(), VersionOfFiles);
    if (rules.rules.empty() && !rules.problem.empty())
        out.unreadable.append(fileError(path, base::decodeText(rules.problem)));
    else if (rules.isRejected())
        out.problems.append(
            Tr::tr("A server would not load %1; it says nothing about what is in force.")
                .arg(base::visibleText(path)));
    out.rules = rules;
}

void readMaps(const QString &path, CheckEvidence &out)
{
    const auto rules = pgaccess::parseIdentFile(QFile::encodeName(path).toStdString(),
                                                pgaccess::diskFiles(), VersionOfFiles);
    if (!rules.problem.empty())
        out.unreadable.append(fileError(path, base::decodeText(rules.problem)));
    out.maps = pgaccess::mapLinesOf(rules);
}

/// Connections to servers, with what is read over each kept.
class Witnesses final
{
public:
    void add(const QPointer<pg::Connection> &connection)
    {
        if (connection && connection->isOpen())
            m_witnesses.push_back(std::make_unique<Witness>(connection));
    }

    QCoro::Task<pgaccess::Evidence> ask(pgaccess::Observation seen)
    {
        for (const auto &witness : m_witnesses) {
            const bool there = witness->connection && witness->connection->isOpen();
            if (there && witness->reader.isSameServer(seen))
                co_return co_await witness->reader.read(seen);
        }
        co_return pgaccess::Evidence();
    }

private:
    struct Witness
    {
        explicit Witness(const QPointer<pg::Connection> &asked)
            : connection(asked)
            , reader(*asked)
        {
        }
        QPointer<pg::Connection> connection;
        pgaccess::EvidenceReader reader;
    };
    std::vector<std::unique_ptr<Witness>> m_witnesses;
};

Diagnosis diagnosed(const Attempt &attempt, pgaccess::Evidence known, const CheckEvidence &evidence)
{
    known.attemptedAt = attempt.endedAt;
    known.maps += evidence.maps;
    known.log.insert(known.log.end(), evidence.log.begin(), evidence.log.end());
    if (evidence.rules && !known.rules && attempt.observation.error->isClass("28"_L1))
        known.rules = pgaccess::ruleFactsOf(*evidence.rules, attempt.observation);
    return pgaccess::refine(pgaccess::diagnose(attempt.observation), attempt.observation, known);
}

} // namespace

CheckEvidence readEvidence(const pgaccess::EvidenceFiles &files)
{
    CheckEvidence out;
    if (!files.log.isEmpty())
        readLog(files.log, out);
    if (!files.hba.isEmpty())
        readRules(files.hba, out);
    const bool beside = files.ident.isEmpty() && !files.hba.isEmpty();
    const QString ident = beside ? pgaccess::identBeside(files.hba) : files.ident;
    if (!ident.isEmpty())
        readMaps(ident, out);
    return out;
}

QCoro::Task<Judgement> judgeAttempts(QList<Attempt> attempts, CheckEvidence evidence,
                                     QList<QPointer<pg::Connection>> open)
{
    Judgement out{.problems = evidence.problems};
    pg::Connection admin;
    Witnesses witnesses;
    if (evidence.admin) {
        const auto opened = co_await admin.open(*evidence.admin);
        out.adminFailed = !opened;
        if (!opened)
            out.problems.append(Tr::tr("The second connection could not be made: %1")
                                    .arg(base::singleLine(opened.error().message)));
    }
    witnesses.add(&admin);
    for (const auto &connection : open)
        witnesses.add(connection);
    for (const Attempt &attempt : attempts) {
        if (attempt.connected()) {
            out.diagnoses.append(Diagnosis());
            continue;
        }
        const pgaccess::Evidence known = co_await witnesses.ask(attempt.observation);
        out.diagnoses.append(diagnosed(attempt, known, evidence));
    }
    out.diagnoses = pgaccess::comparedByAddress(out.diagnoses, attempts);
    co_return out;
}

} // namespace app
