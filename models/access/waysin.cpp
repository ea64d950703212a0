// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/waysin.h"

#include <QUrl>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

using Quote = QString (*)(const QString &);

QString asIs(const QString &text)
{
    return text;
}

QString percent(const QString &text)
{
    return QString::fromLatin1(QUrl::toPercentEncoding(text));
}

bool isPlain(const QString &text, QStringView signs)
{
    return !text.isEmpty() && std::ranges::all_of(text, [signs](QChar c) {
        return (c.unicode() < 128 && c.isLetterOrNumber()) || signs.contains(c);
    });
}

// A value of a keyword string; see libpq's "Keyword/Value Connection Strings".
QString keyword(const QString &text)
{
    if (isPlain(text, u"_-./:@%+,"))
        return text;
    QString out = text;
    out.replace(u'\\', u"\\\\"_s).replace(u'\'', u"\\'"_s);
    return u'\'' + out + u'\'';
}

QString shell(const QString &text)
{
    if (isPlain(text, u"_-./:@%+=,"))
        return text;
    QString out = text;
    return u'\'' + out.replace(u'\'', u"'\\''"_s) + u'\'';
}

// A literal in double quotes as JavaScript, Go, Python and YAML all read it.
QString literal(const QString &text)
{
    QString out;
    for (const QChar c : text) {
        if (c == u'"' || c == u'\\')
            out += u'\\';
        if (c == u'\n')
            out += u"\\n"_s;
        else if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            out += u"\\x%1"_s.arg(c.unicode(), 2, 16, '0'_L1);
        else
            out += c;
    }
    return u'"' + out + u'"';
}

// Single quotes take everything but themselves and line ends; double quotes need escapes.
QString dotenv(const QString &text)
{
    if (isPlain(text, u"_-./:%+,@"))
        return text;
    if (!text.contains(u'\'') && !text.contains(u'\n') && !text.contains(u'\\'))
        return u'\'' + text + u'\'';
    QString out = text;
    out.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    out.replace(u'$', u"\\$"_s).replace(u'\n', u"\\n"_s);
    return u'"' + out + u'"';
}

QString passFileField(const QString &text)
{
    QString out = text;
    return out.replace(u'\\', u"\\\\"_s).replace(u':', u"\\:"_s);
}

QString dotNet(const QString &text)
{
    static constexpr QStringView special = u";'\"= ";
    const bool quote = std::ranges::any_of(text, [](QChar c) { return special.contains(c); });
    QString out = text;
    return quote ? u'"' + out.replace(u'"', u"\"\""_s) + u'"' : out;
}

/// Writes the parts of one connection.
class Writer final
{
public:
    explicit Writer(const WayInFacts &facts);

    QString uri(QLatin1StringView scheme, bool withPassword = true) const;
    QString keywords() const;
    QString psql() const;
    QString dockerCompose() const;
    QString dotEnvLines() const;
    QString passFile() const;
    QString jdbc() const;
    QString django() const;
    QString sqlAlchemy() const;
    QString rails() const;
    QString node() const;
    QString goLang() const;
    QString dotNetText() const;
    QString guiFields() const;

private:
    QString secret(Quote quote) const
    {
        static const QString mask(8, u'•');
        return m_facts.password->masked ? mask : quote(m_facts.password->text);
    }
    QString userInfo(bool withPassword = true) const;
    QString netHost() const;
    bool hasPassword() const { return m_facts.password.has_value(); }

    const WayInFacts &m_facts;
    QString m_host, m_port, m_user, m_database, m_sslMode;
    bool m_socket;
};

Writer::Writer(const WayInFacts &facts)
    : m_facts(facts)
    , m_host(facts.spec.value(u"host"_s))
    , m_port(facts.spec.value(u"port"_s))
    , m_user(facts.spec.value(u"user"_s))
    , m_database(facts.spec.value(u"dbname"_s))
    , m_sslMode(facts.spec.value(u"sslmode"_s))
{
    if (m_host.isEmpty())
        m_host = facts.spec.value(u"hostaddr"_s);
    if (m_host.isEmpty())
        m_host = u"localhost"_s;
    if (m_port.isEmpty())
        m_port = u"5432"_s;
    if (m_database.isEmpty())
        m_database = m_user; // as libpq does
    m_socket = m_host.startsWith(u'/') || m_host.startsWith(u'@');
}

QString Writer::userInfo(bool withPassword) const
{
    QString out = percent(m_user);
    if (withPassword && hasPassword())
        out += u':' + secret(percent);
    return out.isEmpty() ? out : out + u'@';
}

QString Writer::netHost() const
{
    return m_host.contains(u':') ? u'[' + m_host + u']' : percent(m_host);
}

QString Writer::uri(QLatin1StringView scheme, bool withPassword) const
{
    QString out = scheme + "://"_L1 + userInfo(withPassword) + netHost() + u':' + m_port + u'/';
    out += percent(m_database);
    QStringList rest;
    for (const auto &[name, value] : m_facts.spec.options.asKeyValueRange()) {
        if (!QStringList{u"host"_s, u"port"_s, u"user"_s, u"dbname"_s}.contains(name))
            rest.append(name + u'=' + percent(value));
    }
    return rest.isEmpty() ? out : out + u'?' + rest.join(u'&');
}

QString Writer::keywords() const
{
    QStringList parts;
    for (const auto &[name, value] : m_facts.spec.options.asKeyValueRange())
        parts.append(name + u'=' + keyword(value));
    if (hasPassword())
        parts.append(u"password="_s + secret(keyword));
    return parts.join(u' ');
}

// The password goes beside the arguments, which every user of the machine can read.
QString Writer::psql() const
{
    const QString start = hasPassword() ? u"PGPASSWORD="_s + secret(shell) + u' ' : QString();
    return start + u"psql "_s + shell(uri("postgresql"_L1, false));
}

QString Writer::dockerCompose() const
{
    if (m_facts.composeService.isEmpty())
        return {};
    return u"docker compose exec %1 psql -U %2 -d %3"_s.arg(shell(m_facts.composeService),
                                                            shell(m_user), shell(m_database));
}

QString Writer::dotEnvLines() const
{
    QStringList lines{u"PGHOST="_s + dotenv(m_host), u"PGPORT="_s + dotenv(m_port),
                      u"PGUSER="_s + dotenv(m_user), u"PGDATABASE="_s + dotenv(m_database)};
    if (hasPassword())
        lines << u"PGPASSWORD="_s + secret(dotenv);
    if (!m_sslMode.isEmpty())
        lines << u"PGSSLMODE="_s + dotenv(m_sslMode);
    return lines.join(u'\n');
}

// Over a socket libpq looks for "localhost" or for the folder, by where that is: any will do.
QString Writer::passFile() const
{
    if (!hasPassword() || m_facts.password->text.contains(u'\n'))
        return {};
    const QString host = m_socket ? u"*"_s : passFileField(m_host);
    return QStringList{host, m_port, passFileField(m_database), passFileField(m_user),
                       secret(passFileField)}
        .join(u':');
}

QString Writer::jdbc() const
{
    if (m_socket)
        return {};
    QString out = u"jdbc:postgresql://"_s + netHost() + u':' + m_port + u'/' + percent(m_database) +
                  u"?user="_s + percent(m_user);
    if (hasPassword())
        out += u"&password="_s + secret(percent);
    return m_sslMode.isEmpty() ? out : out + u"&sslmode="_s + percent(m_sslMode);
}

QString Writer::django() const
{
    QString out = u"DATABASES = {\n    \"default\": {\n"
                  "        \"ENGINE\": \"django.db.backends.postgresql\",\n"_s;
    out += u"        \"NAME\": "_s + literal(m_database) + u",\n"_s;
    out += u"        \"USER\": "_s + literal(m_user) + u",\n"_s;
    if (hasPassword())
        out += u"        \"PASSWORD\": "_s +
               (m_facts.password->masked ? u'"' + secret(asIs) + u'"' : secret(literal)) + u",\n"_s;
    out += u"        \"HOST\": "_s + literal(m_host) + u",\n"_s;
    out += u"        \"PORT\": "_s + literal(m_port) + u",\n"_s;
    if (!m_sslMode.isEmpty())
        out += u"        \"OPTIONS\": {\"sslmode\": "_s + literal(m_sslMode) + u"},\n"_s;
    return out + u"    }\n}"_s;
}

QString Writer::sqlAlchemy() const
{
    const QString ssl = m_sslMode.isEmpty() ? QString() : u"sslmode="_s + percent(m_sslMode);
    QString out = u"postgresql+psycopg://"_s + userInfo();
    if (m_socket)
        out += u'/' + percent(m_database) + u"?host="_s + percent(m_host) + u"&port="_s + m_port;
    else
        out += netHost() + u':' + m_port + u'/' + percent(m_database);
    return ssl.isEmpty() ? out : out + (m_socket ? u'&' : u'?') + ssl;
}

QString Writer::rails() const
{
    const QString password =
        !hasPassword()
            ? QString()
            : u"  password: "_s +
                  (m_facts.password->masked ? u'"' + secret(asIs) + u'"' : secret(literal)) + u'\n';
    QString out = u"development:\n  adapter: postgresql\n"_s;
    out += u"  host: "_s + literal(m_host) + u"\n  port: "_s + m_port + u'\n';
    out += u"  username: "_s + literal(m_user) + u'\n' + password;
    out += u"  database: "_s + literal(m_database);
    return m_sslMode.isEmpty() ? out : out + u"\n  sslmode: "_s + literal(m_sslMode);
}

QString Writer::node() const
{
    QString out = u"import pg from \"pg\";\n\nconst pool = new pg.Pool({\n"_s;
    out += u"  host: "_s + literal(m_host) + u",\n  port: "_s + m_port + u",\n"_s;
    out += u"  user: "_s + literal(m_user) + u",\n"_s;
    if (hasPassword())
        out += u"  password: "_s +
               (m_facts.password->masked ? u'"' + secret(asIs) + u'"' : secret(literal)) + u",\n"_s;
    out += u"  database: "_s + literal(m_database) + u",\n"_s;
    if (m_sslMode == "require"_L1 || m_sslMode.startsWith("verify"_L1))
        out += m_sslMode == "require"_L1 ? u"  ssl: { rejectUnauthorized: false },\n"_s
                                         : u"  ssl: true,\n"_s;
    return out + u"});"_s;
}

QString Writer::goLang() const
{
    return u"conn, err := pgx.Connect(ctx, "_s + literal(uri("postgres"_L1)) + u')';
}

QString Writer::dotNetText() const
{
    QStringList parts{u"Host="_s + dotNet(m_host), u"Port="_s + m_port,
                      u"Username="_s + dotNet(m_user)};
    if (hasPassword())
        parts << u"Password="_s + secret(dotNet);
    parts << u"Database="_s + dotNet(m_database);
    if (m_sslMode == "require"_L1 || m_sslMode == "disable"_L1)
        parts << (m_sslMode == "require"_L1 ? u"SSL Mode=Require"_s : u"SSL Mode=Disable"_s);
    else if (m_sslMode.startsWith("verify"_L1))
        parts << (m_sslMode == "verify-ca"_L1 ? u"SSL Mode=VerifyCA"_s : u"SSL Mode=VerifyFull"_s);
    return parts.join(u';');
}

QString Writer::guiFields() const
{
    QStringList lines{u"Host      "_s + m_host, u"Port      "_s + m_port,
                      u"Database  "_s + m_database, u"Username  "_s + m_user};
    if (hasPassword())
        lines << u"Password  "_s + secret(asIs);
    if (!m_sslMode.isEmpty())
        lines << u"SSL mode  "_s + m_sslMode;
    return lines.join(u'\n');
}

} // namespace

QString wayInText(WayIn way, const WayInFacts &facts)
{
    const Writer writer(facts);
    switch (way) {
    case WayIn::Uri:
        return writer.uri("postgresql"_L1);
    case WayIn::Keywords:
        return writer.keywords();
    case WayIn::Psql:
        return writer.psql();
    case WayIn::DockerCompose:
        return writer.dockerCompose();
    case WayIn::DotEnv:
        return writer.dotEnvLines();
    case WayIn::PassFile:
        return writer.passFile();
    case WayIn::Jdbc:
        return writer.jdbc();
    case WayIn::Django:
        return writer.django();
    case WayIn::SqlAlchemy:
        return writer.sqlAlchemy();
    case WayIn::Rails:
        return writer.rails();
    case WayIn::Node:
        return writer.node();
    case WayIn::Go:
        return writer.goLang();
    case WayIn::DotNet:
        return writer.dotNetText();
    case WayIn::GuiFields:
        return writer.guiFields();
    }
    return {};
}

pg::ConnectionSpec specAt(const pg::ConnectionSpec &spec, const pg::Target &target)
{
    pg::ConnectionSpec out = spec;
    out.set(u"port"_s, QString::number(target.port));
    out.set(u"hostaddr"_s, {});
    if (target.isSocket() || target.hostAddress.isEmpty())
        out.set(u"host"_s, target.host);
    else if (spec.value(u"sslmode"_s) != "verify-full"_L1)
        out.set(u"host"_s, target.hostAddress);
    else
        out.set(u"hostaddr"_s, target.hostAddress);
    return out;
}

} // namespace pgaccess
