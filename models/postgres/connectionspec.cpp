// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "postgres/connectionspec.h"

#include "postgres/libpqhandles.h"
#include "postgres/passwordmask.h"

#include <QDir>

#include <unistd.h>

namespace pg {

using namespace Qt::StringLiterals;

namespace {

// What libpq was built with on Debian and Fedora; used when no host is given.
constexpr auto DefaultSocketFolder = "/var/run/postgresql"_L1;

bool isSecret(QLatin1StringView option)
{
    return option == "password"_L1 || option == "sslpassword"_L1 ||
           option == "scram_client_key"_L1 || option == "scram_server_key"_L1 ||
           option == "oauth_client_secret"_L1;
}

QString quoted(const QString &value)
{
    QString out = value;
    out.replace(u'\\', "\\\\"_L1).replace(u'\'', "\\'"_L1);
    return u'\'' + out + u'\'';
}

// libpq quotes what it does not understand, the password with it. So it is asked once more, about a
// text without.
QString whyNotParsed(QByteArray text)
{
    maskPasswords(text.data());
    char *message = nullptr;
    const OptionList parsed(PQconninfoParse(text.constData(), &message));
    const QString reason = QString::fromUtf8(message).trimmed();
    PQfreemem(message);
    return parsed ? u"the password in it is not written correctly"_s : reason;
}

} // namespace

void ConnectionSpec::set(const QString &option, const QString &value)
{
    if (value.isEmpty())
        options.remove(option);
    else
        options.insert(option, value);
}

base::Result<SpecWithPassword> ConnectionSpec::parse(const QString &text)
{
    const OptionList parsed(PQconninfoParse(text.toUtf8().constData(), nullptr));
    if (!parsed)
        return base::localError(
            u"This is not a connection string: %1."_s.arg(whyNotParsed(text.toUtf8())));
    SpecWithPassword out;
    for (const PQconninfoOption *option = parsed.get(); option->keyword; ++option) {
        if (!option->val)
            continue;
        const QLatin1StringView name(option->keyword);
        if (name == "password"_L1)
            out.password = base::Secret(QByteArrayView(option->val));
        else if (!isSecret(name))
            out.spec.set(name, QString::fromUtf8(option->val));
    }
    return out;
}

QStringList ConnectionSpec::knownOptions()
{
    QStringList names;
    const OptionList known(PQconndefaults());
    for (const PQconninfoOption *option = known.get(); option && option->keyword; ++option) {
        const QLatin1StringView name(option->keyword);
        // A dispchar of "D" marks options that a person is not meant to set.
        if (!isSecret(name) && !QLatin1StringView(option->dispchar).startsWith(u'D'))
            names.append(name);
    }
    return names;
}

QString ConnectionSpec::toKeywords() const
{
    QStringList parts;
    for (const auto &[name, value] : options.asKeyValueRange())
        parts.append(name + u'=' + quoted(value));
    return parts.join(u' ');
}

QString ConnectionSpec::shortText() const
{
    const auto places = targets(*this);
    const Target place = places && !places->isEmpty() ? places->first() : Target{};
    const QString user = value(u"user"_s);
    const QString database = value(u"dbname"_s);
    QString text = user.isEmpty() ? QString() : user + u'@';
    text += place.host.isEmpty() ? place.hostAddress : place.host;
    text += u':' + QString::number(place.port);
    return database.isEmpty() ? text : text + u'/' + database;
}

base::Result<QList<Target>> targets(const ConnectionSpec &spec)
{
    const QStringList hosts = spec.value(u"host"_s).split(u',');
    const QStringList addresses = spec.value(u"hostaddr"_s).split(u',');
    const QStringList ports = spec.value(u"port"_s).split(u',');
    const bool hasAddresses = spec.options.contains(u"hostaddr"_s);
    const bool hasHosts = spec.options.contains(u"host"_s);
    const qsizetype count = hasAddresses ? addresses.size() : hosts.size();
    if (hasAddresses && hasHosts && addresses.size() != hosts.size())
        return base::localError(u"“hostaddr” and “host” name a different number of hosts."_s);
    if (ports.size() != 1 && ports.size() != count)
        return base::localError(u"“port” and “host” name a different number of places."_s);
    QList<Target> out;
    for (qsizetype i = 0; i < count; ++i) {
        Target target;
        target.host = hasHosts ? hosts[i].trimmed() : QString();
        target.hostAddress = hasAddresses ? addresses[i].trimmed() : QString();
        if (target.host.isEmpty() && target.hostAddress.isEmpty())
            target.host = DefaultSocketFolder;
        const QString port = (ports.size() == 1 ? ports.first() : ports[i]).trimmed();
        bool ok = true;
        target.port = port.isEmpty() ? 5432 : port.toInt(&ok);
        if (!ok || target.port < 1 || target.port > 65535)
            return base::localError(u"“%1” is not a port number."_s.arg(port));
        out.append(target);
    }
    return out;
}

} // namespace pg
