// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/outcome.h"

namespace actions {

using namespace Qt::StringLiterals;

namespace {

QString quotedIdentifier(QString name)
{
    return u'"' + name.replace(u'"', u"\"\""_s) + u'"';
}

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(std::optional<base::Timestamp> time)
{
    return time ? QJsonValue(base::toIso(*time)) : QJsonValue();
}

} // namespace

QLatin1StringView endingText(Ending ending)
{
    switch (ending) {
    case Ending::SignalledAndGone:
        return "signalled_and_gone"_L1;
    case Ending::SignalledStillThere:
        return "signalled_still_there"_L1;
    case Ending::NotFound:
        return "not_found"_L1;
    case Ending::NotPermitted:
        return "not_permitted"_L1;
    case Ending::Refused:
        return "refused"_L1;
    case Ending::Unknown:
        return {};
    }
    return {};
}

QLatin1StringView reasonText(Reason reason)
{
    static constexpr QLatin1StringView words[] = {
        ""_L1,
        "gone"_L1,
        "never_there"_L1,
        "other_session"_L1,
        "other_statement"_L1,
        "nothing_runs"_L1,
        "state_changed"_L1,
        "no_longer_visible"_L1,
        "other_transaction"_L1,
        "obstructed"_L1,
        "not_connected"_L1,
        "audit_unwritable"_L1,
        "identity_unconfirmed"_L1,
        "not_signalled"_L1,
        "server_error"_L1,
        "database_unreachable"_L1,
        "interrupted"_L1,
        "not_visible"_L1,
    };
    static_assert(std::size(words) == size_t(Reason::NotVisible) + 1);
    return words[size_t(reason)];
}

QString grantStatement(MissingRight missing, const QString &role)
{
    switch (missing) {
    case MissingRight::SignalBackend:
        return u"GRANT pg_signal_backend TO %1;"_s.arg(quotedIdentifier(role));
    case MissingRight::SignalAutovacuumWorker:
        return u"GRANT pg_signal_autovacuum_worker TO %1;"_s.arg(quotedIdentifier(role));
    case MissingRight::Superuser:
    case MissingRight::OwnerOrSuperuser:
    case MissingRight::None:
        return {};
    }
    return {};
}

QJsonObject toJson(const Outcome &outcome)
{
    const snapshot::Session &session = outcome.target.session;
    const auto &prepared = outcome.target.prepared;
    const bool rolledBack = prepared && outcome.ending == Ending::SignalledAndGone;
    const QString word = rolledBack ? u"rolled_back"_s : QString(endingText(outcome.ending));
    const double elapsedMs = double(outcome.elapsed.count()) / 1000.0;
    return {
        {u"schema"_s, u"pgvigil.action/1"_s},
        {u"action"_s, kindText(outcome.kind)},
        {u"pid"_s, prepared ? QJsonValue() : QJsonValue(session.pid)},
        {u"backend_start"_s, orNull(session.backendStart)},
        {u"gid"_s, prepared ? QJsonValue(prepared->gid) : QJsonValue()},
        {u"transaction_id"_s,
         prepared ? QJsonValue(qint64(prepared->transactionId)) : QJsonValue()},
        {u"outcome"_s, orNull(word)},
        {u"reason"_s, orNull(QString(reasonText(outcome.reason)))},
        {u"sqlstate"_s, orNull(outcome.error.sqlState)},
        {u"message"_s, orNull(outcome.error.message)},
        {u"detail"_s, orNull(outcome.error.detail)},
        {u"hint"_s, orNull(outcome.error.hint)},
        {u"grant"_s, orNull(grantStatement(outcome.missing, outcome.ourRole))},
        {u"elapsed_ms"_s, outcome.elapsed.count() > 0 ? QJsonValue(elapsedMs) : QJsonValue()},
        {u"audit_problem"_s, orNull(outcome.auditProblem)},
    };
}

} // namespace actions
