// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "sessions/sessionexport.h"

namespace sessions {

using namespace Qt::StringLiterals;
using base::Timestamp;
using snapshot::Session;
using snapshot::Snapshot;

namespace {

using Fields = std::vector<std::pair<QLatin1StringView, QJsonValue>>;

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue orNull(const std::optional<Timestamp> &time)
{
    return time ? QJsonValue(base::toIso(*time)) : QJsonValue();
}

template <typename T>
QJsonValue orNull(const std::optional<T> &number)
{
    return number ? QJsonValue(qint64(*number)) : QJsonValue();
}

QJsonValue orNull(int number)
{
    return number == 0 ? QJsonValue() : QJsonValue(number);
}

// A clock that was set back must not make an age negative.
QJsonValue age(const std::optional<Timestamp> &since, Timestamp now)
{
    if (!since)
        return {};
    return qint64(std::max(base::Duration{}, now - *since) / std::chrono::milliseconds(1));
}

Fields fieldsOf(const Session &session, Timestamp now)
{
    const bool hidden = session.isHidden();
    return {
        {"pid"_L1, session.pid},
        {"backend_start"_L1, orNull(session.backendStart)},
        {"backend_type"_L1, orNull(session.backendType)},
        {"database"_L1, orNull(session.database)},
        {"role"_L1, orNull(session.role)},
        {"application"_L1, orNull(session.application)},
        {"client"_L1, orNull(session.client)},
        {"client_port"_L1, orNull(session.clientPort)},
        {"tls"_L1, hidden ? QJsonValue() : QJsonValue(session.tls)},
        {"state"_L1, orNull(QString(snapshot::stateText(session.state)))},
        {"wait_event_type"_L1, orNull(session.waitEventType)},
        {"wait_event"_L1, orNull(session.waitEvent)},
        {"xact_age_ms"_L1, age(session.xactStart, now)},
        {"query_age_ms"_L1, age(session.queryStart, now)},
        {"state_age_ms"_L1, age(session.stateChange, now)},
        {"backend_xid"_L1, orNull(session.backendXid)},
        {"backend_xmin"_L1, orNull(session.backendXmin)},
        {"leader_pid"_L1, orNull(session.leaderPid)},
        {"query_id"_L1, orNull(session.queryId)},
        {"query"_L1, hidden ? QJsonValue() : QJsonValue(session.query)},
        {"query_cut"_L1, session.queryCut},
        {"query_malformed"_L1, session.queryMalformed},
        {"own"_L1, session.own},
    };
}

double milliseconds(base::Duration duration)
{
    return double(duration.count()) / 1000.0;
}

bool looksLikeFormula(QChar first)
{
    return u"=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20"_s.contains(first);
}

QString csvValue(const QJsonValue &value)
{
    if (value.isString())
        return csvField(value.toString());
    if (value.isBool())
        return value.toBool() ? u"true"_s : u"false"_s;
    return value.isNull() ? QString() : QString::number(value.toInteger());
}

template <typename Text>
QString csvLine(const Fields &fields, Text text)
{
    QStringList cells;
    for (const auto &field : fields)
        cells += text(field);
    return cells.join(u',') + "\r\n"_L1;
}

} // namespace

QJsonArray sessionsToJson(SessionRefs sessions, Timestamp takenAt)
{
    QJsonArray array;
    for (const Session *session : sessions) {
        QJsonObject object;
        for (const auto &[name, value] : fieldsOf(*session, takenAt))
            object.insert(name, value);
        array.append(object);
    }
    return array;
}

QJsonObject snapshotToJson(const Snapshot &snapshot)
{
    std::vector<const Session *> sessions;
    for (const Session &session : snapshot.sessions)
        sessions.push_back(&session);
    return {
        {u"schema"_s, u"pgvigil.snapshot/1"_s},
        {u"server"_s,
         QJsonObject{
             {u"version_num"_s, snapshot.server.versionNum},
             {u"is_standby"_s, snapshot.server.standby},
             {u"started_at"_s, base::toIso(snapshot.server.startedAt)},
             {u"role"_s, snapshot.server.role},
             {u"hidden_sessions"_s, snapshot.hiddenSessions},
         }},
        {u"taken_at"_s, base::toIso(snapshot.takenAt)},
        {u"cost_ms"_s, milliseconds(snapshot.cost)},
        {u"limits"_s,
         QJsonObject{
             {u"max_connections"_s, snapshot.limits.maxConnections},
             {u"reserved"_s, snapshot.limits.superuserReserved + snapshot.limits.reserved},
             {u"used"_s, snapshot.limits.used},
         }},
        {u"sessions"_s, sessionsToJson(sessions, snapshot.takenAt)},
    };
}

QString sessionsToCsv(SessionRefs sessions, Timestamp takenAt)
{
    QString csv = csvLine(fieldsOf(Session(), takenAt),
                          [](const auto &field) { return QString(field.first); });
    for (const Session *session : sessions)
        csv += csvLine(fieldsOf(*session, takenAt),
                       [](const auto &field) { return csvValue(field.second); });
    return csv;
}

QString csvField(const QString &text)
{
    QString field = text;
    if (!field.isEmpty() && looksLikeFormula(field.front()))
        field.prepend(u'\'');
    const bool plain = std::ranges::none_of(field, [](QChar c) {
        return c == u',' || c == u'"' || c == u'\r' || c == u'\n' || c.isSpace();
    });
    return plain ? field : u'"' + field.replace(u'"', "\"\""_L1) + u'"';
}

QString alignedText(const QList<QStringList> &lines, const QList<bool> &rightAligned)
{
    QList<qsizetype> widths(rightAligned.size(), 0);
    for (const QStringList &line : lines) {
        for (qsizetype i = 0; i < line.size(); ++i)
            widths[i] = std::max(widths[i], line[i].size());
    }
    QString text;
    for (const QStringList &line : lines) {
        QString out;
        for (qsizetype i = 0; i < line.size(); ++i) {
            out += i > 0 ? "  "_L1 : ""_L1;
            out += rightAligned[i] ? line[i].rightJustified(widths[i])
                                   : line[i].leftJustified(widths[i]);
        }
        while (out.endsWith(u' '))
            out.chop(1);
        text += out + u'\n';
    }
    return text;
}

} // namespace sessions
