// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/addresslookup.h"

namespace pg {

using namespace Qt::StringLiterals;

AddressLookup::AddressLookup()
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &AddressLookup::timeOut);
}

void AddressLookup::start(const QString &host, QDeadlineTimer deadline)
{
    m_host = host;
    if (!QHostAddress(host).isNull())
        return m_completion.finish(QStringList{host});
    m_timer.start(std::chrono::milliseconds(std::max<qint64>(1, deadline.remainingTime())));
    m_lookup = QHostInfo::lookupHost(host, this, &AddressLookup::take);
}

void AddressLookup::take(const QHostInfo &info)
{
    m_timer.stop();
    QStringList addresses;
    for (const QHostAddress &address : info.addresses())
        addresses.append(address.toString());
    if (!addresses.isEmpty())
        return m_completion.finish(addresses);
    m_completion.finish(std::unexpected(base::Error{
        .kind = base::ErrorKind::ConnectionLost,
        .message = u"The name “%1” cannot be resolved: %2."_s.arg(m_host, info.errorString()),
        .hint = u"Check the spelling, the network and the VPN."_s,
    }));
}

void AddressLookup::timeOut()
{
    QHostInfo::abortHostLookup(m_lookup);
    m_completion.finish(std::unexpected(base::Error{
        .kind = base::ErrorKind::Timeout,
        .message = u"The name servers gave no answer for “%1” in time."_s.arg(m_host),
        .hint = u"Check the network and the VPN, or use the IP address."_s,
    }));
}

void AddressLookup::abort()
{
    QHostInfo::abortHostLookup(m_lookup);
    m_completion.finish(std::unexpected(base::Error{.kind = base::ErrorKind::Cancelled,
                                                    .message = u"The connection was closed."_s}));
}

} // namespace pg
