// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/live/ledger.h"

#include "access/diagnosis/cause.h"
#include "access/situations.h"

namespace tests {

using namespace Qt::StringLiterals;
using pgaccess::Cause;

namespace {

bool isDue(const Provenance &provenance, int version)
{
    return provenance.from <= version && version <= provenance.until;
}

QByteArray wrong(const QString &expected, const pgaccess::Diagnosis &diagnosis,
                 const pgaccess::Attempt &attempt)
{
    return "not " + expected.toUtf8() + ": " + words(diagnosis, attempt);
}

} // namespace

Ledger::Ledger(QString program)
    : m_program(std::move(program))
{
}

QByteArray Ledger::judge(const QString &situation, int version, const pgaccess::Attempt &attempt,
                         ByClient byClient)
{
    if (attempt.connected())
        return "connected";
    const pgaccess::Diagnosis diagnosis = diagnose(attempt.observation);
    const QString expected = causeOfSituation(situation);
    const bool named = causeName(diagnosis.cause) == expected;
    const bool among =
        named || std::ranges::contains(diagnosis.alternatives, expected, &pgaccess::causeName);
    const bool proves = byClient == ByClient::Proves;
    if (diagnosis.isProved() != proves || (proves && !named) || !among)
        return wrong(expected, diagnosis, attempt);
    if (diagnosis.fixes.isEmpty())
        return "no fix";
    note(situation, version);
    return {};
}

QByteArray Ledger::judge(const QString &situation, const pgaccess::Attempt &attempt,
                         const pgaccess::Evidence &evidence) const
{
    const pgaccess::Observation &seen = attempt.observation;
    const pgaccess::Diagnosis diagnosis = refine(diagnose(seen), seen, evidence);
    const QString expected = causeOfSituation(situation);
    const bool right = diagnosis.isProved() && causeName(diagnosis.cause) == expected;
    return right ? QByteArray() : wrong(expected, diagnosis, attempt);
}

void Ledger::note(const QString &situation, int version)
{
    m_produced.insert({situation, version});
}

QStringList Ledger::open(const QList<int> &versions) const
{
    QStringList out;
    for (const auto &[situation, provenance] : provenances().asKeyValueRange()) {
        for (const int version : versions) {
            const bool due = provenance.program == m_program && isDue(provenance, version);
            if (due && !m_produced.contains({situation, version}))
                out.append(u"%1 on %2"_s.arg(situation, QString::number(version)));
        }
    }
    for (const auto &[situation, version] : m_produced) {
        if (provenances().value(situation).program != m_program)
            out.append(situation + u" is not of this program"_s);
    }
    return out;
}

} // namespace tests
