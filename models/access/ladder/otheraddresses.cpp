// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/ladder/otheraddresses.h"

#include <QHostAddress>

#include <algorithm>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

// Another address may do better.
bool isOfAddress(Cause cause)
{
    return cause <= Cause::NotPostgres || cause == Cause::NoHbaEntry || cause == Cause::HbaReject ||
           cause == Cause::PeerMismatch || cause == Cause::IdentFailed;
}

// How far an attempt came beyond the rules, which let in by address; 0: not beyond.
int progress(const Attempt &attempt)
{
    if (attempt.connected())
        return 3;
    if (attempt.observation.stage >= Stage::OpenDatabase)
        return 2;
    const bool asked = attempt.observation.stage == Stage::Authenticate &&
                       attempt.observation.error->sqlState == "28P01"_L1;
    return asked ? 1 : 0;
}

bool isPostgres(const Attempt &attempt)
{
    return attempt.connected() || attempt.observation.passwordAsked ||
           !attempt.observation.error->sqlState.isEmpty();
}

bool isHere(const Observation &seen)
{
    return seen.socket || QHostAddress(seen.address).isLoopback();
}

// Several addresses of a name are several machines, unless one is IPv6 and the other IPv4.
bool isSameMachine(const Observation &one, const Observation &other)
{
    if (isHere(one) || isHere(other))
        return isHere(one) && isHere(other);
    return one.host == other.host && one.address.contains(u':') != other.address.contains(u':');
}

QString placeOf(const Observation &seen, const Observation &from)
{
    const bool named = seen.sslMode == "verify-full"_L1 && !seen.socket; // compared with its name
    const QString place = (named ? u"hostaddr="_s : u"host="_s) + seen.address;
    return seen.port == from.port ? place : place + u" port="_s + QString::number(seen.port);
}

// Started it is already.
void useRunningServer(Diagnosis &diagnosis, const Observation &seen, const Observation &running)
{
    diagnosis.facts.insert(Fact::AnswersAt, running.address);
    diagnosis.fixes.removeIf([](const Fix &fix) { return fix.kind == FixKind::StartServer; });
    if (seen.socket)
        return;
    diagnosis.fixes.removeIf([](const Fix &fix) { return fix.kind == FixKind::CheckNetwork; });
    const QString both = running.socket ? u"localhost"_s : running.address + u", "_s + seen.address;
    diagnosis.fixes.prepend({.kind = FixKind::ListenAddress,
                             .text = u"listen_addresses = '%1'"_s.arg(both),
                             .right = FixRight::ServerFiles,
                             .role = seen.user,
                             .database = seen.database});
}

} // namespace

QList<Diagnosis> comparedByAddress(QList<Diagnosis> diagnoses, const QList<Attempt> &attempts)
{
    const QList<Diagnosis> alone = diagnoses;
    for (qsizetype i = 0; i < attempts.size(); ++i) {
        Diagnosis &diagnosis = diagnoses[i];
        const Observation &seen = attempts[i].observation;
        if (attempts[i].connected() || !isOfAddress(diagnosis.cause))
            continue;
        qsizetype best = i, running = i;
        for (qsizetype other = 0; other < attempts.size(); ++other) {
            const Observation &there = attempts[other].observation;
            if (other == i || attempts[other].candidate != attempts[i].candidate)
                continue;
            diagnosis.fixes.removeIf(
                [&there](const Fix &fix) { return fix.text == u"host="_s + there.address; });
            if (progress(attempts[other]) > progress(attempts[best]))
                best = other;
            if (running == i && there.port == seen.port && isPostgres(attempts[other]) &&
                isSameMachine(seen, there))
                running = other;
        }
        const bool nothing =
            diagnosis.cause == Cause::Refused || diagnosis.cause == Cause::SocketMissing;
        if (nothing && running != i)
            useRunningServer(diagnosis, seen, attempts[running].observation);
        if (best == i)
            continue;
        Fix elsewhere{.kind = FixKind::ConnectElsewhere,
                      .text = placeOf(attempts[best].observation, seen),
                      .role = seen.user,
                      .database = seen.database};
        if (!attempts[best].connected())
            elsewhere.then = alone[best].cause;
        diagnosis.fixes.insert(elsewhere.then ? diagnosis.fixes.size() : 0, elsewhere);
    }
    return diagnoses;
}

} // namespace pgaccess
