// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actionfixture.h"

#include "support/waiting.h"

#include <QFile>

namespace tests {

using namespace actions;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto TargetSql = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SELECT pid, "
                           "backend_start, query_start, xact_start, "
                           "state_change, state, backend_type, usesysid, datid, usename, datname, "
                           "application_name, now(), "
                           "query FROM pg_stat_activity WHERE pid = ";

snapshot::SessionState stateOf(const QString &text)
{
    for (int state = 0; state <= int(snapshot::SessionState::Disabled); ++state) {
        if (snapshot::stateText(snapshot::SessionState(state)) == text && !text.isEmpty())
            return snapshot::SessionState(state);
    }
    return snapshot::SessionState::Background;
}

} // namespace

ActionFixture::ActionFixture(ServerSetup setup)
    : server(std::move(setup))
    , m_executor(std::make_unique<Executor>(
          Reach{.control = [this]() -> pg::Connection & { return control; },
                .parameters = [this] { return m_parameters; }},
          log()))
{
}

base::Result<void> ActionFixture::start()
{
    if (const auto started = server.start(); !started)
        return started;
    return reconnect();
}

base::Result<void> ActionFixture::reconnect(const QString &role)
{
    m_parameters = {.spec = server.spec(role)};
    const auto facts = QCoro::waitFor(control.open(m_parameters));
    if (!facts)
        return std::unexpected(facts.error());
    return {};
}

Target ActionFixture::target(int pid)
{
    const auto row = server.sql(TargetSql + QByteArray::number(pid));
    if (!row)
        qFatal("%s", why(row).constData());
    const QStringList cells = QString::fromUtf8(*row).split(u'|');
    if (cells.size() < 14)
        return {};
    snapshot::Session session{.pid = cells[0].toInt(),
                              .backendStart = base::fromIso(cells[1]),
                              .backendType = cells[6],
                              .databaseOid = cells[8].toUInt(),
                              .roleOid = cells[7].toUInt(),
                              .database = cells[10],
                              .role = cells[9],
                              .application = cells[11],
                              .state = stateOf(cells[5]),
                              .xactStart = base::fromIso(cells[3]),
                              .queryStart = base::fromIso(cells[2]),
                              .stateChange = base::fromIso(cells[4]),
                              .query = cells[13]};
    return {session, *base::fromIso(cells[12])};
}

Target ActionFixture::activeTarget(int pid)
{
    Target shown;
    waitUntil(
        [&] {
            shown = target(pid);
            return shown.session.state == snapshot::SessionState::Active;
        },
        10s);
    return shown;
}

Target ActionFixture::sleeping(TestSession &session)
{
    session.send("SELECT pg_catalog.pg_sleep(60)");
    return activeTarget(session.pid());
}

Outcome ActionFixture::act(Kind kind, const Target &target)
{
    return run({.kind = kind, .server = u"test"_s, .targets = {target}}).at(0);
}

std::vector<Outcome> ActionFixture::run(const Plan &plan)
{
    return QCoro::waitFor(m_executor->run(plan));
}

bool ActionFixture::dies(TestSession &session)
{
    return waitUntil([&] { return !session.isAlive(); }, 10s);
}

AuditLog ActionFixture::log() const
{
    return AuditLog(server.folder() + u"/actions.jsonl"_s);
}

AuditTrail ActionFixture::trail() const
{
    QFile file(log().path());
    return file.open(QIODevice::ReadOnly) ? readAuditTrail(file.readAll()) : AuditTrail{};
}

} // namespace tests
