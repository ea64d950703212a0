// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/parselimits.h"
#include "access/passfile.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <libpq-fe.h>
#include <rapidcheck.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

std::string escaped(const std::string &text)
{
    std::string out;
    for (const char c : text) {
        if (c == ':' || c == '\\')
            out += '\\';
        out += c;
    }
    return out;
}

/// The password for a key, taken out of its place.
std::optional<std::string> password(const std::string &file, const PassKey &key,
                                    int *line = nullptr)
{
    const auto place = findPassLine(file, key);
    if (!place)
        return {};
    if (line)
        *line = place->line;
    std::string text = file.substr(place->offset, place->length);
    text.resize(unescapePassword(text.data(), text.size()));
    return text;
}

/// What libpq takes from a pass file: it looks before it connects to a port where nobody listens.
std::optional<std::string> libpqPassword(const QString &path, const PassKey &key)
{
    const std::string host(key.host), port(key.port), database(key.database), user(key.user);
    const QByteArray file = QFile::encodeName(path);
    const char *names[] = {"host", "hostaddr", "port", "dbname", "user", "passfile", nullptr};
    const char *values[] = {host.c_str(), "127.0.0.1",      port.c_str(), database.c_str(),
                            user.c_str(), file.constData(), nullptr};
    PGconn *connection = PQconnectStartParams(names, values, 0);
    const std::string found = PQpass(connection);
    PQfinish(connection);
    return found.empty() ? std::nullopt : std::optional(found);
}

/// Text that a name or a password could be, rich in what pass files treat in a special way.
rc::Gen<std::string> hostileText()
{
    const auto special = rc::gen::element<char>(':', '\\', '*', '#', ' ', 'a', 'b', '\r', '[');
    const auto any = rc::gen::suchThat(rc::gen::arbitrary<char>(),
                                       [](char c) { return c != '\0' && c != '\n'; });
    return rc::gen::container<std::string>(rc::gen::weightedOneOf<char>({{3, special}, {1, any}}));
}

rc::Gen<std::string> name()
{
    return rc::gen::nonEmpty(hostileText());
}

} // namespace

class TestPassFile final : public QObject
{
    Q_OBJECT

private slots:
    void firstMatchWins()
    {
        const std::string file = "# comment\n*:*:*:u:first\nh:5432:d:u:second\n";
        int line = 0;
        QCOMPARE(password(file, {"h", "5432", "d", "u"}, &line), "first");
        QCOMPARE(line, 2);
        QVERIFY(!password(file, {"h", "5432", "d", "other"}));
    }

    void escapesAndColons()
    {
        const std::string file = "h:1:d:u:p\\:with\\\\specials\n::1:2:d:u:six\nh:3:d:u:cut:off\n";
        QCOMPARE(password(file, {"h", "1", "d", "u"}), "p:with\\specials");
        QCOMPARE(password(file, {"::1", "2", "d", "u"}), "six"); // libpq allows it unescaped
        QCOMPARE(password(file, {"h", "3", "d", "u"}), "cut");
    }

    void onlyALoneStarIsAWildcard()
    {
        QVERIFY(!password("h*:1:d:u:p\n", {"host", "1", "d", "u"}));
        QVERIFY(!password("\\*:1:d:u:p\n", {"host", "1", "d", "u"}));
        QCOMPARE(password("\\*:1:d:u:p\n", {"*", "1", "d", "u"}), "p");
    }

    void lineEndsAndBadLines()
    {
        const std::string file = std::string("too:few:fields\r\n\r\n   \r\nh:1:d:u:p\r\nnul") +
                                 '\0' + ":1:d:u:x\nlast:1:d:u:y";
        const PassLines read = parsePassLines(file);
        QCOMPARE(read.lines.size(), 2u);
        QCOMPARE(read.lines[0].line, 4);
        QCOMPARE(read.lines[1].line, 6);
        QCOMPARE(*read.lines[1].host, "last");
        QCOMPARE(read.problems.size(), 2u);
        QCOMPARE(read.problems[0], (BadPassLine{1, PassLineProblem::TooFewFields}));
        QCOMPARE(read.problems[1], (BadPassLine{5, PassLineProblem::NulByte}));
        QCOMPARE(password(file, {"h", "1", "d", "u"}), "p"); // without the carriage return
        QCOMPARE(password(file, {"last", "1", "d", "u"}), "y");
    }

    void stopsAtTheLimits()
    {
        std::string file;
        for (std::size_t i = 0; i < MaxNodes + 10; ++i)
            file += "a:1:d:u:p\n";
        const PassLines read = parsePassLines(file);
        QCOMPARE(read.lines.size(), MaxNodes);
        QVERIFY(!read.complete);
        const std::string large(MaxFileBytes + 1, 'x');
        QVERIFY(!parsePassLines(large).complete);
        QVERIFY(parsePassLines("a:1:d:u:p").complete);
    }

    void escapedFieldsComeBack()
    {
        QVERIFY(rc::check("what is escaped is read back", [] {
            const auto host = *name(), database = *name(), user = *name();
            const auto secret = *hostileText();
            RC_PRE(secret.empty() || secret.back() != '\r'); // a line end swallows it
            const std::string line = escaped(host) + ":5432:" + escaped(database) + ':' +
                                     escaped(user) + ':' + escaped(secret) + '\n';
            RC_PRE(line.front() != '#');
            RC_PRE(host != "*" && database != "*" && user != "*"); // would be wildcards
            const PassLines read = parsePassLines(line);
            RC_ASSERT(read.lines.size() == 1u);
            RC_ASSERT(*read.lines[0].host == host);
            RC_ASSERT(*read.lines[0].user == user);
            RC_ASSERT(password(line, {host, "5432", database, user}) == secret);
        }));
    }

    /// libpq itself is the judge of any file that holds no NUL.
    void choosesAsLibpqDoes()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"pass"_s);
        QVERIFY(rc::check("libpq finds the same password", [&] {
            const auto field = rc::gen::oneOf(
                hostileText(), rc::gen::element<std::string>("*", "h", "d", "u", "1"));
            const auto lines = *rc::gen::container<std::vector<std::vector<std::string>>>(
                rc::gen::container<std::vector<std::string>>(5, field));
            std::string file;
            for (const auto &line : lines)
                file +=
                    line[0] + ":" + line[1] + ":" + line[2] + ":" + line[3] + ":" + line[4] + "\n";
            QFile out(path);
            RC_ASSERT(out.open(QFile::WriteOnly));
            out.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
            out.write(file.data(), qint64(file.size()));
            out.close();
            const auto host = *rc::gen::element<std::string>("h", "a", "::1", "*", "b\\");
            const auto database = *rc::gen::element<std::string>("d", "a", ":");
            const PassKey key{host, "1", database, "u"};
            auto ours = password(file, key);
            if (ours && ours->empty())
                ours.reset(); // PQpass cannot tell an empty one from none
            RC_ASSERT(ours == libpqPassword(path, key));
        }));
    }

    /// Every input that once broke a parser stays readable without harm.
    void replaysTheCorpus()
    {
        const QDir folder(QStringLiteral(PGVIGIL_TEST_DATA "/access/passfile"));
        const QStringList names = folder.entryList(QDir::Files);
        QVERIFY(!names.isEmpty());
        for (const QString &each : names) {
            QFile file(folder.filePath(each));
            QVERIFY(file.open(QFile::ReadOnly));
            const QByteArray bytes = file.readAll();
            const PassLines read = parsePassLines({bytes.data(), size_t(bytes.size())});
            QVERIFY(read.lines.size() + read.problems.size() <= size_t(bytes.count('\n')) + 1);
        }
    }
};

QTEST_GUILESS_MAIN(TestPassFile)
#include "tst_passfile.moc"
