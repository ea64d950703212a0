// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosis/clienterror.h"

#include "access/diagnosis/observation.h"
#include "postgres/diagnostics.h"

#include <algorithm>
#include <array>
#include <cerrno>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

using Answer = std::optional<Diagnosis>;

Diagnosis proved(Cause cause)
{
    return {.cause = cause, .certainty = Certainty::Proved};
}

Diagnosis likely(Cause cause, const QList<Cause> &alternatives)
{
    return {.cause = cause, .alternatives = alternatives};
}

Answer byNetwork(const Observation &observation)
{
    switch (observation.systemError) {
    case ECONNREFUSED:
        return proved(Cause::Refused);
    case ENOENT:
        return proved(Cause::SocketMissing);
    case EACCES:
    case EPERM:
        return proved(observation.socket ? Cause::SocketPermission : Cause::Unreachable);
    case EHOSTUNREACH:
    case ENETUNREACH:
    case ENETDOWN:
    case EHOSTDOWN:
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
        return proved(Cause::Unreachable);
    case ETIMEDOUT:
        return proved(Cause::Timeout);
    case EAGAIN: // the queue of a unix socket is full
        return likely(Cause::Timeout, {Cause::TooManyClients});
    default:
        return {};
    }
}

Answer byTimeout(const Observation &observation)
{
    if (observation.error->kind != base::ErrorKind::Timeout)
        return {};
    if (observation.stage <= Stage::Reach)
        return proved(Cause::Timeout);
    const bool silent = observation.firstBytes.isEmpty();
    return silent ? likely(Cause::Timeout, {Cause::NotPostgres, Cause::Unreachable})
                  : proved(Cause::Timeout);
}

// PostgreSQL answers with letters that few others begin with.
Answer byFirstBytes(const Observation &observation)
{
    const QByteArray &bytes = observation.firstBytes;
    if (bytes.isEmpty() || looksLikePostgres(bytes))
        return {};
    Diagnosis diagnosis = proved(Cause::NotPostgres);
    if (const QString peer = otherProtocol(bytes); !peer.isEmpty())
        diagnosis.facts.insert(Fact::Peer, peer);
    return diagnosis;
}

struct Words
{
    QLatin1StringView text;
    Cause cause;
    bool sure = true;
};

// What OpenSSL says is never translated; libpq's own sentences are, and then the stage, the first
// bytes and our own look at TLS must do.
constexpr std::array ClientWords = {
    Words{"root certificate file"_L1, Cause::TlsFiles},
    Words{"private key file"_L1, Cause::TlsFiles},
    Words{"certificate present, but not private key"_L1, Cause::TlsFiles},
    Words{"certificate does not match private key"_L1, Cause::TlsFiles},
    Words{"could not read certificate file"_L1, Cause::TlsFiles},
    Words{"could not read root certificate"_L1, Cause::TlsFiles},
    Words{"could not open certificate file"_L1, Cause::TlsFiles},
    Words{"could not load "_L1, Cause::TlsFiles},
    Words{"does not support SSL"_L1, Cause::TlsUnsupportedByServer},
    Words{"does not match host name"_L1, Cause::TlsHostname},
    Words{"no protocols available"_L1, Cause::TlsProtocol},
    Words{"alert protocol version"_L1, Cause::TlsProtocol},
    Words{"unsupported protocol"_L1, Cause::TlsProtocol},
    Words{"wrong version number"_L1, Cause::TlsProtocol},
    Words{"alert handshake failure"_L1, Cause::TlsProtocol, false},
    Words{"alert unknown ca"_L1, Cause::TlsClientCertificate},
    Words{"alert bad certificate"_L1, Cause::TlsClientCertificate},
    Words{"alert certificate"_L1, Cause::TlsClientCertificate},
    Words{"alert unsupported certificate"_L1, Cause::TlsClientCertificate},
    Words{"invalid response to SSL negotiation"_L1, Cause::NotPostgres},
    Words{"expected authentication request"_L1, Cause::NotPostgres},
    Words{"authentication method requirement"_L1, Cause::AuthMethodRefusedByClient},
    Words{"channel binding required"_L1, Cause::AuthMethodRefusedByClient},
    Words{"requires libpq version"_L1, Cause::AuthMethodRefusedByClient},
    Words{"not supported by this build"_L1, Cause::AuthMethodRefusedByClient},
    Words{"GSSAPI encryption required"_L1, Cause::ExternalAuthFailed},
    Words{"session is "_L1, Cause::SessionAttributes},
    Words{"hot standby mode"_L1, Cause::SessionAttributes},
    Words{"has group or world access"_L1, Cause::PassFile},
    Words{"no password supplied"_L1, Cause::NoPasswordSupplied},
    Words{"server only supports protocol version"_L1, Cause::ProtocolVersion},
    Words{"could not translate host name"_L1, Cause::DnsFailure},
    Words{"service file"_L1, Cause::ServiceFile},
    Words{"definition of service"_L1, Cause::ServiceFile},
    Words{"invalid connection option"_L1, Cause::BadConninfo},
    Words{"invalid port number"_L1, Cause::BadConninfo},
    Words{"invalid integer value"_L1, Cause::BadConninfo},
    Words{"is too long (maximum"_L1, Cause::BadConninfo},
    Words{"in connection info string"_L1, Cause::BadConninfo},
    Words{" value: \""_L1, Cause::BadConninfo}, // invalid sslmode value: "maybe"
    Words{"weak sslmode"_L1, Cause::BadConninfo},
    Words{"could not match "_L1, Cause::BadConninfo},
    Words{"could not fork"_L1, Cause::TooManyClients, false},
    Words{"timeout expired"_L1, Cause::Timeout},
};

Answer byWords(const QString &message)
{
    const auto found = std::ranges::find_if(
        ClientWords, [&message](const Words &words) { return message.contains(words.text); });
    if (found == ClientWords.end())
        return {};
    return Diagnosis{.cause = found->cause,
                     .certainty = found->sure ? Certainty::Proved : Certainty::Likely};
}

// Our own look at the certificate, where libpq could not verify it.
Answer byCertificate(const Observation &observation)
{
    const bool unverified = observation.error->message.contains("certificate verify failed"_L1);
    const bool checked = observation.sslMode.startsWith("verify-"_L1);
    if (!unverified && (!checked || observation.stage != Stage::Tls))
        return {};
    using enum pg::TlsTrouble;
    constexpr std::array Order = {
        std::pair{Expired, Cause::TlsExpired}, std::pair{NotYetValid, Cause::TlsNotYetValid},
        std::pair{UnknownCa, Cause::TlsUnknownCa}, std::pair{HostName, Cause::TlsHostname}};
    QList<Cause> causes;
    const QList<pg::TlsTrouble> troubles =
        observation.tls ? observation.tls->troubles : QList<pg::TlsTrouble>();
    for (const auto &[trouble, cause] : Order) {
        const bool counts = trouble != HostName || observation.sslMode == "verify-full"_L1;
        if (counts && troubles.contains(trouble))
            causes.append(cause);
    }
    if (!causes.isEmpty()) {
        Diagnosis diagnosis = proved(causes.takeFirst());
        diagnosis.alternatives = causes;
        return diagnosis;
    }
    if (unverified)
        return likely(Cause::TlsUnknownCa, {Cause::TlsExpired, Cause::TlsNotYetValid});
    return {};
}

Answer byTls(const Observation &observation)
{
    Answer words = byWords(observation.error->message);
    if (words && words->cause == Cause::TlsFiles)
        return words;
    if (observation.directTls && observation.stage <= Stage::Tls)
        return likely(Cause::TlsUnsupportedByServer, {Cause::NotPostgres});
    if (observation.tlsOffered == false && observation.stage == Stage::Tls)
        return proved(Cause::TlsUnsupportedByServer);
    return byCertificate(observation);
}

// libpq ends an attempt by itself when the server asks for what the settings forbid. When the
// server closes, it says so in several lines, in every language.
bool endedByUs(const Observation &observation)
{
    const QString &message = observation.error->message;
    const bool asked = looksLikePostgres(observation.firstBytes) || observation.tlsInUse;
    const bool broke = message.contains("SSL"_L1) || pg::systemErrorIn(message) != 0;
    return asked && observation.stage == Stage::Authenticate && !broke && !message.contains(u'\n');
}

// Closed without a word. Over TCP it is mostly a proxy or a published port with nothing behind it.
Diagnosis closed(const Observation &observation)
{
    if (observation.stage == Stage::Ready || looksLikePostgres(observation.firstBytes) ||
        observation.tlsInUse)
        return likely(Cause::ConnectionLost, {Cause::ServerCrashed});
    // A server that has waited for its authentication_timeout closes, too.
    if (observation.socket)
        return likely(Cause::ServerCrashed, {Cause::ServerInRecovery, Cause::ConnectionLost,
                                             Cause::Timeout, Cause::NotPostgres});
    return likely(Cause::NotPostgres, {Cause::ConnectionLost, Cause::ServerCrashed,
                                       Cause::ServerInRecovery, Cause::Timeout});
}

} // namespace

Diagnosis diagnoseClientError(const Observation &observation)
{
    if (observation.error->kind == base::ErrorKind::PasswordNeeded)
        return proved(Cause::NoPasswordSupplied);
    for (const auto step : {byFirstBytes, byTimeout, byTls}) {
        if (const Answer answer = step(observation))
            return *answer;
    }
    if (const Answer answer = byWords(observation.error->message))
        return *answer;
    if (const Answer answer = byNetwork(observation))
        return *answer;
    if (observation.sessionAttributes && observation.stage >= Stage::Authenticate)
        return likely(Cause::SessionAttributes, {Cause::ConnectionLost});
    if (observation.stage == Stage::Tls && observation.tlsInUse)
        return likely(Cause::TlsProtocol, {Cause::ConnectionLost});
    if (endedByUs(observation))
        return likely(Cause::AuthMethodRefusedByClient, {Cause::ConnectionLost});
    if (observation.stage > Stage::Reach)
        return closed(observation);
    if (observation.error->kind == base::ErrorKind::Local)
        return likely(Cause::BadConninfo, {});
    return likely(Cause::Unknown, {});
}

} // namespace pgaccess
