// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/ladder/attempt.h"

#include <QSet>

#include <memory>

namespace pgaccess {

/// Tries candidates side by side, each at every address of its host, up to the open session. Never
/// more than one attempt to authenticate for a candidate at an address; a failure that is the
/// address's own (nothing listens, no answer, no PostgreSQL) is not met again by each candidate.
/// At most four connections to an address at a time. Lives on the I/O thread.
class Ladder final : public QObject
{
    Q_OBJECT

public:
    explicit Ladder(QObject *parent = nullptr);
    ~Ladder() override;

    using Attempts = QList<Attempt>;

    /// All attempts, in the order of the candidates and of their addresses; over when the deadline
    /// passes at the latest. One call at a time.
    QCoro::Task<Attempts> climb(QList<LadderCandidate> candidates,
                                std::chrono::milliseconds deadline);

    /// Ends a climb; its remaining attempts end with Cancelled.
    void cancel();

signals:
    /// One attempt is over.
    void attemptEnded(const pgaccess::Attempt &attempt);

private:
    struct Job;
    struct Endpoint;

    QCoro::Task<void> resolve(LadderCandidate candidate, int order);
    QCoro::Task<void> resolveTarget(LadderCandidate candidate, pg::Target target, int order);
    QCoro::Task<void> work(std::shared_ptr<Endpoint> endpoint);
    QCoro::Task<Attempt> tryOnce(const Job *job);
    QCoro::Task<Attempt> lookAtTls(Attempt attempt, pg::ConnectionSpec spec);
    void addJob(const Job &job);
    std::vector<std::shared_ptr<Endpoint>> endpoints();

    QDeadlineTimer m_deadline;
    std::vector<std::shared_ptr<Job>> m_jobs;
    QSet<QObject *> m_running; ///< Look-ups, probes: each can be ended.
    bool m_cancelled = false;
};

} // namespace pgaccess
