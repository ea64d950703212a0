// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/evidence.h"

#include "access/diagnosis/fixes.h"
#include "access/diagnosis/observation.h"
#include "base/plaintext.h"

#include <QRegularExpression>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

QString text(const std::string &bytes)
{
    return base::decodeText(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

void prove(Diagnosis &diagnosis, Cause cause, const QString &source)
{
    diagnosis.cause = cause;
    diagnosis.certainty = Certainty::Proved;
    diagnosis.alternatives.clear();
    diagnosis.facts.insert(Fact::Evidence, source);
}

// ---- the server's log

// A day apart is another story: names and passwords change. Zones are not read, hence 26 hours.
bool isRecent(const AuthLogEntry &entry, base::Timestamp attemptedAt)
{
    const QString time =
        text(entry.time).first(std::min<qsizetype>(19, qsizetype(entry.time.size())));
    const auto logged = base::fromIso(time + u'Z');
    return !logged || std::chrono::abs(attemptedAt - *logged) < std::chrono::hours(26);
}

// The newest entry that says to the client what the client heard.
const AuthLogEntry *entryOf(const Observation &observation, const Evidence &evidence)
{
    const auto found = std::ranges::find_if(
        evidence.log.rbegin(), evidence.log.rend(), [&](const AuthLogEntry &entry) {
            return text(entry.message) == observation.error->message;
        });
    return found == evidence.log.rend() ? nullptr : &*found;
}

std::optional<Cause> causeOfDetail(const QString &detail)
{
    if (detail.startsWith("Role \""_L1) && detail.contains("does not exist"_L1))
        return Cause::RoleMissing;
    if (detail.startsWith("Password does not match"_L1))
        return Cause::WrongPassword;
    if (detail.contains("has no password assigned"_L1))
        return Cause::PasswordNotSet;
    if (detail.contains("has an expired password"_L1))
        return Cause::PasswordExpired;
    if (detail.contains("valid SCRAM secret"_L1) || detail.contains("cannot be used with MD5"_L1) ||
        detail.contains("unrecognized format"_L1))
        return Cause::PasswordKindMismatch;
    // The server gives a reason for everything but a SCRAM exchange that came out wrong.
    if (detail.startsWith("Connection matched"_L1))
        return Cause::WrongPassword;
    return {};
}

void takeNames(Diagnosis &diagnosis, const AuthLogEntry &entry)
{
    static const QRegularExpression mismatch(
        u"provided user name \\((.*)\\) and authenticated user name \\((.*)\\) do not match"_s);
    static const QRegularExpression map(
        u"no match in usermap \"(.*)\" for user \".*\" authenticated "
        "as \"(.*)\""_s);
    const QString before = text(entry.before);
    if (const auto match = mismatch.match(before); match.hasMatch())
        diagnosis.facts.insert(Fact::SystemUser, match.captured(2));
    if (const auto match = map.match(before); match.hasMatch()) {
        diagnosis.facts.insert(Fact::IdentMap, match.captured(1));
        diagnosis.facts.insert(Fact::SystemUser, match.captured(2));
    }
    const bool identity = before.contains("user name ("_L1) || before.contains("usermap"_L1);
    if (!identity &&
        (diagnosis.cause == Cause::IdentFailed || diagnosis.cause == Cause::ExternalAuthFailed) &&
        !before.isEmpty())
        diagnosis.facts.insert(Fact::Detail, before);
}

void promote(Diagnosis &diagnosis, Cause cause)
{
    diagnosis.alternatives.prepend(diagnosis.cause);
    diagnosis.alternatives.removeAll(cause);
    diagnosis.cause = cause;
    diagnosis.facts.insert(Fact::Evidence, u"log"_s);
}

// What a server says when it gives up waiting for an authentication, it says to its log alone. Its
// last entry is of this attempt, or else of one not long before.
void useSilentEnd(Diagnosis &diagnosis, const Evidence &evidence)
{
    if (evidence.log.empty() || !diagnosis.alternatives.contains(Cause::Timeout))
        return;
    const AuthLogEntry &last = evidence.log.back();
    const bool gaveUp =
        last.sqlState == "57014" || last.message == "canceling authentication due to timeout";
    if (!gaveUp || !isRecent(last, evidence.attemptedAt))
        return;
    promote(diagnosis, Cause::Timeout);
    diagnosis.facts.insert(Fact::Detail, text(last.message));
}

void useLog(Diagnosis &diagnosis, const Observation &observation, const Evidence &evidence)
{
    if (observation.error->sqlState.isEmpty())
        return useSilentEnd(diagnosis, evidence);
    const AuthLogEntry *entry = entryOf(observation, evidence);
    if (!entry)
        return;
    const QString detail = text(entry->detail);
    diagnosis.facts.insert(Fact::LogTime, text(entry->time));
    if (entry->ruleLine > 0)
        diagnosis.rule = DecidingRule{
            .file = text(entry->ruleFile), .line = entry->ruleLine, .text = text(entry->ruleText)};
    takeNames(diagnosis, *entry);
    if (observation.error->sqlState != "28P01"_L1)
        return;
    diagnosis.facts.insert(Fact::Detail, detail.section(u'\n', 0, 0));
    const auto cause = causeOfDetail(detail);
    if (!cause)
        return;
    if (isRecent(*entry, evidence.attemptedAt))
        return prove(diagnosis, *cause, u"log"_s);
    promote(diagnosis, *cause);
}

// ---- roles

QString kindName(PasswordKind kind)
{
    constexpr std::array names = {"none"_L1, "md5"_L1, "scram"_L1, "other"_L1};
    return names[size_t(kind)];
}

// Nothing where the rule that decided is not known.
std::optional<bool> wantsScram(const Diagnosis &diagnosis, const Evidence &evidence)
{
    const QString rule = diagnosis.rule ? diagnosis.rule->text : QString();
    const QString method = evidence.rules ? evidence.rules->method : QString();
    if (method.isEmpty() && rule.isEmpty())
        return {};
    return method == "scram-sha-256"_L1 || rule.contains("scram-sha-256"_L1);
}

// Which of the causes that look alike it is, from what the server keeps of the role.
void splitPasswordCauses(Diagnosis &diagnosis, const RoleFacts &role,
                         std::optional<bool> scramWanted)
{
    if (!role.exists)
        return prove(diagnosis, Cause::RoleMissing, u"roles"_s);
    if (role.expired)
        return prove(diagnosis, Cause::PasswordExpired, u"roles"_s);
    if (!role.password) {
        for (const Cause cause : {Cause::RoleMissing, Cause::PasswordExpired})
            diagnosis.alternatives.removeAll(cause);
        return;
    }
    diagnosis.facts.insert(Fact::PasswordKind, kindName(*role.password));
    if (*role.password == PasswordKind::None)
        return prove(diagnosis, Cause::PasswordNotSet, u"roles"_s);
    if (*role.password == PasswordKind::Scram)
        return prove(diagnosis, Cause::WrongPassword, u"roles"_s);
    if (scramWanted && role.password == PasswordKind::Md5)
        return prove(diagnosis, *scramWanted ? Cause::PasswordKindMismatch : Cause::WrongPassword,
                     u"roles"_s);
    diagnosis.alternatives = {Cause::PasswordKindMismatch};
}

void useRole(Diagnosis &diagnosis, const Observation &observation, const Evidence &evidence)
{
    const RoleFacts &role = *evidence.role;
    if (!role.validUntil.isEmpty())
        diagnosis.facts.insert(Fact::ExpiredAt, role.validUntil);
    if (diagnosis.cause == Cause::TooManyForRole && role.exists) {
        diagnosis.facts.insert(Fact::Limit, QString::number(role.connectionLimit));
        diagnosis.facts.insert(Fact::Used, QString::number(role.connections));
    }
    const bool asked = observation.error->sqlState == "28P01"_L1;
    if (asked && !diagnosis.isProved())
        return splitPasswordCauses(diagnosis, role, wantsScram(diagnosis, evidence));
    const bool unclear =
        diagnosis.cause == Cause::RoleMissing || diagnosis.cause == Cause::RoleCannotLogin;
    if (unclear && !diagnosis.isProved())
        prove(diagnosis, role.exists ? Cause::RoleCannotLogin : Cause::RoleMissing, u"roles"_s);
    // A pooler gives one answer to a wrong name and a wrong password.
    if (diagnosis.cause == Cause::PoolerAuth && !role.exists)
        diagnosis.alternatives = {Cause::RoleMissing};
}

// ---- rules

void useRules(Diagnosis &diagnosis, const Observation &observation, const Evidence &evidence)
{
    const RuleFacts &rules = *evidence.rules;
    if (!diagnosis.rule && rules.result != RuleResult::NoEntry)
        diagnosis.rule = rules.rule;
    const bool byMap = diagnosis.cause == Cause::PeerMismatch ||
                       diagnosis.cause == Cause::IdentFailed ||
                       diagnosis.cause == Cause::TlsClientCertificate;
    if (byMap && !rules.map.isEmpty())
        diagnosis.facts.insert(Fact::IdentMap, rules.map);
    if (diagnosis.cause != Cause::NoHbaEntry || rules.result != RuleResult::NoEntry)
        return;
    if (rules.otherEncryption != RuleResult::Match)
        return prove(diagnosis, Cause::NoHbaEntry, u"rules"_s);
    const bool encrypted =
        observation.tlsInUse || (diagnosis.alternatives.contains(Cause::TlsRefusedByServer));
    prove(diagnosis, encrypted ? Cause::TlsRefusedByServer : Cause::TlsRequiredByServer,
          u"rules"_s);
    diagnosis.rule = rules.rule;
}

void useMaps(Diagnosis &diagnosis, const QList<MapLine> &maps)
{
    const QString map = diagnosis.facts.value(Fact::IdentMap);
    QStringList lines;
    for (const MapLine &line : maps) {
        if (!map.isEmpty() && line.map == map)
            lines.append(line.text);
    }
    diagnosis.facts.insert(Fact::IdentLines, lines.join(u'\n'));
}

// ---- the database and the limits

void useDatabase(Diagnosis &diagnosis, const DatabaseFacts &database)
{
    if (diagnosis.cause != Cause::TooManyForDatabase &&
        diagnosis.cause != Cause::DatabaseNotAccepting)
        return;
    diagnosis.facts.insert(Fact::Limit, QString::number(database.connectionLimit));
    diagnosis.facts.insert(Fact::Used, QString::number(database.connections));
}

QString described(const SlotHolder &holder)
{
    return u"%1 × %2 %3 (%4)"_s.arg(QString::number(holder.sessions), holder.role,
                                    holder.application, holder.state);
}

void useLimits(Diagnosis &diagnosis, const LimitFacts &limits)
{
    if (diagnosis.cause < Cause::TooManyClients || diagnosis.cause > Cause::TooManyForDatabase)
        return;
    if (diagnosis.cause <= Cause::TooManyReserved) {
        diagnosis.facts.insert(Fact::Limit, QString::number(limits.maxConnections));
        diagnosis.facts.insert(Fact::Used, QString::number(limits.used));
    }
    QStringList holders;
    int idle = 0;
    for (const SlotHolder &holder : limits.holders) {
        holders.append(described(holder));
        idle += holder.state.startsWith("idle"_L1) ? holder.sessions : 0;
    }
    if (holders.isEmpty())
        return;
    diagnosis.facts.insert(Fact::Holders, holders.join(u'\n'));
    diagnosis.facts.insert(Fact::Idle, QString::number(idle));
}

} // namespace

Diagnosis refine(Diagnosis diagnosis, const Observation &observation, const Evidence &evidence)
{
    if (observation.error->kind == base::ErrorKind::Cancelled)
        return diagnosis;
    useLog(diagnosis, observation, evidence);
    if (evidence.rules)
        useRules(diagnosis, observation, evidence);
    useMaps(diagnosis, evidence.maps);
    if (evidence.role)
        useRole(diagnosis, observation, evidence);
    if (evidence.database)
        useDatabase(diagnosis, *evidence.database);
    if (evidence.limits)
        useLimits(diagnosis, *evidence.limits);
    diagnosis.facts.removeIf([](const auto &fact) { return fact.value().isEmpty(); });
    diagnosis.fixes = fixesFor(diagnosis, observation);
    return diagnosis;
}

} // namespace pgaccess
