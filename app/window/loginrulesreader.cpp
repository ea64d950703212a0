// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "window/loginrulesreader.h"

#include "snapshot/livesource.h"

#include <QPointer>

namespace app {

using namespace Qt::StringLiterals;
using ui::KnownRules;

namespace {

// All that the rules are made of.
QStringList filesOf(const pgaccess::ServerRules &rules)
{
    QStringList files;
    for (const auto &[path, text] : rules.texts)
        files.append(QString::fromStdString(path));
    for (const std::string &path : rules.hba.files)
        files.append(QString::fromStdString(path));
    files.removeDuplicates();
    files.removeIf([](const QString &path) { return !path.startsWith(u'/'); });
    return files;
}

bool sameRules(const KnownRules &a, const KnownRules &b)
{
    const bool both = a.rules && b.rules && a.rules->rules() == b.rules->rules() &&
                      a.rules->hasTls() == b.rules->hasTls();
    return a.state == b.state && a.age == b.age && a.exact == b.exact && a.error == b.error &&
           (both || (!a.rules && !b.rules));
}

} // namespace

KnownRules knownRulesOf(const base::Result<pgaccess::ServerRules> &rules, pgaccess::RuleAge age)
{
    using enum KnownRules::State;
    if (!rules) {
        const bool denied = rules.error().sqlState == "42501"_L1;
        return {.state = denied ? NotAllowed : Failed, .error = rules.error()};
    }
    if (rules->hba.isRejected())
        return {.state = NotLoaded};
    if (!rules->hba.complete)
        return {.state = TooMany};
    return {.state = Known,
            .rules = std::make_shared<const pgaccess::LoginRules>(rules->hba, rules->tls),
            .age = age,
            .exact = rules->exact};
}

LoginRulesReader::LoginRulesReader(snapshot::LiveSource &source)
    : QObject(&source)
    , m_source(source)
{
}

void LoginRulesReader::read()
{
    QMetaObject::invokeMethod(this, [this] { readNow(); });
}

QCoro::Task<void> LoginRulesReader::readNow()
{
    const QPointer<LoginRulesReader> alive(this);
    const QPointer<pg::Connection> connection(&m_source.server().control());
    const auto rules = co_await pgaccess::readServerRules(connection);
    if (!alive || !connection)
        co_return;
    auto age = pgaccess::RuleAge::Unknown;
    if (rules)
        age = co_await pgaccess::readRuleAge(connection, filesOf(*rules));
    if (!alive)
        co_return;
    const bool gone = !rules && (rules.error().kind == base::ErrorKind::ConnectionLost ||
                                 rules.error().kind == base::ErrorKind::Cancelled);
    if (!gone || !m_last) // what was read before is worth more
        take(knownRulesOf(rules, age));
}

void LoginRulesReader::take(KnownRules rules)
{
    if (!m_last || !sameRules(*m_last, rules))
        m_last = std::make_shared<const KnownRules>(std::move(rules));
    emit rulesKnown(m_last);
}

} // namespace app
