// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/rulesreader.h"

#include "snapshot/livesource.h"

#include <QPointer>

namespace app {

RulesReader::RulesReader(snapshot::LiveSource &source)
    : QObject(&source)
    , m_source(source)
{
}

void RulesReader::read()
{
    QMetaObject::invokeMethod(this, [this] { readNow(); });
}

QCoro::Task<void> RulesReader::readNow()
{
    const QPointer<RulesReader> alive(this);
    const QPointer<pg::Connection> connection(&m_source.server().control());
    auto rules = co_await pgaccess::readServerRules(connection);
    if (!alive)
        co_return;
    if (!rules) {
        emit failed(rules.error());
        co_return;
    }
    if (!connection)
        co_return;
    const pgaccess::RuleWorld world = co_await pgaccess::readRuleWorld(connection);
    if (!alive)
        co_return;
    emit rulesRead(
        std::make_shared<const pgaccess::RuleSource>(pgaccess::ruleSourceOf(std::move(*rules))),
        world);
}

} // namespace app
