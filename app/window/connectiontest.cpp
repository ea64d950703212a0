// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/connectiontest.h"

#include <QCoreApplication>
#include <QPointer>
#include <QThread>

namespace app {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("app::ConnectionTest", text);
}

QString versionText(int number)
{
    return QStringLiteral("%1.%2").arg(number / 10000).arg(number % 10000);
}

} // namespace

void ConnectionTest::start(QThread &ioThread, const pg::ConnectParameters &parameters)
{
    moveToThread(&ioThread);
    QMetaObject::invokeMethod(this, [this, parameters] { run(parameters); });
}

QCoro::Task<void> ConnectionTest::run(pg::ConnectParameters parameters)
{
    const QPointer<ConnectionTest> alive(this);
    const auto facts = co_await m_connection.open(std::move(parameters));
    if (!alive || (!facts && facts.error().kind == base::ErrorKind::Cancelled))
        co_return;
    if (facts)
        emit succeeded(connectionSummary(*facts));
    else
        emit failed(facts.error());
    deleteLater();
}

QString connectionSummary(const pg::ConnectionFacts &facts)
{
    const QString security = facts.tlsVersion.isEmpty() ? tr("not encrypted") : facts.tlsVersion;
    const QString place =
        facts.address.startsWith(QLatin1Char('/')) ? tr("the local socket") : facts.address;
    QString text = tr("PostgreSQL %1 at %2 port %3 (%4), as %5 in %6.")
                       .arg(versionText(facts.serverVersion), place, QString::number(facts.port),
                            security, facts.user, facts.database);
    if (!facts.verifyProblem.isEmpty())
        text += QLatin1Char(' ') + facts.verifyProblem;
    return text;
}

} // namespace app
