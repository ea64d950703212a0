// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/waysin.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

// Every character that some form takes for its own.
const QString Hostile = u"a'b\"c d@e/f%g\\h:i?j&k=l#m;n$o{p}ü"_s;

using Fields = QMap<QString, QString>;

const Fields Expected{{u"host"_s, u"db.example.org"_s},  {u"port"_s, u"5433"_s},
                      {u"user"_s, Hostile + u"U"_s},     {u"password"_s, Hostile},
                      {u"database"_s, Hostile + u"D"_s}, {u"sslmode"_s, u"require"_s}};

WayInFacts facts()
{
    WayInFacts out{.password = WayInPassword{.text = Hostile}};
    for (const auto &[name, value] : Expected.asKeyValueRange()) {
        if (name != "password"_L1)
            out.spec.set(name == "database"_L1 ? u"dbname"_s : name, value);
    }
    return out;
}

Fields without(Fields fields, const QString &name)
{
    fields.remove(name);
    return fields;
}

// What a program prints of a form as one JSON object. Nothing: it cannot run here.
std::optional<Fields> outputOf(const QString &program, const QStringList &arguments,
                               const QString &form)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForStarted())
        return {};
    process.write(form.toUtf8());
    process.closeWriteChannel();
    if (!process.waitForFinished(20'000) || process.exitCode() != 0)
        return {};
    const QJsonObject object = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    Fields out;
    for (const QString &key : object.keys())
        out.insert(key, object[key].toVariant().toString());
    return out;
}

std::optional<Fields> askPython(const QString &script, const QString &form)
{
    return outputOf(u"python3"_s,
                    {u"-c"_s, u"import json, sys\ntext = sys.stdin.read()\n"_s + script}, form);
}

} // namespace

/// The forms of programs that are not here say what they should to whoever reads them by their
/// rules. That their programs connect with them is not tried.
class TestWaysInRead final : public QObject
{
    Q_OBJECT

private slots:
    void jdbc();
    void sqlAlchemy();
    void django();
    void rails();
    void node();
    void goLang();
    void dotNet_data();
    void dotNet();
    void dockerCompose();
    void guiFields();
};

// The driver takes the address apart as java.net.URLDecoder does, which reads a plus as a blank.
void TestWaysInRead::jdbc()
{
    const QString text = wayInText(WayIn::Jdbc, facts());
    QVERIFY(text.startsWith("jdbc:postgresql://"_L1) && !text.contains(u'+'));
    const QUrl url(text.sliced(5), QUrl::StrictMode);
    QVERIFY(url.isValid());
    Fields read{{u"host"_s, url.host()}, {u"port"_s, QString::number(url.port())}};
    read[u"database"_s] = url.path(QUrl::FullyDecoded).sliced(1);
    const QUrlQuery query(url);
    for (const QString &name : {u"user"_s, u"password"_s, u"sslmode"_s})
        read[name] = query.queryItemValue(name, QUrl::FullyDecoded);
    QCOMPARE(query.queryItems().size(), 3);
    QCOMPARE(read, Expected);
}

// By the standard library, whose unquote() SQLAlchemy's make_url() uses for user and password.
void TestWaysInRead::sqlAlchemy()
{
    const auto read = askPython(
        u"from urllib.parse import urlsplit, unquote, parse_qs\n"
        "u = urlsplit(text)\nassert u.scheme == 'postgresql+psycopg'\n"
        "print(json.dumps({'host': u.hostname, 'port': str(u.port), 'user': unquote(u.username),"
        " 'password': unquote(u.password), 'database': unquote(u.path[1:]),"
        " 'sslmode': parse_qs(u.query)['sslmode'][0]}))"_s,
        wayInText(WayIn::SqlAlchemy, facts()));
    if (!read)
        QSKIP("There is no Python here.");
    QCOMPARE(*read, Expected);
}

void TestWaysInRead::django()
{
    const auto read =
        askPython(u"exec(text)\nd = DATABASES['default']\n"
                  "assert d['ENGINE'] == 'django.db.backends.postgresql'\n"
                  "print(json.dumps({'host': d['HOST'], 'port': d['PORT'], 'user': d['USER'],"
                  " 'password': d['PASSWORD'], 'database': d['NAME'],"
                  " 'sslmode': d['OPTIONS']['sslmode']}))"_s,
                  wayInText(WayIn::Django, facts()));
    if (!read)
        QSKIP("There is no Python here.");
    QCOMPARE(*read, Expected);
}

void TestWaysInRead::rails()
{
    const auto read = askPython(
        u"import yaml\nd = yaml.safe_load(text)['development']\n"
        "assert d['adapter'] == 'postgresql'\n"
        "print(json.dumps({'host': d['host'], 'port': str(d['port']), 'user': d['username'],"
        " 'password': d['password'], 'database': d['database'], 'sslmode': d['sslmode']}))"_s,
        wayInText(WayIn::Rails, facts()));
    if (!read)
        QSKIP("There is no Python here, or no yaml for it.");
    QCOMPARE(*read, Expected);
}

// An object literal whose keys are words and whose texts JSON reads, too.
void TestWaysInRead::node()
{
    const QString text = wayInText(WayIn::Node, facts());
    static const QRegularExpression object(u"new pg\\.Pool\\((\\{.*\\})\\);"_s,
                                           QRegularExpression::DotMatchesEverythingOption);
    QString json = object.match(text).captured(1);
    json.replace(QRegularExpression(u"(?<=[{\\n]) *(\\w+):"_s), u"\"\\1\":"_s);
    json.replace(QRegularExpression(u"\\{ (\\w+):"_s), u"{ \"\\1\":"_s);
    json.replace(QRegularExpression(u",\\s*\\}"_s), u"}"_s);
    const QJsonObject read = QJsonDocument::fromJson(json.toUtf8()).object();
    Fields fields;
    for (const QString &name : without(Expected, u"sslmode"_s).keys())
        fields[name] = read[name].toVariant().toString();
    QCOMPARE(fields, without(Expected, u"sslmode"_s));
    QCOMPARE(read[u"ssl"_s][u"rejectUnauthorized"_s], QJsonValue(false));
}

// pgx takes what libpq takes.
void TestWaysInRead::goLang()
{
    static const QRegularExpression call(u"^conn, err := pgx\\.Connect\\(ctx, (\"[^\"]*\")\\)$"_s);
    const auto match = call.match(wayInText(WayIn::Go, facts()));
    QVERIFY(match.hasMatch());
    const QString uri = match.captured(1).sliced(1, match.capturedLength(1) - 2);
    QVERIFY(!uri.contains(u'\\'));
    const auto read = pg::ConnectionSpec::parse(uri);
    QVERIFY(read);
    QCOMPARE(read->spec, facts().spec);
    QCOMPARE(QString::fromUtf8(read->password.view()), Hostile);
}

void TestWaysInRead::dotNet_data()
{
    QTest::addColumn<QString>("password");
    for (const QString &password :
         {Hostile, u"plain"_s, u" led by a blank"_s, u"\"quoted\""_s, u"a;b"_s, u"'single'"_s})
        QTest::newRow(qPrintable(password)) << password;
}

// As System.Data.Common.DbConnectionStringBuilder reads it: values in double quotes hold anything,
// a double quote twice.
void TestWaysInRead::dotNet()
{
    QFETCH(const QString, password);
    WayInFacts way = facts();
    way.password->text = password;
    static const QRegularExpression pair(
        u"\\G([A-Za-z ]+)=(?:\"((?:[^\"]|\"\")*)\"|([^;\"'=]*))(?:;|$)"_s);
    Fields read;
    qsizetype end = 0;
    const QString text = wayInText(WayIn::DotNet, way);
    for (auto it = pair.globalMatch(text); it.hasNext();) {
        const auto match = it.next();
        QString value = match.hasCaptured(2) ? match.captured(2) : match.captured(3);
        read[match.captured(1)] = value.replace("\"\""_L1, "\""_L1);
        end = match.capturedEnd();
    }
    QCOMPARE(end, text.size());
    QCOMPARE(read, (Fields{{u"Host"_s, Expected[u"host"_s]},
                           {u"Port"_s, Expected[u"port"_s]},
                           {u"Username"_s, Expected[u"user"_s]},
                           {u"Password"_s, password},
                           {u"Database"_s, Expected[u"database"_s]},
                           {u"SSL Mode"_s, u"Require"_s}}));
}

// What the shell hands to docker.
void TestWaysInRead::dockerCompose()
{
    WayInFacts way = facts();
    way.composeService = u"the db"_s;
    QProcess shell;
    shell.start(u"/bin/sh"_s, {u"-c"_s, u"docker() { printf '%s\n' \"$@\"; }; "_s +
                                            wayInText(WayIn::DockerCompose, way)});
    QVERIFY(shell.waitForFinished(10'000));
    QCOMPARE(QString::fromUtf8(shell.readAllStandardOutput()).trimmed().split(u'\n'),
             (QStringList{u"compose"_s, u"exec"_s, u"the db"_s, u"psql"_s, u"-U"_s,
                          Expected[u"user"_s], u"-d"_s, Expected[u"database"_s]}));
}

void TestWaysInRead::guiFields()
{
    Fields read;
    for (const QString &line : wayInText(WayIn::GuiFields, facts()).split(u'\n'))
        read[line.first(10).trimmed()] = line.sliced(10);
    QCOMPARE(read, (Fields{{u"Host"_s, Expected[u"host"_s]},
                           {u"Port"_s, Expected[u"port"_s]},
                           {u"Database"_s, Expected[u"database"_s]},
                           {u"Username"_s, Expected[u"user"_s]},
                           {u"Password"_s, Hostile},
                           {u"SSL mode"_s, u"require"_s}}));
}

QTEST_GUILESS_MAIN(TestWaysInRead)
#include "tst_waysinread.moc"
