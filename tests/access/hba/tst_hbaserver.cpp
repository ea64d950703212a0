// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/diskfiles.h"
#include "access/hba/hbamatch.h"
#include "access/hba/serverrules.h"

#include "access/hba/hbaserver.h"
#include "access/hba/randomhba.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

using namespace pgaccess;
using namespace tests;
using namespace Qt::StringLiterals;

namespace {

constexpr int Sets = 500;
constexpr int ClientsOfASet = 3;

QByteArray join(const AuthField &field)
{
    QByteArrayList words;
    for (const AuthToken &token : field)
        words.append(QByteArray::fromStdString(token.text));
    return words.join(',');
}

// A rule as pg_hba_file_rules shows it, without its options.
QByteArray shown(const HbaRule &rule)
{
    const QByteArray line = QByteArray::number(rule.line);
    if (!rule.error.empty())
        return line + " error " + QByteArray::fromStdString(rule.error);
    QByteArrayList words{line, QByteArray::fromStdString(std::string(kindName(rule.kind))),
                         join(rule.databases), join(rule.users)};
    if (!rule.isLocal() && rule.address.kind == HbaAddress::Kind::Network) {
        words.append(QByteArray::fromStdString(rule.address.network.address.text()));
        words.append(QByteArray::fromStdString(rule.address.network.mask.text()));
    } else if (!rule.isLocal()) {
        words.append(QByteArray::fromStdString(rule.address.text()));
    }
    words.append(QByteArray::fromStdString(std::string(methodName(rule.method))));
    return words.join(' ');
}

// Since 16 the server numbers the rules and says which file each is of.
QByteArrayList allShown(const HbaRules &rules, int version)
{
    QByteArrayList out;
    int number = 0;
    for (const HbaRule &rule : rules.rules) {
        QByteArray start;
        if (version >= 16) {
            const auto &file = rules.files[size_t(rule.file)];
            start = rule.error.empty() ? QByteArray::number(++number) : QByteArray("-");
            start += ' ' + QByteArray::fromStdString(file) + ' ';
        }
        out.append(start + shown(rule));
    }
    return out;
}

QByteArray shownByServer(int version)
{
    const QByteArray start =
        version >= 16 ? "coalesce(rule_number::text, '-') || ' ' || file_name || ' ' || " : "";
    return "SELECT " + start +
           "line_number || ' ' || CASE WHEN type IS NULL THEN 'error ' || coalesce(error, '') ELSE "
           "concat_ws(' ', type, array_to_string(database, ','), array_to_string(user_name, ','), "
           "address, netmask, auth_method) END FROM pg_hba_file_rules";
}

// Two lines that the server rejects without saying why in its view.
bool agree(const QByteArray &ours, const QByteArray &servers)
{
    return ours == servers || (servers.endsWith(" error ") && ours.startsWith(servers));
}

/// What became of a login.
struct Fate
{
    HbaResult result = HbaResult::NoEntry;
    int line = 0; ///< Where it shows.
    QByteArray file{};

    bool operator==(const Fate &) const = default;
};

// A third of the files may be broken; some name other files.
std::string randomRules(RandomHba &random, int set, int version)
{
    std::string text = random.file(1 + random.number(25), set % 3 == 0 ? 10 : 0);
    if (random.number(4) == 0)
        text += "local @names @names password\n";
    if (version >= 16 && random.number(4) == 0)
        text.insert(0, "include more.conf\ninclude_if_exists nothing\n");
    if (version >= 16 && random.number(4) == 0)
        text.insert(0, "include_dir sub\n");
    return random.number(20) == 0 ? "# nothing\n" : text;
}

QByteArray describe(const HbaClient &client)
{
    const std::string from = client.address ? client.address->text() : "socket";
    return QByteArray::fromStdString(
        client.user + '@' + client.database + " from " + from + (client.tls ? " tls" : "") +
        (client.replication == HbaClient::Replication::Physical ? " replication" : ""));
}

} // namespace

/// Random rules, held against what real servers read in them and do with a client.
class TestHbaServer final : public QObject
{
    Q_OBJECT

private slots:
    void agreesWithServers_data() { addServerRows(); }
    void agreesWithServers();
    void readsTheRulesOfAServer_data() { addServerRows(); }
    void readsTheRulesOfAServer();
    void saysThatItMayNotRead_data() { addServerRows(); }
    void saysThatItMayNotRead();

private:
    void prepareServer(int version);
    void compareReading(const HbaRules &rules, TestSession &session);
    Fate tryToConnect(const HbaClient &client);
    Fate expectedFate(const HbaRules &rules, const HbaOutcome &outcome) const;
    void compareDoing(const HbaRules &rules, const HbaClient &client);

    std::unique_ptr<HbaServer> m_server;
    int m_version = 0;
    int m_linesSeen = 0;
    int m_includedSeen = 0;
};

void TestHbaServer::prepareServer(int version)
{
    m_server = std::make_unique<HbaServer>(version);
    m_version = version;
    m_linesSeen = 0;
    m_includedSeen = 0;
    QVERIFY_RESULT(m_server->start());
}

void TestHbaServer::compareReading(const HbaRules &rules, TestSession &session)
{
    const auto view = session.run(shownByServer(m_version));
    QVERIFY_RESULT(view);
    const QByteArrayList lines = view->isEmpty() ? QByteArrayList() : view->split('\n');
    const QByteArrayList ours = allShown(rules, m_version);
    QCOMPARE(lines.size(), ours.size());
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (!agree(ours[i], lines[i]))
            QCOMPARE(ours[i], lines[i]);
    }
}

Fate TestHbaServer::tryToConnect(const HbaClient &client)
{
    pg::ConnectionSpec spec = m_server->specOf(client);
    spec.options.insert(u"password"_s, u"wrong"_s);
    if (client.replication == HbaClient::Replication::Physical)
        spec.options.insert(u"replication"_s, u"true"_s);
    QFile log(m_server->server().folder() + u"/log"_s);
    log.open(QIODevice::ReadOnly);
    log.seek(log.size());
    const auto session = TestSession::open(spec);
    const QString message = session ? QString() : session.error().message;
    if (message.contains("no pg_hba.conf entry"_L1))
        return {HbaResult::NoEntry};
    if (message.contains("pg_hba.conf rejects"_L1))
        return {HbaResult::Reject};
    // Let in, and perhaps refused for another reason; or not.
    static const QRegularExpression trusted(u"method=trust \\((.*):(\\d+)\\)"_s);
    static const QRegularExpression failed(
        u"Connection matched (?:file \"(.*)\" |pg_hba.conf )line (\\d+)"_s);
    const bool refused = message.contains("authentication failed"_L1);
    const auto line = (refused ? failed : trusted).match(QString::fromUtf8(log.readAll()));
    return {HbaResult::Match, line.captured(2).toInt(), line.captured(1).toUtf8()};
}

// Servers say which line let somebody in without asking since 17, and of which file since 16.
Fate TestHbaServer::expectedFate(const HbaRules &rules, const HbaOutcome &outcome) const
{
    Fate expected{outcome.result};
    if (outcome.result != HbaResult::Match)
        return expected;
    const HbaRule &rule = rules.rules[*outcome.rule];
    if (rule.method == HbaMethod::Trust && m_version < 17)
        return expected;
    expected.line = rule.line;
    if (m_version >= 16)
        expected.file = QByteArray::fromStdString(rules.files[size_t(rule.file)]);
    return expected;
}

void TestHbaServer::compareDoing(const HbaRules &rules, const HbaClient &client)
{
    const HbaOutcome outcome = matchHba(rules, client);
    QVERIFY2(outcome.certain, describe(client).constData());
    const Fate expected = expectedFate(rules, outcome);
    const Fate fate = tryToConnect(client);
    m_linesSeen += fate.line > 0;
    m_includedSeen += !fate.file.isEmpty() && !fate.file.endsWith("/pg_hba.conf");
    const QByteArray what = describe(client) + " line " + fate.file + ' ' +
                            QByteArray::number(fate.line) + ", not " + expected.file + ' ' +
                            QByteArray::number(expected.line) + ", result " +
                            QByteArray::number(int(fate.result));
    QVERIFY2(fate == expected, what.constData());
}

void TestHbaServer::agreesWithServers()
{
    QFETCH(int, version);
    prepareServer(version);
    if (QTest::currentTestFailed())
        return;
    const quint32 seed = QRandomGenerator::global()->generate();
    qInfo("seed %u", seed);
    RandomHba random(seed, version);
    auto session = TestSession::open(m_server->admin());
    QVERIFY_RESULT(session);
    const std::string path = m_server->dataFile(u"pg_hba.conf"_s).toStdString();
    int rejected = 0, tried = 0;
    for (int set = 0; set < Sets; ++set) {
        const std::string text = randomRules(random, set, version);
        m_server->server().setHba(QByteArray::fromStdString(text));
        const HbaRules rules = parseHbaFile(path, diskFiles(), version);
        compareReading(rules, *session);
        rejected += rules.isRejected();
        for (int i = 0; i < ClientsOfASet && !rules.isRejected(); ++i, ++tried) {
            if (QTest::currentTestFailed())
                break;
            compareDoing(rules, random.client());
        }
        if (QTest::currentTestFailed()) {
            qInfo("set %d:\n%s", set, text.c_str());
            return;
        }
    }
    qInfo("%d rejected, %d clients, %d by a line, %d of them included", rejected, tried,
          m_linesSeen, m_includedSeen);
    QVERIFY(version < 16 || m_includedSeen > 0);
    QVERIFY(rejected > Sets / 10 && tried > Sets && m_linesSeen > Sets / 10);
}

void TestHbaServer::readsTheRulesOfAServer()
{
    QFETCH(int, version);
    prepareServer(version);
    if (QTest::currentTestFailed())
        return;
    std::string text = "local all all trust\nhost @names \"all\" 10.0.0.0/8 scram-sha-256\n"
                       "hostssl all all ::1/128 ldap ldapbasedn=x ldapbindpasswd=sesame\n";
    if (version >= 16)
        text += "include_if_exists nothing\ninclude more.conf\ninclude_dir sub\n";
    QVERIFY(QFile::remove(m_server->dataFile(u"sub/b.conf"_s)));
    QVERIFY(m_server->write(u"sub/a.conf"_s, "host all @../names all reject\n"));
    QVERIFY(m_server->write(u"pg_ident.conf"_s, "m /^(.*)$ \\1\nm \"root\" postgres\n"));
    m_server->server().setHba(QByteArray::fromStdString(text));
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = m_server->admin()})));
    const auto read = QCoro::waitFor(readServerRules(&connection));
    QVERIFY_RESULT(read);
    const std::string path = m_server->dataFile(u"pg_hba.conf"_s).toStdString();
    QCOMPARE(read->hba, parseHbaFile(path, diskFiles(), version));
    QCOMPARE(read->hba.rules.size(), version >= 16 ? 5u : 3u);
    QVERIFY(read->exact && read->tls && !read->hba.isRejected());
    QCOMPARE(read->ident.rules.size(), 2u);
    QVERIFY(read->ident.rules[1].systemUser.quoted);
    const std::set<std::string> superusers = {"carol", "postgres"};
    QCOMPARE(read->superusers, superusers);
    m_server->server().setHba("local all all trust\nhost all all all magic\n");
    const auto broken = QCoro::waitFor(readServerRules(&connection));
    QVERIFY_RESULT(broken);
    QVERIFY(broken->hba.isRejected());
}

void TestHbaServer::saysThatItMayNotRead()
{
    QFETCH(int, version);
    prepareServer(version);
    if (QTest::currentTestFailed())
        return;
    pg::Connection connection;
    QVERIFY_RESULT(QCoro::waitFor(connection.open({.spec = m_server->server().spec(u"alice"_s)})));
    const auto refused = QCoro::waitFor(readServerRules(&connection));
    QVERIFY(!refused);
    QCOMPARE(refused.error().sqlState, u"42501"_s);
    QVERIFY(refused.error().hint.contains("GRANT"_L1));
    QVERIFY_RESULT(
        m_server->server().sql("GRANT SELECT ON pg_hba_file_rules TO alice; GRANT EXECUTE ON "
                               "FUNCTION pg_hba_file_rules() TO alice"));
    m_server->server().setHba(
        "host all all 127.0.0.1/32 trust\nlocal all all peer map=m\n"
        "host \"all\" +staff samenet ldap ldapbasedn=x ldapbindpasswd=sesame\n");
    const auto read = QCoro::waitFor(readServerRules(&connection));
    QVERIFY_RESULT(read);
    QVERIFY(!read->exact && !read->hba.isRejected());
    QCOMPARE(read->hba.rules.size(), 3u);
    QCOMPARE(read->hba.rules[0].address.text(), "127.0.0.1/32");
    QCOMPARE(*read->hba.rules[1].option("map"), "m");
    QCOMPARE(*read->hba.rules[2].option("ldapbindpasswd"), "********");
    QVERIFY(!read->ident.problem.empty());
}

QTEST_GUILESS_MAIN(TestHbaServer)
#include "tst_hbaserver.moc"
