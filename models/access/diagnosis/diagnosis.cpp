// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/diagnosis.h"

#include "access/diagnosis/clienterror.h"
#include "access/diagnosis/fixes.h"
#include "access/diagnosis/observation.h"
#include "access/diagnosis/servererror.h"

#include <QHostAddress>
#include <QRegularExpression>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

// The address in quotes that the server saw; it is the same in every language.
QString clientAddress(const QString &message)
{
    static const QRegularExpression quoted(u"[\"“”„«»‚‘’]([0-9A-Fa-f:.%]+)[\"“”„«»‚‘’]"_s);
    for (const auto &match : quoted.globalMatch(message)) {
        if (!QHostAddress(match.captured(1)).isNull())
            return match.captured(1);
    }
    return {};
}

QString firstQuoted(const QString &message)
{
    static const QRegularExpression quoted(u"[\"“„«»]\\s?([^\"“”„«»]+)"_s);
    return quoted.match(message).captured(1).trimmed();
}

void addCertificate(Diagnosis &diagnosis, const pg::TlsReport &tls)
{
    if (tls.chain.isEmpty())
        return;
    const pg::Certificate &certificate = tls.chain.first();
    diagnosis.facts.insert(Fact::CertificateSubject, certificate.subject);
    diagnosis.facts.insert(Fact::CertificateIssuer, certificate.issuer);
    diagnosis.facts.insert(Fact::CertificateNames, certificate.names.join(u", "_s));
    diagnosis.facts.insert(Fact::CertificateFrom, certificate.notBefore.toString(Qt::ISODate));
    diagnosis.facts.insert(Fact::CertificateUntil, certificate.notAfter.toString(Qt::ISODate));
    diagnosis.facts.insert(Fact::TlsVersion, tls.protocol);
}

void addFacts(Diagnosis &diagnosis, const Observation &observation)
{
    const base::Error &error = *observation.error;
    switch (diagnosis.cause) {
    case Cause::NoHbaEntry:
    case Cause::HbaReject:
        diagnosis.facts.insert(Fact::ClientAddress, clientAddress(error.message));
        break;
    case Cause::StartupOption:
    case Cause::PoolerStartupOption:
        diagnosis.facts.insert(Fact::Parameter, firstQuoted(error.message));
        break;
    default:
        break;
    }
    if (observation.tls)
        addCertificate(diagnosis, *observation.tls);
    if (!error.detail.isEmpty())
        diagnosis.facts.insert(Fact::Detail, error.detail);
    diagnosis.facts.removeIf([](const auto &fact) { return fact.value().isEmpty(); });
}

} // namespace

Diagnosis diagnose(const Observation &observation)
{
    Q_ASSERT(observation.error);
    Diagnosis diagnosis;
    if (observation.known)
        diagnosis = {.cause = *observation.known, .certainty = Certainty::Proved};
    else if (!observation.error->sqlState.isEmpty())
        diagnosis = diagnoseServerError(observation);
    else
        diagnosis = diagnoseClientError(observation);
    addFacts(diagnosis, observation);
    diagnosis.fixes = fixesFor(diagnosis, observation);
    return diagnosis;
}

} // namespace pgaccess
