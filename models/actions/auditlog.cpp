// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/auditlog.h"

#include "actions/sqltext.h"
#include "base/privatefile.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSysInfo>

#include <pwd.h>
#include <unistd.h>

namespace actions {

using namespace Qt::StringLiterals;

namespace {

constexpr auto Schema = "pgvigil.audit/1"_L1;

// The person at this machine, by the user database and not by what the environment claims.
QString localUser()
{
    std::vector<char> buffer(4096);
    passwd entry = {};
    passwd *found = nullptr;
    ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
    const QString name =
        found ? QString::fromLocal8Bit(found->pw_name) : QString::number(::geteuid());
    return name + u'@' + QSysInfo::machineHostName();
}

QJsonValue timeValue(std::optional<base::Timestamp> time)
{
    return time ? QJsonValue(base::toIso(*time)) : QJsonValue();
}

// What is known of the target.
QJsonObject preparedFields(const snapshot::PreparedTransaction &prepared)
{
    return {
        {u"gid"_s, prepared.gid},
        {u"transaction_id"_s, qint64(prepared.transactionId)},
        {u"prepared_at"_s, base::toIso(prepared.prepared)},
        {u"role"_s, prepared.owner},
        {u"database"_s, prepared.database},
    };
}

QJsonObject sessionFields(const snapshot::Session &session)
{
    return {
        {u"pid"_s, session.pid},
        {u"backend_start"_s, timeValue(session.backendStart)},
        {u"query_start"_s, timeValue(session.queryStart)},
        {u"backend_type"_s, session.backendType},
        {u"state"_s, snapshot::stateText(session.state)},
        {u"role"_s, session.role},
        {u"database"_s, session.database},
        {u"application"_s, session.application},
        {u"client"_s, session.client},
        {u"query"_s, auditQuery(session.query)},
    };
}

// What the lines before every kind of action say.
template <typename Entry>
QJsonObject sendingHead(const Entry &entry)
{
    return {
        {u"schema"_s, Schema},         {u"phase"_s, u"sending"_s},
        {u"id"_s, entry.id},           {u"at"_s, base::toIso(base::now())},
        {u"who"_s, localUser()},       {u"server"_s, entry.server},
        {u"address"_s, entry.address}, {u"server_role"_s, entry.serverRole},
    };
}

QJsonObject sendingLine(const AuditEntry &entry)
{
    QJsonObject line = sendingHead(entry);
    line.insert("action"_L1, kindText(entry.kind));
    line.insert("identity_checked"_L1, entry.identityChecked);
    line.insert("shown_at"_L1, base::toIso(entry.target.takenAt));
    const QJsonObject fields = entry.target.prepared ? preparedFields(*entry.target.prepared)
                                                     : sessionFields(entry.target.session);
    for (auto field = fields.begin(); field != fields.end(); ++field)
        line.insert(field.key(), field.value());
    return line;
}

QJsonObject sendingLine(const ChangeEntry &entry)
{
    QJsonObject line = sendingHead(entry);
    QJsonArray statements;
    for (const QString &statement : entry.statements)
        statements.append(withoutSecrets(statement));
    line.insert("action"_L1, u"change"_s);
    line.insert("title"_L1, entry.title);
    line.insert("database"_L1, entry.database);
    line.insert("together"_L1, entry.together);
    line.insert("statements"_L1, statements);
    return line;
}

QJsonObject doneLine(const ChangeOutcome &outcome)
{
    QJsonArray endings;
    for (const StatementOutcome &statement : outcome.statements)
        endings.append(endingText(statement.ending));
    QJsonArray undone;
    for (const UndoOutcome &undo : outcome.undone)
        undone.append(QJsonObject{{u"statement"_s, undo.statement},
                                  {u"message"_s, withoutSecrets(undo.error.message)}});
    return {
        {u"outcome"_s, endingText(outcome.ending)},
        {u"reason"_s, reasonText(outcome.reason)},
        {u"statements"_s, endings},
        {u"undone"_s, undone},
        {u"stopped"_s, outcome.stopped},
        {u"sqlstate"_s, outcome.error.sqlState},
        {u"message"_s, withoutSecrets(outcome.error.message)},
        {u"elapsed_ms"_s, double(outcome.elapsed.count()) / 1000.0},
    };
}

// A crash may have left half a line; the next one must not be glued to it.
bool endsInsideLine(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly) || file.size() == 0)
        return false;
    file.seek(file.size() - 1);
    return file.read(1) != "\n";
}

std::optional<AuditRecord> recordOf(const QJsonObject &line)
{
    const auto sentAt = base::fromIso(line.value("at"_L1).toString());
    if (!sentAt)
        return {};
    const auto text = [&line](QLatin1StringView key) { return line.value(key).toString(); };
    QStringList statements;
    for (const auto &statement : line.value("statements"_L1).toArray())
        statements << statement.toString();
    return AuditRecord{.id = text("id"_L1),
                       .sentAt = *sentAt,
                       .who = text("who"_L1),
                       .server = text("server"_L1),
                       .serverRole = text("server_role"_L1),
                       .action = text("action"_L1),
                       .pid = line.value("pid"_L1).toInt(),
                       .role = text("role"_L1),
                       .database = text("database"_L1),
                       .application = text("application"_L1),
                       .query = text("query"_L1),
                       .gid = text("gid"_L1),
                       .title = text("title"_L1),
                       .statements = statements};
}

} // namespace

AuditLog::AuditLog(QString path)
    : m_path(std::move(path))
{
}

base::Result<void> AuditLog::sending(const AuditEntry &entry) const
{
    return append(sendingLine(entry));
}

base::Result<void> AuditLog::sending(const ChangeEntry &entry) const
{
    return append(sendingLine(entry));
}

base::Result<void> AuditLog::done(const QString &id, const ChangeOutcome &outcome) const
{
    return appendDone(id, doneLine(outcome));
}

base::Result<void> AuditLog::done(const QString &id, const Outcome &outcome) const
{
    QJsonObject line = toJson(outcome);
    line.remove("grant"_L1);
    line.remove("audit_problem"_L1);
    return appendDone(id, line);
}

base::Result<void> AuditLog::appendDone(const QString &id, QJsonObject line) const
{
    line.insert("schema"_L1, Schema);
    line.insert("phase"_L1, u"done"_s);
    line.insert("id"_L1, id);
    line.insert("at"_L1, base::toIso(base::now()));
    return append(line);
}

base::Result<void> AuditLog::append(const QJsonObject &line) const
{
    const QFileInfo info(m_path);
    if (info.exists() && !info.isFile())
        return base::localError(u"Cannot write %1: it is not a regular file"_s.arg(m_path));
    constexpr QFile::Permissions ownerOnly = QFile::ReadOwner | QFile::WriteOwner;
    if (info.exists() && !QFile::setPermissions(m_path, ownerOnly))
        return base::localError(u"Cannot keep %1 from others: it is not ours"_s.arg(m_path));
    QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    if (endsInsideLine(m_path))
        bytes.prepend('\n');
    return base::appendPrivateFile(m_path, bytes);
}

AuditTrail readAuditTrail(const QByteArray &content)
{
    AuditTrail trail;
    QHash<QString, size_t> places;
    for (const QByteArray &bytes : content.split('\n')) {
        if (bytes.isEmpty())
            continue;
        const QJsonObject line = QJsonDocument::fromJson(bytes).object();
        const QString id = line.value("id"_L1).toString();
        const bool done = line.value("phase"_L1) == "done"_L1;
        const auto record = done ? std::nullopt : recordOf(line);
        if (line.value("schema"_L1) != Schema || (done ? !places.contains(id) : !record)) {
            ++trail.unreadableLines;
        } else if (done) {
            AuditRecord &earlier = trail.records[places.value(id)];
            earlier.outcome = line.value("outcome"_L1).toString();
            earlier.message = line.value("message"_L1).toString();
        } else {
            places.insert(id, trail.records.size());
            trail.records.push_back(*record);
        }
    }
    return trail;
}

QString auditQuery(const QString &query)
{
    static const QRegularExpression announces(
        uR"(password|passwd|passphrase|secret|://[^\s'"/@]*:)"_s,
        QRegularExpression::CaseInsensitiveOption);
    const auto match = announces.match(query);
    if (match.hasMatch() && match.capturedStart() < 200)
        return query.left(match.capturedEnd()) + u" …"_s;
    return query.left(200);
}

} // namespace actions
