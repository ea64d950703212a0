// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/importpreview.h"

#include "base/plaintext.h"

#include <array>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

/// The options of a service file that may come along: none names a file, a program, another source
/// or a secret.
constexpr std::array AllowedOptions{"host"_L1,
                                    "hostaddr"_L1,
                                    "port"_L1,
                                    "dbname"_L1,
                                    "user"_L1,
                                    "sslmode"_L1,
                                    "sslnegotiation"_L1,
                                    "ssl_min_protocol_version"_L1,
                                    "ssl_max_protocol_version"_L1,
                                    "sslsni"_L1,
                                    "channel_binding"_L1,
                                    "require_auth"_L1,
                                    "connect_timeout"_L1,
                                    "application_name"_L1,
                                    "keepalives"_L1,
                                    "keepalives_idle"_L1,
                                    "keepalives_interval"_L1,
                                    "keepalives_count"_L1,
                                    "tcp_user_timeout"_L1,
                                    "target_session_attrs"_L1,
                                    "load_balance_hosts"_L1,
                                    "gssencmode"_L1};

QString textOf(const std::string &bytes)
{
    return base::decodeText(QByteArrayView(bytes.data(), qsizetype(bytes.size())));
}

IgnoreReason reasonForOption(const QString &option)
{
    if (isSecretOption(option))
        return IgnoreReason::HoldsSecret;
    for (const auto name : {"passfile"_L1, "sslcert"_L1, "sslkey"_L1, "sslrootcert"_L1, "sslcrl"_L1,
                            "sslcrldir"_L1}) {
        if (option == name)
            return IgnoreReason::NamesFile;
    }
    return IgnoreReason::NotUsed;
}

ImportEntry entryFor(const PgAdminServer &server, const QString &path)
{
    ImportEntry out{.path = path, .line = server.line, .ignored = server.ignored};
    out.profile.name = textOf(server.name);
    out.profile.group = textOf(server.group);
    out.profile.colour = nearestColour(textOf(server.colour));
    pg::ConnectionSpec &spec = out.profile.spec;
    spec.set(u"host"_s, textOf(server.host));
    spec.set(u"dbname"_s, textOf(server.database));
    spec.set(u"user"_s, textOf(server.user));
    spec.set(u"sslmode"_s, textOf(server.sslMode));
    if (server.port)
        spec.set(u"port"_s, QString::number(*server.port));
    return out;
}

void takeSetting(ImportEntry &out, const ServiceSetting &setting, const base::Secret &bytes)
{
    const QString option = textOf(setting.option);
    const QString value = textOf(setting.value);
    if (option == "password"_L1) {
        const auto place = qsizetype(setting.offset);
        out.password = base::Secret(bytes.view().sliced(place, qsizetype(setting.length)));
        out.passwordLine = setting.line;
        return;
    }
    const bool system = option == "sslrootcert"_L1 && value == "system"_L1; // a word, not a file
    if (system || std::ranges::find(AllowedOptions, option) != AllowedOptions.end())
        out.profile.spec.set(option, value);
    else
        out.ignored.push_back({setting.option, reasonForOption(option), setting.line});
}

ImportEntry entryFor(const Service &service, const ImportSource &source)
{
    ImportEntry out{.path = source.path, .line = service.line};
    out.profile.name = textOf(service.name);
    for (const ServiceSetting &setting : service.settings)
        takeSetting(out, setting, source.bytes);
    return out;
}

ImportEntry entryFor(const PassLine &line, const QString &path)
{
    ImportEntry out{.path = path, .line = line.line};
    pg::ConnectionSpec &spec = out.profile.spec;
    spec.set(u"host"_s, textOf(*line.host));
    spec.set(u"user"_s, textOf(*line.user));
    spec.set(u"port"_s, textOf(line.port.value_or("")));
    spec.set(u"dbname"_s, textOf(line.database.value_or("")));
    return out;
}

/// What makes two profiles the same place: host, port, database and user, libpq's defaults filled
/// in.
QStringList placeOf(const pg::ConnectionSpec &spec)
{
    const QString port = spec.value(u"port"_s);
    const QString database = spec.value(u"dbname"_s);
    const QString user = spec.value(u"user"_s);
    const QString host = spec.value(u"host"_s);
    return {host.isEmpty() ? spec.value(u"hostaddr"_s) : host, port.isEmpty() ? u"5432"_s : port,
            database.isEmpty() ? user : database, user};
}

bool isFor(const PassLine &line, const pg::ConnectionSpec &spec)
{
    const QStringList place = placeOf(spec);
    const std::array fields{&line.host, &line.port, &line.database, &line.user};
    for (qsizetype i = 0; i < place.size(); ++i) {
        const auto &field = *fields[size_t(i)];
        if (field && textOf(*field) != place[i])
            return false;
    }
    return true;
}

QStringList differences(const pg::ConnectionSpec &one, const pg::ConnectionSpec &other)
{
    QStringList out;
    QStringList options = one.options.keys();
    options.append(other.options.keys());
    for (const QString &option : std::as_const(options)) {
        if (one.value(option) != other.value(option) && !out.contains(option))
            out.append(option);
    }
    out.removeIf([](const QString &option) { // compared with their defaults filled in
        return option == "port"_L1 || option == "dbname"_L1;
    });
    return out;
}

void compare(ImportEntry &entry, const QList<Profile> &existing)
{
    entry.problems = validate(entry.profile);
    if (!entry.problems.isEmpty()) {
        entry.state = ImportState::Invalid;
        return;
    }
    for (const Profile &profile : existing) {
        if (placeOf(profile.spec) != placeOf(entry.profile.spec))
            continue;
        entry.existing = profile.id;
        entry.differences = differences(profile.spec, entry.profile.spec);
        entry.state = entry.differences.isEmpty() ? ImportState::Same : ImportState::Differs;
        if (entry.state == ImportState::Same)
            return;
    }
}

/// Collects the entries and notes of one source after the other.
class Builder final
{
public:
    explicit Builder(const QList<Profile> &existing)
        : m_existing(existing)
    {
    }

    void readConnections(const ImportSource &source)
    {
        if (source.trouble)
            note(source, 0, *source.trouble);
        else if (source.kind == ImportKind::PgAdmin)
            readServers(source);
        else if (source.kind == ImportKind::ServiceFile)
            readServices(source);
    }

    void readPassFile(const ImportSource &source)
    {
        if (source.kind != ImportKind::PassFile)
            return;
        if (source.passFileState != PassFileState::Usable) {
            note(source, 0, source.passFileState);
            return;
        }
        const PassFile file{.path = source.path,
                            .state = source.passFileState,
                            .bytes = source.bytes,
                            .lines = parsePassLines(source.view())};
        for (const BadPassLine &bad : file.lines.problems)
            note(source, bad.line, bad.problem);
        if (!file.lines.complete)
            note(source, 0, ImportNote::CutOff());
        addPassLines(file);
        offer(file);
    }

    ImportPreview take()
    {
        for (ImportEntry &entry : m_out.entries)
            compare(entry, m_existing);
        return std::move(m_out);
    }

private:
    void note(const ImportSource &source, int line, const ImportNote::What &what)
    {
        m_out.notes.append({.path = source.path, .line = line, .what = what});
    }

    void readServers(const ImportSource &source)
    {
        const PgAdminServers read = parsePgAdminServers(source.view());
        if (read.problem != ServersProblem::None)
            note(source, 0, read.problem);
        for (const PgAdminServer &server : read.servers)
            m_out.entries.append(entryFor(server, source.path));
    }

    void readServices(const ImportSource &source)
    {
        const Services read = parseServices(source.view());
        for (const BadServiceLine &bad : read.problems)
            note(source, bad.line, bad.problem);
        for (const Service &service : read.services) {
            for (const BadServiceLine &bad : service.problems)
                note(source, bad.line, bad.problem);
            if (!service.name.empty())
                m_out.entries.append(entryFor(service, source));
        }
        if (!read.complete)
            note(source, 0, ImportNote::CutOff());
    }

    void addPassLines(const PassFile &file)
    {
        for (const PassLine &line : file.lines.lines) {
            const auto isItsOwner = [&](const auto &each) { return isFor(line, each.spec); };
            if (line.host && line.user && std::ranges::none_of(m_existing, isItsOwner) &&
                std::ranges::none_of(m_out.entries, isItsOwner, &ImportEntry::profile))
                m_out.entries.append(entryFor(line, file.path));
        }
    }

    void offer(const PassFile &file)
    {
        for (ImportEntry &entry : m_out.entries) {
            const auto match = lookupPassword(file, entry.profile.spec);
            if (match && !match->password.isEmpty() && !entry.passFile)
                entry.passFile = PassOffer{file.path, match->line};
        }
    }

    const QList<Profile> &m_existing;
    ImportPreview m_out;
};

} // namespace

ImportPreview previewImport(const QList<ImportSource> &sources, const QList<Profile> &existing)
{
    Builder builder(existing);
    for (const ImportSource &source : sources)
        builder.readConnections(source);
    for (const ImportSource &source : sources)
        builder.readPassFile(source);
    return builder.take();
}

Profile importedProfile(const ImportEntry &entry, ImportPassword choice)
{
    Profile out = entry.profile;
    out.id = QUuid::createUuid();
    out.passwordPolicy = PasswordPolicy::Ask;
    if (choice == ImportPassword::FromPassFile && entry.passFile) {
        out.passwordPolicy = PasswordPolicy::PassFile;
        out.passFile = entry.passFile->path;
    } else if (choice == ImportPassword::ToKeyring && !entry.password.isEmpty()) {
        out.passwordPolicy = PasswordPolicy::Keyring;
    }
    return out;
}

} // namespace pgaccess
