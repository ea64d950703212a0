// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/profilejson.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QSet>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

constexpr auto VersionKey = "version"_L1;
constexpr auto ProfilesKey = "profiles"_L1;
constexpr int MinIntervalMs = 250;
constexpr int MaxIntervalMs = 3'600'000;

/// Takes known fields out of an object; what is left over is unknown.
class Fields final
{
public:
    explicit Fields(const QJsonObject &object)
        : m_object(object)
    {
    }

    QString text(QLatin1StringView key) { return take(key, QJsonValue::String).toString(); }
    bool flag(QLatin1StringView key) { return take(key, QJsonValue::Bool).toBool(); }
    QJsonObject object(QLatin1StringView key) { return take(key, QJsonValue::Object).toObject(); }

    int number(QLatin1StringView key, int least, int most, int fallback)
    {
        const QJsonValue value = m_object.value(key);
        const double number = value.toDouble(-1);
        if (!value.isDouble() || number < least || number > most)
            return fallback;
        m_object.remove(key);
        return int(number);
    }

    /// A word of an enumeration; one that is not known stays in rest().
    template <typename T, typename Parse>
    T word(QLatin1StringView key, Parse parse, T fallback)
    {
        const std::optional<T> value = parse(m_object.value(key).toString());
        if (value)
            m_object.remove(key);
        return value.value_or(fallback);
    }

    const QJsonObject &rest() const { return m_object; }

private:
    QJsonValue take(QLatin1StringView key, QJsonValue::Type type)
    {
        return m_object.value(key).type() == type ? m_object.take(key) : QJsonValue();
    }

    QJsonObject m_object;
};

/// Sets a field unless it is at its default: a word of a newer version then stays what it was.
void put(QJsonObject &object, QLatin1StringView key, const QJsonValue &value, bool isDefault)
{
    if (!isDefault)
        object.insert(key, value);
}

QJsonObject optionsToJson(const pg::ConnectionSpec &spec)
{
    QJsonObject out;
    for (const auto &[name, value] : spec.options.asKeyValueRange()) {
        if (!isSecretOption(name))
            out.insert(name, value);
    }
    return out;
}

QJsonObject profileToJson(const Profile &profile)
{
    const Profile fresh;
    QJsonObject out = profile.unknown;
    out.insert("id"_L1, profile.id.toString(QUuid::WithoutBraces));
    out.insert("name"_L1, profile.name);
    out.insert("connection"_L1, optionsToJson(profile.spec));
    put(out, "group"_L1, profile.group, profile.group.isEmpty());
    put(out, "colour"_L1, colourWord(profile.colour), profile.colour == fresh.colour);
    put(out, "production"_L1, profile.production, !profile.production);
    put(out, "readOnly"_L1, profile.readOnly, !profile.readOnly);
    put(out, "password"_L1, policyWord(profile.passwordPolicy),
        profile.passwordPolicy == fresh.passwordPolicy);
    put(out, "passFile"_L1, profile.passFile, profile.passFile.isEmpty());
    put(out, "allowCleartext"_L1, profile.allowCleartext, !profile.allowCleartext);
    put(out, "refreshMs"_L1, int(profile.refreshInterval.count()),
        profile.refreshInterval == fresh.refreshInterval);
    return out;
}

pg::ConnectionSpec optionsFromJson(const QJsonObject &options, const QString &owner,
                                   QStringList &leftOut)
{
    pg::ConnectionSpec spec;
    for (auto it = options.begin(); it != options.end(); ++it) {
        if (isSecretOption(it.key()))
            leftOut.append(owner + ": "_L1 + it.key());
        else if (it->isString())
            spec.set(it.key(), it->toString());
        else if (it->isDouble())
            spec.set(it.key(), QString::number(it->toInteger()));
    }
    return spec;
}

Profile profileFromJson(const QJsonObject &object, QStringList &leftOut)
{
    Fields fields(object);
    const Profile fresh;
    Profile out;
    out.id = QUuid::fromString(fields.text("id"_L1));
    out.name = fields.text("name"_L1);
    out.group = fields.text("group"_L1);
    out.colour = fields.word("colour"_L1, colourFromWord, fresh.colour);
    out.production = fields.flag("production"_L1);
    out.readOnly = fields.flag("readOnly"_L1);
    out.passwordPolicy = fields.word("password"_L1, policyFromWord, fresh.passwordPolicy);
    out.passFile = fields.text("passFile"_L1);
    out.allowCleartext = fields.flag("allowCleartext"_L1);
    out.refreshInterval = std::chrono::milliseconds(
        fields.number("refreshMs"_L1, MinIntervalMs, MaxIntervalMs, 1000));
    out.spec = optionsFromJson(fields.object("connection"_L1), out.name, leftOut);
    out.unknown = fields.rest();
    return out;
}

/// Gives every profile an id of its own; people copy blocks within the file.
void makeIdsUnique(QList<Profile> &profiles)
{
    QSet<QUuid> seen;
    for (Profile &profile : profiles) {
        if (profile.id.isNull() || seen.contains(profile.id))
            profile.id = QUuid::createUuid();
        seen.insert(profile.id);
    }
}

} // namespace

QByteArray toJson(const ProfileList &list)
{
    QJsonArray profiles;
    for (const Profile &profile : list.profiles)
        profiles.append(profileToJson(profile));
    QJsonObject document = list.unknown;
    document.insert(VersionKey, list.version);
    document.insert(ProfilesKey, profiles);
    return QJsonDocument(document).toJson(QJsonDocument::Indented);
}

base::Result<ProfileList> fromJson(const QByteArray &text)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(text, &error);
    if (error.error != QJsonParseError::NoError) {
        return base::localError(u"It is not valid JSON at byte %1: %2."_s.arg(
            QString::number(error.offset), error.errorString()));
    }
    QJsonObject object = document.object();
    if (!object.value(VersionKey).isDouble() || !object.value(ProfilesKey).isArray())
        return base::localError(u"It is JSON, but not a list of connections."_s);
    ProfileList out;
    out.version = object.take(VersionKey).toInt();
    const QJsonArray profiles = object.take(ProfilesKey).toArray();
    for (const auto &value : profiles) {
        if (!value.isObject())
            return base::localError(u"An entry of “profiles” is not an object."_s);
        out.profiles.append(profileFromJson(value.toObject(), out.leftOut));
    }
    makeIdsUnique(out.profiles);
    out.unknown = object;
    return out;
}

} // namespace pgaccess
