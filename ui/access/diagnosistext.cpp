// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/diagnosistext.h"

#include "base/plaintext.h"

using namespace Qt::StringLiterals;

namespace ui {

using pgaccess::Cause;
using pgaccess::Diagnosis;
using pgaccess::Fact;
using pgaccess::Observation;

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(ui::DiagnosisText)
};

// What the sentences are about, made visible.
struct Words
{
    Words(const Diagnosis &diagnosis, const Observation &observation);

    QString message, detail, host, address, port, user, database, client, answersAt;
    QString subject, issuer, names, from, until;
    bool passwordRefused = false; ///< The client is told this whatever the cause is.
};

Words::Words(const Diagnosis &diagnosis, const Observation &observation)
    : message(base::singleLine(observation.error ? observation.error->message : QString()))
    , detail(base::singleLine(observation.error ? observation.error->detail : QString()))
    , host(base::visibleText(observation.host))
    , address(base::visibleText(observation.address))
    , port(QString::number(observation.port))
    , user(base::visibleText(observation.user))
    , database(base::visibleText(observation.database))
    , client(base::visibleText(diagnosis.facts.value(Fact::ClientAddress)))
    , answersAt(base::visibleText(diagnosis.facts.value(Fact::AnswersAt)))
    , subject(base::visibleText(diagnosis.facts.value(Fact::CertificateSubject)))
    , issuer(base::visibleText(diagnosis.facts.value(Fact::CertificateIssuer)))
    , names(base::visibleText(diagnosis.facts.value(Fact::CertificateNames)))
    , from(diagnosis.facts.value(Fact::CertificateFrom))
    , until(diagnosis.facts.value(Fact::CertificateUntil))
    , passwordRefused(observation.error && observation.error->sqlState == "28P01"_L1)
{
    if (client.isEmpty())
        client = observation.socket ? Tr::tr("the socket") : Tr::tr("this address");
}

QString withoutStop(const QString &text)
{
    return text.endsWith(u'.') ? text.chopped(1) : text;
}

QString wayText(Cause cause, const Words &words)
{
    switch (cause) {
    case Cause::BadConninfo:
        return Tr::tr("The settings of the connection cannot be used: %1").arg(words.message);
    case Cause::ServiceFile:
        return Tr::tr("The service file cannot be used: %1").arg(words.message);
    case Cause::PassFile:
        return Tr::tr("The pass file cannot be used: %1").arg(words.message);
    case Cause::DnsFailure:
        return Tr::tr("The name “%1” has no address (%2).")
            .arg(words.host, withoutStop(words.message.section(u": "_s, -1))); // the name is before
    case Cause::Refused:
        if (!words.answersAt.isEmpty())
            return Tr::tr("Nothing listens at %1 port %2. PostgreSQL answers at %3: the server "
                          "runs, and does not listen at %1.")
                .arg(words.address, words.port, words.answersAt);
        return Tr::tr("The machine at %1 answers, but nothing listens at port %2: the server is "
                      "not running, or listens elsewhere.")
            .arg(words.address, words.port);
    case Cause::Timeout:
        return Tr::tr("%1 port %2 gave no answer in time. %3")
            .arg(words.address, words.port, words.message);
    case Cause::Unreachable:
        return Tr::tr("There is no way from here to %1: %2").arg(words.address, words.message);
    case Cause::SocketMissing:
        if (!words.answersAt.isEmpty())
            return Tr::tr("There is no socket for port %1 in %2. PostgreSQL answers at %3: the "
                          "server runs, and keeps its socket in another folder or in a container.")
                .arg(words.port, words.address, words.answersAt);
        return Tr::tr("There is no socket for port %1 in %2: the server is not running, or keeps "
                      "its socket in another folder.")
            .arg(words.port, words.address);
    case Cause::SocketPermission:
        return Tr::tr("The socket in %1 may not be opened by this account.").arg(words.address);
    default:
        return {};
    }
}

QString stateText(Cause cause, const Words &words)
{
    switch (cause) {
    case Cause::NotPostgres:
        return Tr::tr("What answers at %1 port %2 is not PostgreSQL.")
            .arg(words.address, words.port);
    case Cause::ProtocolVersion:
        return Tr::tr("Server and client speak no common version of the protocol: %1")
            .arg(words.message);
    case Cause::ServerStarting:
        return Tr::tr("The server is starting and takes no connections yet.");
    case Cause::ServerInRecovery:
        return Tr::tr("The server is recovering, or is a standby that takes no connections: %1 %2")
            .arg(words.message, words.detail);
    case Cause::ServerShuttingDown:
        return Tr::tr("The server is shutting down.");
    case Cause::ServerCrashed:
        return Tr::tr("The server ended the connection as a server process crashes, or took it "
                      "down with it.");
    default:
        return {};
    }
}

QString limitText(Cause cause, const Words &words)
{
    switch (cause) {
    case Cause::TooManyClients:
        return Tr::tr("All connections of the server are in use: %1.").arg(words.message);
    case Cause::TooManyReserved:
        return Tr::tr("The connections that are left are reserved: %1.").arg(words.message);
    case Cause::TooManyForRole:
        return Tr::tr("The role “%1” has as many connections as it may have.").arg(words.user);
    case Cause::TooManyForDatabase:
        return Tr::tr("The database “%1” has as many connections as it may have.")
            .arg(words.database);
    default:
        return {};
    }
}

QString tlsText(Cause cause, const Words &words)
{
    switch (cause) {
    case Cause::TlsUnsupportedByServer:
        return Tr::tr("The settings want TLS, and the server has it switched off.");
    case Cause::TlsRequiredByServer:
        return Tr::tr("pg_hba.conf lets this login in only with TLS, and this connection has "
                      "none.");
    case Cause::TlsRefusedByServer:
        return Tr::tr("pg_hba.conf lets this login in only without TLS, and this connection has "
                      "it.");
    case Cause::TlsUnknownCa:
        return Tr::tr("The server's certificate “%1” was issued by “%2”, which is not among the "
                      "trusted authorities.")
            .arg(words.subject, words.issuer);
    case Cause::TlsHostname:
        return Tr::tr("The server's certificate is for %1, not for “%2”.")
            .arg(words.names, words.host);
    case Cause::TlsExpired:
        return Tr::tr("The server's certificate “%1” was valid until %2.")
            .arg(words.subject, words.until);
    case Cause::TlsNotYetValid:
        return Tr::tr("The server's certificate “%1” is valid from %2.")
            .arg(words.subject, words.from);
    case Cause::TlsProtocol:
        return Tr::tr("Server and client could not agree on a version of TLS: %1")
            .arg(words.message);
    case Cause::TlsClientCertificate:
        return Tr::tr("The server wants a client certificate that it trusts and that is for this "
                      "role: %1")
            .arg(words.message);
    case Cause::TlsFiles:
        return Tr::tr("A certificate or key file of this machine cannot be used: %1")
            .arg(words.message);
    default:
        return {};
    }
}

QString loginText(Cause cause, const Words &words)
{
    switch (cause) {
    case Cause::NoHbaEntry:
        return Tr::tr("No line of pg_hba.conf lets user “%1” into database “%2” from %3.")
            .arg(words.user, words.database, words.client);
    case Cause::HbaReject:
        return Tr::tr("A “reject” line of pg_hba.conf keeps user “%1” out of database “%2” from "
                      "%3.")
            .arg(words.user, words.database, words.client);
    case Cause::AuthMethodRefusedByClient:
        return Tr::tr("The server asks for a way to log in that these settings do not allow: %1")
            .arg(words.message);
    case Cause::NoPasswordSupplied:
        return Tr::tr("The server asks for a password, and none was given.");
    case Cause::WrongPassword:
        return Tr::tr("The server did not accept the password of “%1”.").arg(words.user);
    case Cause::RoleMissing:
        return words.passwordRefused
                   ? Tr::tr("There is no role “%1” on this server. It says so only in its log.")
                         .arg(words.user)
                   : Tr::tr("There is no role “%1” on this server.").arg(words.user);
    default:
        return {};
    }
}

QString roleText(Cause cause, const Words &words)
{
    switch (cause) {
    case Cause::PasswordNotSet:
        return Tr::tr("The role “%1” has no password, so no password is right.").arg(words.user);
    case Cause::PasswordExpired:
        return Tr::tr("The password of “%1” has expired.").arg(words.user);
    case Cause::PasswordKindMismatch:
        return Tr::tr("The password of “%1” is stored in a form that the line of pg_hba.conf "
                      "cannot use.")
            .arg(words.user);
    case Cause::PeerMismatch:
        return Tr::tr("Over the socket the server asks the system who you are, and that is not "
                      "“%1”.")
            .arg(words.user);
    case Cause::IdentFailed:
        return Tr::tr("The server asked this machine's ident service who you are, and got no "
                      "answer that fits “%1”.")
            .arg(words.user);
    case Cause::ExternalAuthFailed:
        return Tr::tr("The server left the login to another system, which refused it: %1")
            .arg(words.message);
    case Cause::RoleCannotLogin:
        return Tr::tr("The role “%1” exists, but may not log in.").arg(words.user);
    default:
        return {};
    }
}

QString sessionText(Cause cause, const Words &words)
{
    switch (cause) {
    case Cause::DatabaseMissing:
        return Tr::tr("The login was accepted, but there is no database “%1”.").arg(words.database);
    case Cause::DatabaseNotAccepting:
        return Tr::tr("The database “%1” takes no connections: %2")
            .arg(words.database, words.message);
    case Cause::NoConnectPrivilege:
        return Tr::tr("The login was accepted, but “%1” may not connect to database “%2”.")
            .arg(words.user, words.database);
    case Cause::ReplicationNotPermitted:
        return Tr::tr("The role “%1” may not replicate.").arg(words.user);
    case Cause::StartupOption:
        return Tr::tr("A setting that comes with the connection, the role or the database was "
                      "refused: %1")
            .arg(words.message);
    case Cause::SessionAttributes:
        return Tr::tr("The session stood, but is not of the wanted kind: %1").arg(words.message);
    case Cause::LoginTrigger:
        return Tr::tr("A trigger that runs at login refused: %1").arg(words.message);
    default:
        return {};
    }
}

QString poolerText(Cause cause, const Words &words)
{
    switch (cause) {
    case Cause::PoolerNoDatabase:
        return Tr::tr("A connection pooler answers, and does not know the database “%1”.")
            .arg(words.database);
    case Cause::PoolerAuth:
        return Tr::tr("A connection pooler answers, and refuses the login. It says the same of "
                      "an unknown user and of a wrong password.");
    case Cause::PoolerFull:
        return Tr::tr("A connection pooler answers, and takes no more clients.");
    case Cause::PoolerServerDown:
        return Tr::tr("A connection pooler answers, but got no connection to its server in time: "
                      "the server is down, the pool is full, or it is paused.");
    case Cause::PoolerStartupOption:
        return Tr::tr("A connection pooler answers, and refuses a setting that comes with the "
                      "connection: %1")
            .arg(words.message);
    case Cause::ConnectionLost:
        return Tr::tr("The connection was closed before the session stood: %1").arg(words.message);
    case Cause::Unknown:
        return Tr::tr("The reason is not known: %1").arg(words.message);
    default:
        return {};
    }
}

// What a server or a system says mostly has no full stop.
QString joinedSentences(const QStringList &texts)
{
    QStringList out;
    for (const QString &text : texts) {
        const QString trimmed = text.trimmed();
        if (trimmed.isEmpty())
            continue;
        const bool ended = trimmed.endsWith(u'.') || trimmed.endsWith(u'!') ||
                           trimmed.endsWith(u'?') || trimmed.endsWith(u'…');
        out.append(ended ? trimmed : trimmed + u'.');
    }
    return out.join(u' ');
}

// Who holds the connections, and what could be freed without ending anybody's work.
QString holdersText(const QMap<Fact, QString> &facts)
{
    QStringList holders;
    for (const QString &holder : facts.value(Fact::Holders).split(u'\n'))
        holders.append(base::singleLine(holder));
    const QString idle = facts.value(Fact::Idle);
    return Tr::tr("They are held by: %1.").arg(holders.join(u", "_s)) + u' ' +
           (idle == "0"_L1 ? Tr::tr("None of these is idle: to end one is to end its work.")
                           : Tr::tr("Idle, and so the first to be freed: %1.").arg(idle));
}

QString factsText(const Diagnosis &diagnosis)
{
    const auto fact = [&diagnosis](Fact key) {
        return base::singleLine(diagnosis.facts.value(key));
    };
    QStringList out;
    if (const QString peer = fact(Fact::Peer); !peer.isEmpty())
        out.append(Tr::tr("It speaks %1.").arg(peer));
    if (diagnosis.rule) {
        const QString line = QString::number(diagnosis.rule->line);
        out.append(Tr::tr("The line of pg_hba.conf that decides is line %1 (%2).")
                       .arg(line, base::singleLine(diagnosis.rule->text)));
    }
    if (const QString person = fact(Fact::SystemUser); !person.isEmpty())
        out.append(Tr::tr("The system says “%1”.").arg(person));
    if (const QString lines = fact(Fact::IdentLines); !lines.isEmpty())
        out.append(
            Tr::tr("The map “%1” of pg_ident.conf has: %2.").arg(fact(Fact::IdentMap), lines));
    if (const QString expired = fact(Fact::ExpiredAt);
        !expired.isEmpty() && diagnosis.cause == Cause::PasswordExpired)
        out.append(Tr::tr("It was valid until %1.").arg(expired));
    if (diagnosis.facts.contains(Fact::Used))
        out.append(Tr::tr("%1 of %2 are in use.").arg(fact(Fact::Used), fact(Fact::Limit)));
    if (diagnosis.facts.contains(Fact::Holders))
        out.append(holdersText(diagnosis.facts));
    return out.join(u' ');
}

QString certaintyText(const Diagnosis &diagnosis)
{
    QStringList others;
    for (const Cause cause : diagnosis.alternatives)
        others.append(DiagnosisText::name(cause));
    if (diagnosis.isProved() || others.isEmpty())
        return {};
    return Tr::tr("This is likely, not proved. To the client these look the same: %1.")
        .arg(others.join(u", "_s));
}

} // namespace

QString DiagnosisText::explanation(const Diagnosis &diagnosis, const Observation &observation)
{
    const Words words(diagnosis, observation);
    QStringList out;
    for (const auto text :
         {wayText, stateText, limitText, tlsText, loginText, roleText, sessionText, poolerText})
        out.append(text(diagnosis.cause, words));
    out.append(factsText(diagnosis));
    out.append(certaintyText(diagnosis));
    return joinedSentences(out);
}

} // namespace ui
