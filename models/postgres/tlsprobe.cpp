// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/tlsprobe.h"

#include <QDir>
#include <QSslCertificateExtension>
#include <QSslConfiguration>

namespace pg {

using namespace Qt::StringLiterals;

namespace {

// SSLRequest: its length and the number 80877103
// (https://www.postgresql.org/docs/17/protocol-message-formats.html).
const QByteArray TlsRequest = QByteArray::fromHex("0000000804d2162f");
constexpr qint64 MaxFirstBytes = 64;

QList<QSslCertificate> rootsOf(const QString &file)
{
    if (file == "system"_L1)
        return QSslConfiguration::systemCaCertificates();
    const QString path = file.isEmpty() ? QDir::home().filePath(u".postgresql/root.crt"_s) : file;
    return QSslCertificate::fromPath(path);
}

Certificate described(const QSslCertificate &certificate)
{
    Certificate out{.subject = certificate.subjectDisplayName(),
                    .issuer = certificate.issuerDisplayName(),
                    .notBefore = certificate.effectiveDate().toUTC(),
                    .notAfter = certificate.expiryDate().toUTC(),
                    .selfSigned = certificate.isSelfSigned()};
    for (const QString &name : certificate.subjectAlternativeNames())
        out.names.append(name);
    if (out.names.isEmpty())
        out.names = certificate.subjectInfo(QSslCertificate::CommonName);
    return out;
}

TlsTrouble troubleOf(QSslError::SslError error)
{
    switch (error) {
    case QSslError::CertificateExpired:
        return TlsTrouble::Expired;
    case QSslError::CertificateNotYetValid:
        return TlsTrouble::NotYetValid;
    case QSslError::HostNameMismatch:
        return TlsTrouble::HostName;
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return TlsTrouble::UnknownCa;
    default:
        return TlsTrouble::Other;
    }
}

QString protocolName(QSsl::SslProtocol protocol)
{
    switch (protocol) {
    case QSsl::TlsV1_2:
        return u"TLSv1.2"_s;
    case QSsl::TlsV1_3:
        return u"TLSv1.3"_s;
    default:
        return {};
    }
}

} // namespace

TlsProbe::TlsProbe()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &TlsProbe::finish);
    connect(&m_socket, &QAbstractSocket::connected, this, &TlsProbe::ask);
    connect(&m_socket, &QIODevice::readyRead, this, &TlsProbe::read);
    connect(&m_socket, &QSslSocket::sslErrors, this, &TlsProbe::takeErrors);
    connect(&m_socket, &QSslSocket::encrypted, this, &TlsProbe::takeChain);
    connect(&m_socket, &QAbstractSocket::errorOccurred, this, &TlsProbe::finish);
    connect(&m_socket, &QAbstractSocket::disconnected, this, &TlsProbe::finish);
}

void TlsProbe::start(const TlsQuestion &question, QDeadlineTimer deadline)
{
    m_question = question;
    m_timer.start(std::chrono::milliseconds(std::max<qint64>(1, deadline.remainingTime())));
    m_socket.connectToHost(question.address, quint16(question.port));
}

void TlsProbe::ask()
{
    m_report.reached = true;
    m_socket.write(TlsRequest);
}

void TlsProbe::read()
{
    if (m_report.offered)
        return;
    m_report.firstBytes = m_socket.read(MaxFirstBytes);
    if (m_report.firstBytes == "N")
        m_report.offered = false;
    // More than the one letter is no answer of PostgreSQL's, or was put in between.
    if (m_report.firstBytes != "S")
        return finish();
    m_report.offered = true;
    QSslConfiguration configuration = m_socket.sslConfiguration();
    configuration.setCaCertificates(rootsOf(m_question.rootFile));
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    m_socket.setSslConfiguration(configuration);
    m_socket.setPeerVerifyName(m_question.host.isEmpty() ? m_question.address : m_question.host);
    m_socket.startClientEncryption();
}

void TlsProbe::takeErrors(const QList<QSslError> &errors)
{
    for (const QSslError &error : errors) {
        const TlsTrouble trouble = troubleOf(error.error());
        if (!m_report.troubles.contains(trouble))
            m_report.troubles.append(trouble);
    }
    m_socket.ignoreSslErrors(); // nothing is sent over it: the certificates are all that is wanted
}

void TlsProbe::takeChain()
{
    m_report.secured = true;
    m_report.protocol = protocolName(m_socket.sessionProtocol());
    finish();
}

// Later: whoever waits destroys the socket, whose signal this may be.
void TlsProbe::finish()
{
    if (!std::exchange(m_ending, true))
        QMetaObject::invokeMethod(this, &TlsProbe::complete, Qt::QueuedConnection);
}

void TlsProbe::complete()
{
    if (m_completion.isFinished())
        return;
    m_timer.stop();
    for (const QSslCertificate &certificate : m_socket.peerCertificateChain())
        m_report.chain.append(described(certificate));
    m_socket.disconnect(this);
    m_socket.abort();
    m_completion.finish(m_report);
}

} // namespace pg
