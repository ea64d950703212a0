// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/urltext.h"

#include "access/sources/sourcetext.h"

#include <algorithm>
#include <array>
#include <optional>

namespace pgaccess {

namespace {

constexpr std::size_t MaxUrlBytes = 16 * 1024;
constexpr int MaxQuestions = 16; // that a password may hold without escapes

enum class Dialect { Libpq, Jdbc };

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// Takes the %XX out; a "%" that begins none stays and is noted.
SecretText decoded(std::string_view text, Statement &statement)
{
    SecretBuilder out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const int high = text[i] == '%' && i + 2 < text.size() ? hexDigit(text[i + 1]) : -1;
        const int low = high >= 0 ? hexDigit(text[i + 2]) : -1;
        if (low >= 0) {
            out.append(char(high * 16 + low));
            i += 2;
        } else {
            if (text[i] == '%')
                addNote(statement, {NoteId::NotEscaped, {}});
            out.append(text[i]);
        }
    }
    return out.text();
}

bool isPostgresScheme(std::string_view scheme)
{
    static constexpr auto known = std::to_array<std::string_view>(
        {"postgres", "postgresql", "postgis", "psql", "pgsql", "pdo-pgsql", "pdo_pgsql", "pgx",
         "pgx5", "timescale", "timescaledb", "timescalegis", "postgresql_psycopg2", "asyncpg"});
    const std::string name = lowered(scheme.substr(0, scheme.find('+')));
    return std::ranges::find(known, name) != known.end();
}

bool takePrefix(std::string_view &text, std::string_view prefix)
{
    if (text.size() < prefix.size() || lowered(text.substr(0, prefix.size())) != prefix)
        return false;
    text.remove_prefix(prefix.size());
    return true;
}

/// What the JDBC driver calls differently, and what other drivers do.
std::string libpqName(std::string_view name)
{
    static constexpr auto names = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"ApplicationName", "application_name"},
         {"connectTimeout", "connect_timeout"},
         {"channelBinding", "channel_binding"},
         {"gssEncMode", "gssencmode"},
         {"sslNegotiation", "sslnegotiation"},
         {"database", "dbname"},
         {"username", "user"},
         {"timeout", "connect_timeout"}});
    const auto *const found = std::ranges::find(names, name, [](auto &pair) { return pair.first; });
    return std::string(found == names.end() ? name : found->second);
}

/// Drivers know "ssl" as a switch; the mode that they then use is not the same for all.
std::string_view modeForSwitch(std::string_view value, Dialect dialect)
{
    if (value == "true" || value == "1" || value.empty())
        return dialect == Dialect::Jdbc ? "verify-full" : "require";
    return value == "false" || value == "0" ? "disable" : value;
}

/// Takes the parts of one URL into a statement.
class UrlReader final
{
public:
    UrlReader(Statement &statement, Dialect dialect)
        : m_statement(statement)
        , m_dialect(dialect)
    {
    }

    /// The text behind "scheme://".
    void read(std::string_view text)
    {
        takeUser(text);
        const std::size_t end = std::min(text.find_first_of("/?"), text.size());
        readHosts(text.substr(0, end));
        text.remove_prefix(end);
        readPath(text);
    }

    void readPath(std::string_view text)
    {
        if (text.starts_with('/'))
            text.remove_prefix(1);
        const std::size_t question = std::min(text.find('?'), text.size());
        setDecoded("dbname", text.substr(0, question));
        if (question < text.size())
            readParameters(text.substr(question + 1));
    }

private:
    /// Takes "user:password@" off the front. libpq takes the first "@" before a "/"; here the last
    /// one counts that no query holds, as a password without escapes is meant: read otherwise, half
    /// of it would be shown as a name.
    void takeUser(std::string_view &text)
    {
        const std::size_t slash = text.find('/');
        const std::size_t first = text.find('@');
        const bool secret = text.find(':') < first && !text.starts_with('[');
        const std::string_view place = text.substr(0, secret ? queryStart(text) : slash);
        const std::size_t at = place.rfind('@');
        if (at == std::string_view::npos)
            return;
        if (first != at || slash < at)
            addNote(m_statement, {NoteId::NotEscaped, {}});
        const std::string_view user = place.substr(0, at);
        const std::size_t colon = std::min(user.find(':'), user.size());
        setDecoded("user", user.substr(0, colon));
        if (colon + 1 < user.size())
            setPassword(m_statement, decoded(user.substr(colon + 1), m_statement).view());
        text.remove_prefix(at + 1);
    }

    /// The "?" behind which settings stand, which may hold an "@" too. Others are of a password.
    std::size_t queryStart(std::string_view text) const
    {
        int tries = 0;
        for (std::size_t at = text.find('?'); at != text.npos && ++tries <= MaxQuestions;
             at = text.find('?', at + 1)) {
            const std::string_view query = text.substr(at + 1);
            const std::string_view name = query.substr(0, query.find('='));
            const bool address = m_dialect == Dialect::Jdbc && text.find('@') > at;
            if (query.find('@') == query.npos || (address && isName(name)) ||
                isPlainOption(libpqName(name)) || name == "password" || name == "ssl")
                return at;
        }
        return text.npos;
    }

    void readHosts(std::string_view text)
    {
        std::string hosts, ports;
        for (const std::string_view each : splitText(text, ',')) {
            const bool first = each.data() == text.data();
            std::string_view host = each, port;
            const std::size_t bracket = each.starts_with('[') ? each.find(']') : 0;
            const std::size_t colon = each.find(':', std::min(bracket, each.size()));
            if (colon != std::string_view::npos) {
                host = each.substr(0, colon);
                port = each.substr(colon + 1);
            }
            if (host.starts_with('[') && host.ends_with(']'))
                host = host.substr(1, host.size() - 2);
            hosts += (first ? "" : ",") + std::string(decoded(host, m_statement).view());
            ports += (first ? "" : ",") + std::string(decoded(port, m_statement).view());
        }
        setOption(m_statement, "host", hosts);
        setOption(m_statement, "port", ports);
    }

    void readParameters(std::string_view text)
    {
        for (const std::string_view each : splitText(text, '&')) {
            const std::size_t equals = std::min(each.find('='), each.size());
            const std::string name(decoded(each.substr(0, equals), m_statement).view());
            if (!name.empty())
                readParameter(name, each.substr(std::min(equals + 1, each.size())));
        }
    }

    void readParameter(const std::string &name, std::string_view raw)
    {
        const SecretText value = decoded(raw, m_statement);
        const std::string option = libpqName(name);
        if (option == "password")
            setPassword(m_statement, value.view());
        else if (option == "ssl")
            setOption(m_statement, "sslmode", modeForSwitch(value.view(), m_dialect));
        else if (option == "sslmode" && value.view() == "no-verify") // node-postgres
            setOption(m_statement, "sslmode", "require");
        else
            setOption(m_statement, option, value.view());
    }

    void setDecoded(std::string_view option, std::string_view text)
    {
        if (!text.empty())
            setOption(m_statement, option, decoded(text, m_statement).view());
    }

    Statement &m_statement;
    Dialect m_dialect;
};

/// Java knows no socket, and takes this host where a URL names none.
void fillJavaDefaults(Statement &statement)
{
    if (statement.option("host").empty() && statement.unresolved.empty())
        setOption(statement, "host", "localhost");
}

struct Setting
{
    std::string name;
    SecretText value;
};

/// Takes one "name = value" off the front; values may be quoted. Nothing if the text is no such
/// row.
std::optional<Setting> takeSetting(std::string_view &text, char separator)
{
    const std::size_t equals = text.find('=');
    if (equals == std::string_view::npos)
        return {};
    Setting out{.name = lowered(trimmed(text.substr(0, equals)))};
    text.remove_prefix(equals + 1);
    while (text.starts_with(' '))
        text.remove_prefix(1);
    const char quote = text.starts_with('\'') || text.starts_with('"') ? text.front() : '\0';
    std::size_t i = quote ? 1 : 0;
    SecretBuilder value;
    for (; i < text.size() && text[i] != (quote ? quote : separator); ++i) {
        if (separator == ' ' && text[i] == '\\' && i + 1 < text.size())
            ++i;
        value.append(text[i]);
    }
    if (quote && i < text.size())
        ++i;
    while (i < text.size() && (text[i] == separator || text[i] == ' '))
        ++i;
    text.remove_prefix(i);
    out.value = value.text();
    return out;
}

/// libpq's name of a keyword that .NET or PDO uses; empty if it is none that matters.
std::string keywordName(const std::string &name)
{
    static constexpr auto names = std::to_array<std::pair<std::string_view, std::string_view>>(
        {{"server", "host"},
         {"database", "dbname"},
         {"initial catalog", "dbname"},
         {"username", "user"},
         {"user name", "user"},
         {"user id", "user"},
         {"userid", "user"},
         {"uid", "user"},
         {"pwd", "password"},
         {"ssl mode", "sslmode"},
         {"application name", "application_name"},
         {"timeout", "connect_timeout"}});
    const auto *const found = std::ranges::find(names, name, [](auto &pair) { return pair.first; });
    return found == names.end() ? name : std::string(found->second);
}

std::string sslModeWord(std::string_view value)
{
    const std::string mode = lowered(value);
    if (mode == "verifyca")
        return "verify-ca";
    return mode == "verifyfull" ? "verify-full" : mode;
}

/// SQL Server and MySQL are named in the same way: a name that only Npgsql or libpq uses is wanted.
bool namesPostgres(const std::vector<Setting> &settings, bool spaced)
{
    bool place = false, own = spaced;
    for (const Setting &each : settings) {
        if (!std::ranges::all_of(each.name, [](char c) { return c == ' ' || isName({&c, 1}); }))
            return false;
        place = place || each.name == "host" || each.name == "server" ||
                (spaced && each.name == "dbname");
        own = own || each.name == "host" || (each.name == "port" && each.value.view() == "5432");
    }
    return place && own;
}

} // namespace

bool readUrl(std::string_view text, Statement &statement)
{
    text = trimmed(text);
    if (text.size() > MaxUrlBytes)
        return false;
    const bool jdbc = takePrefix(text, "jdbc:");
    const bool java = jdbc || takePrefix(text, "r2dbc:pool:") || takePrefix(text, "r2dbc:");
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos || !isPostgresScheme(text.substr(0, colon)))
        return false;
    text.remove_prefix(colon + 1);
    UrlReader reader(statement, java ? Dialect::Jdbc : Dialect::Libpq);
    if (text.starts_with("//"))
        reader.read(text.substr(2));
    else if (jdbc)
        reader.readPath(text);
    else
        return false;
    if (java)
        fillJavaDefaults(statement);
    return true;
}

bool readKeywordText(std::string_view text, Statement &statement)
{
    text = trimmed(text);
    const bool pdo = takePrefix(text, "pgsql:");
    const char separator = text.find(';') == std::string_view::npos ? ' ' : ';';
    if (text.size() > MaxUrlBytes || text.find('=') == std::string_view::npos)
        return false;
    std::vector<Setting> settings;
    while (!text.empty() && settings.size() < 64) {
        auto setting = takeSetting(text, separator);
        if (!setting)
            return false;
        settings.push_back(std::move(*setting));
    }
    if (settings.size() < 2 || !namesPostgres(settings, separator == ' ' || pdo))
        return false;
    for (const Setting &each : settings) {
        const std::string option = keywordName(each.name);
        if (option == "password")
            setPassword(statement, each.value.view());
        else if (option == "sslmode")
            setOption(statement, option, sslModeWord(each.value.view()));
        else
            setOption(statement, option, each.value.view());
    }
    return true;
}

bool readConnectionText(std::string_view text, Statement &statement)
{
    return readUrl(text, statement) || readKeywordText(text, statement);
}

} // namespace pgaccess
