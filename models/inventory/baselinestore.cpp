// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/baselinestore.h"

#include "base/privatefile.h"

#include <QCryptographicHash>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

namespace inventory {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 MaxBytes = 64 * 1024 * 1024;
constexpr int Version = 1;

constexpr std::pair<RowCount, QLatin1StringView> CountNames[] = {
    {RowCount::Unknown, "unknown"_L1},
    {RowCount::Estimated, "estimated"_L1},
    {RowCount::Exact, "exact"_L1},
};

constexpr std::pair<NotCounted, QLatin1StringView> ReasonNames[] = {
    {NotCounted::None, "none"_L1},      {NotCounted::Gone, "gone"_L1},
    {NotCounted::Locked, "locked"_L1},  {NotCounted::NoRight, "no right"_L1},
    {NotCounted::NoTime, "no time"_L1}, {NotCounted::Failed, "failed"_L1},
};

template <typename Value, size_t N>
QLatin1StringView nameOf(const std::pair<Value, QLatin1StringView> (&names)[N], Value value)
{
    const auto found = std::ranges::find(names, value, &std::pair<Value, QLatin1StringView>::first);
    return found->second; // every value has a name
}

template <typename Value, size_t N>
std::optional<Value> valueOf(const std::pair<Value, QLatin1StringView> (&names)[N],
                             const QString &name)
{
    const auto found = std::ranges::find(names, name, &std::pair<Value, QLatin1StringView>::second);
    return found != std::end(names) ? std::optional(found->first) : std::nullopt;
}

std::unexpected<base::Error> unreadable(const QString &what)
{
    return base::localError(u"This is not a baseline of PgVigil: %1."_s.arg(what));
}

// Numbers stand as texts: a JSON number would lose the last digits of a large one.
std::optional<qint64> numberOf(const QJsonValue &value)
{
    bool good = false;
    const qint64 number = value.toString().toLongLong(&good);
    return good && number >= 0 ? std::optional(number) : std::nullopt;
}

// Earlier ones say 0 for a size that nobody knew, and less for a partitioned table.
std::optional<qint64> bytesOf(const QJsonObject &object)
{
    const auto bytes = numberOf(object["bytes"_L1]);
    const bool told = object["measured"_L1].toBool() || bytes.value_or(0) > 0;
    return told ? bytes : std::nullopt;
}

base::Result<BaselineTable> tableOf(const QJsonObject &object)
{
    const auto rows = numberOf(object["rows"_L1]);
    const auto counted = valueOf(CountNames, object["counted"_L1].toString());
    const auto reason = valueOf(ReasonNames, object["notCounted"_L1].toString(u"none"_s));
    if (!rows || !counted || !reason)
        return unreadable(u"a table without its numbers"_s);
    return BaselineTable{.schema = object["schema"_L1].toString(),
                         .name = object["name"_L1].toString(),
                         .counted = *counted,
                         .rows = *rows,
                         .bytes = bytesOf(object),
                         .measured = object["measured"_L1].toBool(),
                         .notCounted = *reason,
                         .problem = object["problem"_L1].toString()};
}

} // namespace

QByteArray baselineToJson(const Baseline &baseline)
{
    QJsonArray tables;
    for (const BaselineTable &table : baseline.tables) {
        QJsonObject object{{u"schema"_s, table.schema},
                           {u"name"_s, table.name},
                           {u"counted"_s, nameOf(CountNames, table.counted)},
                           {u"rows"_s, QString::number(table.rows)},
                           {u"bytes"_s, QString::number(table.bytes.value_or(0))}};
        if (table.measured)
            object.insert(u"measured"_s, true);
        if (table.notCounted != NotCounted::None)
            object.insert(u"notCounted"_s, nameOf(ReasonNames, table.notCounted));
        if (!table.problem.isEmpty())
            object.insert(u"problem"_s, table.problem);
        tables.append(object);
    }
    const QJsonObject whole{{u"pgvigilBaseline"_s, Version},
                            {u"name"_s, baseline.name},
                            {u"serverId"_s, baseline.serverId},
                            {u"server"_s, baseline.server},
                            {u"database"_s, baseline.database},
                            {u"takenAt"_s, base::toIso(baseline.takenAt)},
                            {u"tables"_s, tables}};
    return QJsonDocument(whole).toJson();
}

base::Result<Baseline> baselineFromJson(const QByteArray &json)
{
    QJsonParseError problem;
    const QJsonDocument document = QJsonDocument::fromJson(json, &problem);
    if (problem.error != QJsonParseError::NoError)
        return unreadable(problem.errorString());
    const QJsonObject whole = document.object();
    if (whole["pgvigilBaseline"_L1].toInt() != Version)
        return unreadable(u"its version is another"_s);
    const auto takenAt = base::fromIso(whole["takenAt"_L1].toString());
    if (!takenAt)
        return unreadable(u"it does not say when it was taken"_s);
    Baseline baseline{.name = whole["name"_L1].toString(),
                      .serverId = whole["serverId"_L1].toString(),
                      .server = whole["server"_L1].toString(),
                      .database = whole["database"_L1].toString(),
                      .takenAt = *takenAt};
    const QJsonArray tables = whole["tables"_L1].toArray();
    for (const auto &value : tables) {
        auto table = tableOf(value.toObject());
        if (!table)
            return std::unexpected(table.error());
        baseline.tables.push_back(std::move(*table));
    }
    return baseline;
}

BaselineStore::BaselineStore(QString folder)
    : m_folder(std::move(folder))
{
}

base::Result<void> BaselineStore::save(const Baseline &baseline)
{
    return base::writePrivateFile(pathOf(baseline), baselineToJson(baseline));
}

BaselineStore::Listing BaselineStore::list(const QString &serverId, const QString &database) const
{
    Listing listing;
    const QDir folder(m_folder);
    const QStringList files = folder.entryList({u"*.json"_s}, QDir::Files);
    for (const QString &file : files) {
        const auto content = base::readRegularFile(folder.filePath(file), MaxBytes);
        auto baseline = content ? baselineFromJson(*content) : std::unexpected(content.error());
        if (!baseline)
            listing.problems.append(folder.filePath(file) + u": "_s + baseline.error().message);
        else if (baseline->serverId == serverId && baseline->database == database)
            listing.baselines.push_back(std::move(*baseline));
    }
    std::ranges::sort(listing.baselines, std::ranges::greater(), &Baseline::takenAt);
    return listing;
}

base::Result<void> BaselineStore::remove(const Baseline &baseline)
{
    QFile file(pathOf(baseline));
    if (!file.remove())
        return base::localError(file.errorString());
    return {};
}

// Names are a person's and may hold anything, so the file has none of them in its own.
QString BaselineStore::pathOf(const Baseline &baseline) const
{
    const QJsonArray identity{baseline.serverId, baseline.database, baseline.name};
    const QByteArray digest = QCryptographicHash::hash(
        QJsonDocument(identity).toJson(QJsonDocument::Compact), QCryptographicHash::Sha256);
    return QDir(m_folder).filePath(QString::fromLatin1(digest.toHex().first(32)) + u".json"_s);
}

} // namespace inventory
