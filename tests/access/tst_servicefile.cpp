// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/parselimits.h"
#include "access/serviceresolution.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <libpq-fe.h>
#include <rapidcheck.h>

#include <sys/stat.h>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

std::vector<ServiceProblem> problemsOf(const std::vector<BadServiceLine> &lines)
{
    std::vector<ServiceProblem> out;
    for (const BadServiceLine &each : lines)
        out.push_back(each.problem);
    return out;
}

pg::ConnectionSpec service(const QString &name)
{
    pg::ConnectionSpec spec;
    spec.set(u"service"_s, name);
    return spec;
}

/// What libpq makes of a service, or nothing where it refuses the file.
std::optional<QMap<QString, QString>> libpqService(const char *name)
{
    const char *names[] = {"service", "hostaddr", "port", nullptr};
    const char *values[] = {name, "127.0.0.1", "1", nullptr};
    PGconn *connection = PQconnectStartParams(names, values, 0);
    QMap<QString, QString> out;
    PQconninfoOption *options = PQconninfo(connection);
    const bool refused = QByteArray(PQerrorMessage(connection)).contains("service file");
    for (const PQconninfoOption *each = options; each && each->keyword; ++each) {
        for (const auto option : {"host"_L1, "dbname"_L1, "user"_L1, "application_name"_L1}) {
            if (option == QLatin1StringView(each->keyword) && each->val && *each->val)
                out.insert(option, QString::fromUtf8(each->val));
        }
    }
    PQconninfoFree(options);
    PQfinish(connection);
    return refused ? std::nullopt : std::optional(out);
}

} // namespace

class TestServiceFile final : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    ServiceFile read(const QByteArray &content) const
    {
        QFile file(m_folder.filePath(u"service"_s));
        if (!file.open(QFile::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write");
        file.close();
        return readServiceFile(file.fileName());
    }

private slots:
    void readsSections()
    {
        const std::string text =
            "\xEF\xBB\xBF# all\r\n[one]\r\nhost=a\r\n  port=1 \r\nhost=later\r\n\n[two]\nuser= x\n";
        const Services read = parseServices(text);
        QCOMPARE(read.services.size(), 2u);
        const Service &one = read.services[0];
        QCOMPARE(one.line, 2);
        QCOMPARE(one.settings.size(), 2u); // the first host counts
        QCOMPARE(one.settings[0].value, "a");
        QCOMPARE(one.settings[1].value, "1");
        QCOMPARE(read.services[1].settings[0].value, " x"); // libpq keeps the blank
        QVERIFY(one.problems.empty() && read.problems.empty());
    }

    void reportsWhatIsWrong()
    {
        std::string text = "stray=1\n[a]\nnonsense\n=x\nldap://h/x\nservice=b\nservicefile=/etc/x\n"
                           "x=" +
                           std::string(2000, 'y') + "\nu=a";
        text += '\0';
        text += "\n[a]\n[open\n";
        const Services read = parseServices(text);
        QCOMPARE(problemsOf(read.problems), (std::vector{ServiceProblem::OutsideSection}));
        QCOMPARE(problemsOf(read.services.at(0).problems),
                 (std::vector{ServiceProblem::NoEqualsSign, ServiceProblem::NoEqualsSign,
                              ServiceProblem::LdapLine, ServiceProblem::NestedService,
                              ServiceProblem::NestedService, ServiceProblem::LineTooLong,
                              ServiceProblem::NulByte}));
        QCOMPARE(problemsOf(read.services.at(1).problems),
                 (std::vector{ServiceProblem::DuplicateName}));
        QCOMPARE(problemsOf(read.services.at(2).problems),
                 (std::vector{ServiceProblem::UnclosedName}));
    }

    void stopsAtTheLimits()
    {
        QVERIFY(!parseServices(std::string(MaxNodes + 2, '\n')).complete);
        QVERIFY(!parseServices(std::string(MaxFileBytes + 1, 'x')).complete);
    }

    void fillsInAService()
    {
        const ServiceFile file = read("[orders]\nhost=db\nport=6000\nuser=app\npassword=p w\n");
        pg::ConnectionSpec spec = service(u"orders"_s);
        spec.set(u"user"_s, u"me"_s);
        const auto resolved = resolveService(spec, {file});
        QVERIFY(resolved);
        QCOMPARE(resolved->spec.toKeywords(), u"host='db' port='6000' user='me'"_s);
        QCOMPARE(resolved->password.view(), "p w");
        QCOMPARE(resolved->passwordLine, 5);
        QCOMPARE(resolved->line, 1);
        for (const ServiceSetting &setting : file.services.services[0].settings)
            QVERIFY(!setting.value.contains("p w")); // the password is in wiped memory only
    }

    void neverFollowsLdap()
    {
        const auto resolved = resolveService(
            service(u"a"_s), {read("[a]\nldap://ldap.example.org/cn=x?y?one\nhost=db\n")});
        QVERIFY(resolved);
        QCOMPARE(resolved->ldapLines, 1);
        QCOMPARE(resolved->spec.value(u"host"_s), u"db"_s);
    }

    void failsInLibpqsWords()
    {
        const ServiceFile file = read("[a]\nhost=db\nnonsense\n[b]\nservice=a\n[c]\nnooption=1\n");
        const QString path = file.path;
        QCOMPARE(resolveService(service(u"a"_s), {file}).error().message,
                 u"syntax error in service file \"%1\", line 3"_s.arg(path));
        QVERIFY(resolveService(service(u"b"_s), {file}).error().message.endsWith("line 5"_L1));
        QVERIFY(resolveService(service(u"c"_s), {file}).error().message.endsWith("line 7"_L1));
        QCOMPARE(resolveService(service(u"z"_s), {file}).error().message,
                 u"definition of service \"z\" not found"_s);
        QCOMPARE(resolveService({}, {file})->spec, pg::ConnectionSpec());
    }

    void unpleasantFilesAreErrors()
    {
        const QString pipe = m_folder.filePath(u"fifo"_s);
        QCOMPARE(::mkfifo(QFile::encodeName(pipe).constData(), 0600), 0);
        QVERIFY(readServiceFile(pipe).trouble);
        QVERIFY(readServiceFile(u"/dev/zero"_s).trouble);
        QVERIFY(!readServiceFile(m_folder.filePath(u"none"_s)).trouble);
        const auto resolved = resolveService(service(u"a"_s), {readServiceFile(pipe)});
        QVERIFY(resolved.error().message.contains("regular"_L1));
    }

    /// libpq itself is the judge of files without LDAP lines, which it would follow.
    void readsAsLibpqDoes()
    {
        const QString path = m_folder.filePath(u"random"_s);
        qputenv("PGSERVICEFILE", QFile::encodeName(path));
        QVERIFY(rc::check("libpq reads the same service", [&] {
            const auto lines = *rc::gen::container<std::vector<std::string>>(
                rc::gen::element<std::string>("[s]", "[t]", "host=h", "host=h2 ", "user= u", "# x",
                                              "  dbname=d=e", "", "user=", "nonsense", "service=t",
                                              "\tapplication_name='q'\r", "unknown=1", "[s"));
            std::string text;
            for (const auto &line : lines)
                text += line + "\n";
            RC_PRE(text.find("[s]") != std::string::npos);
            QFile file(path);
            RC_ASSERT(file.open(QFile::WriteOnly));
            file.write(text.data(), qint64(text.size()));
            file.close();
            const auto ours = resolveService(service(u"s"_s), {readServiceFile(path)});
            const auto theirs = libpqService("s");
            RC_ASSERT(ours.has_value() == theirs.has_value());
            if (!ours)
                return;
            RC_ASSERT(ours->spec.value(u"host"_s) == theirs->value(u"host"_s));
            RC_ASSERT(ours->spec.value(u"application_name"_s) ==
                      theirs->value(u"application_name"_s));
            if (ours->spec.options.contains(u"dbname"_s)) // libpq fills in the user's name
                RC_ASSERT(ours->spec.value(u"dbname"_s) == theirs->value(u"dbname"_s));
        }));
        qunsetenv("PGSERVICEFILE");
    }

    void replaysTheCorpus()
    {
        const QDir folder(QStringLiteral(PGVIGIL_TEST_DATA "/access/servicefile"));
        const QStringList names = folder.entryList(QDir::Files);
        QVERIFY(!names.isEmpty());
        for (const QString &each : names) {
            QFile file(folder.filePath(each));
            QVERIFY(file.open(QFile::ReadOnly));
            const QByteArray bytes = file.readAll();
            const Services parsed = parseServices({bytes.data(), size_t(bytes.size())});
            for (const Service &section : parsed.services) {
                for (const ServiceSetting &setting : section.settings)
                    QVERIFY(setting.offset + setting.length <= size_t(bytes.size()));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestServiceFile)
#include "tst_servicefile.moc"
