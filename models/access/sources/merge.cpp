// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/sources/candidates.h"
#include "access/sources/ways.h"

#include <QMultiHash>

#include <algorithm>
#include <numeric>

namespace pgaccess {

using namespace Qt::StringLiterals;

namespace {

constexpr qsizetype MaxContradictions = 256;

QString text(std::string_view bytes)
{
    return QString::fromUtf8(bytes.data(), qsizetype(bytes.size()));
}

Place placeOf(const Statement &statement)
{
    Place out{.kind = statement.kind,
              .file = text(statement.file),
              .line = statement.line,
              .label = text(statement.label)};
    for (const int line : statement.otherLines)
        out.otherLines.append(line);
    return out;
}

template <typename T>
void addOnce(QList<T> &list, const T &value)
{
    if (!list.contains(value))
        list.append(value);
}

/// A line is one place, also where it is read as itself and as what another file names.
void addPlace(QList<Place> &list, const Place &place)
{
    const bool known = std::ranges::any_of(list, [&](const Place &each) {
        return each.file == place.file && each.line == place.line && !place.file.isEmpty() &&
               (each.label == place.label || each.kind != place.kind);
    });
    if (!known)
        addOnce(list, place);
}

/// A credential while it is put together.
struct Group
{
    std::string user;
    std::string database;
    const SecretText *password = nullptr;
    std::vector<std::size_t> members; ///< Indices of statements.
};

class Merger final
{
public:
    explicit Merger(const Statements &in)
        : m_statements(in.statements)
    {
        for (const Statement &statement : m_statements) {
            m_ways.push_back(wayTo(statement, in.services));
            const Way &way = m_ways.back();
            m_places.push_back(way.published.value_or(way.stated).canonical());
        }
    }

    Candidates merge()
    {
        makeGroups();
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            addCredential(i);
        return std::move(m_out);
    }

private:
    static int knowledge(const Statement &statement)
    {
        return (statement.hasPassword ? 4 : 0) + (statement.option("user").empty() ? 0 : 2) +
               (statement.option("dbname").empty() ? 0 : 1);
    }

    /// Those that say most come first: the others may join them.
    void makeGroups()
    {
        std::vector<std::size_t> order(m_statements.size());
        std::iota(order.begin(), order.end(), 0u);
        std::ranges::stable_sort(order, std::ranges::greater{},
                                 [&](std::size_t i) { return knowledge(m_statements[i]); });
        for (const std::size_t index : order) {
            const auto found = std::ranges::find_if(
                m_groups, [&](const Group &group) { return fits(group, index); });
            Group &group = found == m_groups.end() ? m_groups.emplace_back() : *found;
            join(group, index);
        }
        for (Group &group : m_groups)
            std::ranges::sort(group.members);
        std::ranges::stable_sort(m_groups, {}, [](const Group &group) { return group.members[0]; });
    }

    /// True if the statement says the same as the group, as far as it says anything; one that
    /// leaves a part out must also lead to the same place, if it leads anywhere.
    bool fits(const Group &group, std::size_t index) const
    {
        const Statement &statement = m_statements[index];
        const std::string user = statement.option("user"), database = statement.option("dbname");
        if (!user.empty() && user != group.user)
            return false;
        if (!database.empty() && database != group.database)
            return false;
        if (statement.hasPassword && group.password && statement.password != *group.password)
            return false;
        if (knowledge(statement) == 7 && group.password)
            return true;
        if (user.empty() && !statement.hasPassword && m_ways[index].stated.host.empty())
            return false; // says nothing that could be compared
        return m_ways[index].stated.host.empty() ? (!user.empty() && statement.hasPassword)
                                                 : leadsToSame(group, index);
    }

    bool leadsToSame(const Group &group, std::size_t index) const
    {
        return std::ranges::any_of(group.members, [&](std::size_t member) {
            return !m_ways[member].stated.host.empty() && m_places[member] == m_places[index];
        });
    }

    void join(Group &group, std::size_t index)
    {
        const Statement &statement = m_statements[index];
        if (group.members.empty()) {
            group.user = statement.option("user");
            group.database = statement.option("dbname");
        }
        if (!group.password && statement.hasPassword)
            group.password = &statement.password;
        group.members.push_back(index);
    }

    void addCredential(std::size_t number)
    {
        const Group &group = m_groups[number];
        Credential credential{.user = text(group.user), .database = text(group.database)};
        if (group.password) {
            const std::string_view bytes = group.password->view();
            credential.password = base::Secret(QByteArrayView(bytes.data(), bytes.size()));
            credential.hasPassword = true;
        }
        for (const std::size_t member : group.members)
            addPlace(credential.places, placeOf(m_statements[member]));
        m_out.credentials.append(credential);
        m_first = m_out.candidates.size();
        addWays(group);
        for (qsizetype i = m_first; i < m_out.candidates.size(); ++i)
            finish(m_out.candidates[i]);
    }

    /// First the addresses as they are stated, then those that published ports make: a candidate is
    /// called by a place that states it, if there is one.
    void addWays(const Group &group)
    {
        for (const std::size_t member : group.members) {
            if (!m_ways[member].stated.host.empty())
                add(member, m_ways[member].stated);
        }
        for (const std::size_t member : group.members) {
            if (m_ways[member].published)
                add(member, *m_ways[member].published);
        }
        if (m_first == m_out.candidates.size()) { // no file names a host
            for (const std::size_t member : group.members)
                add(member, m_ways[member].stated);
        }
    }

    /// The candidate of the credential at hand for an address.
    Candidate &candidateFor(const Address &address)
    {
        const QString host = text(address.host);
        const QString port = text(address.port.empty() ? "5432" : address.port);
        for (qsizetype i = m_first; i < m_out.candidates.size(); ++i) {
            Candidate &each = m_out.candidates[i];
            if (each.spec.value(u"host"_s) == host && each.spec.value(u"port"_s) == port)
                return each;
        }
        const Credential &from = m_out.credentials.constLast();
        Candidate out{.password = from.password,
                      .hasPassword = from.hasPassword,
                      .credential = int(m_out.credentials.size()) - 1};
        out.spec.set(u"host"_s, host);
        out.spec.set(u"port"_s, port);
        out.spec.set(u"user"_s, from.user);
        out.spec.set(u"dbname"_s, from.database);
        m_out.candidates.append(out);
        return m_out.candidates.last();
    }

    void add(std::size_t member, const Address &address)
    {
        const Statement &statement = m_statements[member];
        Candidate &out = candidateFor(address);
        const Place place = placeOf(statement);
        addPlace(out.places, place);
        setReach(out, m_ways[member], address == m_ways[member].stated);
        for (const auto &[name, value] : statement.options) {
            const bool known = name == "user" || name == "dbname" || name == "host";
            if (!known && !out.spec.options.contains(text(name)))
                out.spec.set(text(name), text(value));
        }
        for (const std::string &name : statement.unresolved)
            addOnce(out.unresolved, text(name));
        for (const Note &note : statement.notes)
            addOnce(out.notes, {note.id, text(note.subject), place, note.line});
    }

    static void setReach(Candidate &out, const Way &way, bool stated)
    {
        if (!way.service.empty())
            out.service = text(way.service);
        if (!stated) {
            out.reach = Reach::Published;
        } else if (way.inside) {
            out.insideContainer = true;
            out.reach = way.reach;
        }
    }

    /// What one place leaves open another one may have said.
    static void finish(Candidate &out)
    {
        const bool whole = out.hasPassword && out.spec.options.contains(u"user"_s) &&
                           out.spec.options.contains(u"dbname"_s) &&
                           out.spec.options.contains(u"host"_s);
        if (whole)
            out.unresolved.clear();
    }

    Candidates m_out;
    const std::vector<Statement> &m_statements;
    std::vector<Way> m_ways;
    std::vector<Address> m_places; ///< For comparing.
    std::vector<Group> m_groups;
    qsizetype m_first = 0; ///< Where the candidates of the credential at hand begin.
};

bool canBeReached(const Candidate &candidate)
{
    return !candidate.insideContainer;
}

/// Puts those first that can be tried from here, and numbers the credentials' candidates.
void sortCandidates(Candidates &out)
{
    std::ranges::stable_partition(out.candidates, canBeReached);
    for (qsizetype i = 0; i < out.candidates.size(); ++i)
        out.credentials[out.candidates[i].credential].candidates.append(int(i));
}

/// Tells each candidate within a container network which one leads to the same server.
void linkTranslations(Candidates &out, const Statements &statements)
{
    for (Candidate &inside : out.candidates) {
        if (inside.reach != Reach::Translated)
            continue;
        Statement asked{.file = inside.places.first().file.toStdString()};
        for (const auto name : {"host", "port"})
            asked.options[name] = inside.spec.value(QLatin1StringView(name)).toStdString();
        const Way way = wayTo(asked, statements.services);
        for (const int i : std::as_const(out.credentials[inside.credential].candidates)) {
            const Candidate &each = out.candidates[i];
            if (way.published && each.spec.value(u"host"_s) == text(way.published->host) &&
                each.spec.value(u"port"_s) == text(way.published->port))
                inside.translation = i;
        }
    }
}

/// The places where a candidate's server is, for comparing: itself or what it is translated to.
Address serverOf(const Candidates &in, const Candidate &candidate)
{
    const Candidate &known =
        candidate.translation < 0 ? candidate : in.candidates[candidate.translation];
    return Address{known.spec.value(u"host"_s).toStdString(),
                   known.spec.value(u"port"_s).toStdString()}
        .canonical();
}

bool isExample(const Credential &credential, const Candidates &in)
{
    return std::ranges::all_of(credential.candidates, [&](int i) {
        return std::ranges::contains(in.candidates[i].notes, NoteId::ExampleFile, &PlacedNote::id);
    });
}

bool sameFolder(const Credential &a, const Credential &b)
{
    return std::ranges::any_of(a.places, [&](const Place &place) {
        const std::string file = place.file.toStdString();
        return std::ranges::any_of(b.places, [&](const Place &other) {
            return folderOf(file) == folderOf(other.file.toStdString());
        });
    });
}

/// True if both lead to one server, or one of them to none and its files lie beside the other's.
bool meetSomewhere(const Candidates &in, const Credential &a, const Credential &b)
{
    for (const int i : a.candidates) {
        const Address first = serverOf(in, in.candidates[i]);
        for (const int k : b.candidates) {
            const Address second = serverOf(in, in.candidates[k]);
            if (first == second ||
                ((first.host.empty() || second.host.empty()) && sameFolder(a, b)))
                return true;
        }
    }
    return false;
}

/// A role has one password on a server, whatever the database.
void findContradictions(Candidates &out)
{
    QMultiHash<QString, int> byUser;
    for (int i = 0; i < int(out.credentials.size()); ++i) {
        const Credential &second = out.credentials[i];
        if (second.user.isEmpty() || isExample(second, out))
            continue;
        for (const int k : byUser.values(second.user)) {
            const Credential &first = out.credentials[k];
            const bool known = first.hasPassword && second.hasPassword;
            const bool samePassword = first.password.view() == second.password.view();
            const bool otherDatabase = !first.database.isEmpty() && !second.database.isEmpty() &&
                                       first.database != second.database;
            if (out.contradictions.size() >= MaxContradictions ||
                !((known && !samePassword) || otherDatabase) || !meetSomewhere(out, first, second))
                continue;
            const bool password = known && !samePassword;
            out.contradictions.append(
                {password ? Contradiction::Kind::Password : Contradiction::Kind::Database, k, i});
        }
        byUser.insert(second.user, i);
    }
}

} // namespace

Candidates mergeStatements(const Statements &statements)
{
    Candidates out = Merger(statements).merge();
    sortCandidates(out);
    linkTranslations(out, statements);
    findContradictions(out);
    return out;
}

} // namespace pgaccess
