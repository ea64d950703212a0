// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/hbacommand.h"

#include "access/hba/diskfiles.h"
#include "access/hba/serverrules.h"
#include "access/hbatext.h"
#include "base/plaintext.h"
#include "commandline/checkerror.h"
#include "commandline/hbajson.h"
#include "commandline/serverchoice.h"
#include "commandline/terminal.h"
#include "postgres/catalogue.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace app {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::HbaCommand)
};

/// Where the rules come from.
struct Source
{
    ServerRules rules;
    bool hasIdent = false;
    std::optional<HbaClient> known; ///< What the server says of the role that match asks about.
    QStringList assumed;            ///< As in HbaReport.
};

std::unexpected<ConnectFailure> unreadable(const std::string &problem)
{
    const base::Error error{.message = base::visibleText(QString::fromStdString(problem))};
    return std::unexpected(ConnectFailure{.error = error, .exitCode = ExitCode::Usage});
}

std::string localPath(const QString &path)
{
    return QFile::encodeName(QFileInfo(path).absoluteFilePath()).toStdString();
}

Connected<Source> readFiles(const HbaRequest &request)
{
    Source source;
    ServerRules &rules = source.rules;
    for (const QString &name : request.superusers)
        rules.superusers.insert(name.toStdString());
    if (request.superusers.isEmpty())
        rules.superusers = {"postgres"};
    if (!request.version)
        source.assumed.append(u"server_version"_s);
    if (request.superusers.isEmpty())
        source.assumed.append(u"superusers"_s);
    const std::string path = localPath(request.file);
    const auto files = diskFiles();
    if (const auto text = files.read(path); !text)
        return unreadable(path + ": " + text.error().text);
    rules.hba = parseHbaFile(path, files, request.assumedVersion());
    if (request.ident.isEmpty())
        return source;
    source.hasIdent = true;
    rules.ident = parseIdentFile(localPath(request.ident), files, request.assumedVersion());
    if (!rules.ident.problem.empty())
        return unreadable(rules.ident.problem);
    return source;
}

// The role as the server knows it, as far as rules ask.
QCoro::Task<base::Result<HbaClient>> lookUpRole(pg::Connection *connection, QString user)
{
    const QByteArray sql =
        pg::statement(u"access/memberships"_s, connection->facts().serverVersion);
    const auto rows = co_await connection->run({.sql = sql, .parameters = {user.toUtf8()}});
    if (!rows)
        co_return std::unexpected(rows.error());
    HbaClient client{.userExists = rows->rowCount() > 0};
    const QByteArray names = client.userExists ? rows->bytes(0, 0).toByteArray() : QByteArray();
    const QJsonArray roles = QJsonDocument::fromJson(names).array();
    for (const auto &name : roles)
        client.memberOf.insert(name.toString().toStdString());
    co_return client;
}

QCoro::Task<Connected<Source>> readOver(pg::Connection *connection, const Request *request)
{
    Source source{.hasIdent = true};
    const auto rules = co_await readServerRules(connection);
    if (!rules)
        co_return std::unexpected(ConnectFailure{.error = rules.error()}); // as roles, databases
    source.rules = *rules;
    if (request->command == Request::Command::HbaMatch) {
        const auto known = co_await lookUpRole(connection, request->hba.user);
        if (!known)
            co_return std::unexpected(ConnectFailure{.error = known.error()});
        source.known = *known;
    }
    co_return source;
}

QCoro::Task<Connected<Source>> readServer(Request request, base::Secret password)
{
    const auto server = co_await openServer(request.hba.server, std::move(password));
    if (!server)
        co_return std::unexpected(server.error());
    co_return co_await readOver(server->connection.get(), &request);
}

bool hasOneFile(const HbaRules &rules)
{
    return std::ranges::all_of(rules.rules, [](const HbaRule &rule) { return rule.file == 0; });
}

QStringList rowOf(const HbaRule &rule)
{
    const QString line = QString::number(rule.line);
    if (!rule.error.empty())
        return {line, Tr::tr("(error)"), {}, {}, {}, {}, ui::HbaText::name(rule.error)};
    return {line,
            QString::fromStdString(std::string(kindName(rule.kind))),
            ui::HbaText::words(rule.databases),
            ui::HbaText::words(rule.users),
            ui::HbaText::address(rule),
            QString::fromStdString(std::string(methodName(rule.method))),
            ui::HbaText::options(rule)};
}

// What a file alone does not say.
void printAssumed(const HbaReport &report)
{
    if (report.assumed.contains("server_version"_L1))
        printLine(Tr::tr("That it is for PostgreSQL %1 is assumed: --server-version tells another.")
                      .arg(report.rules.version));
    if (report.assumed.contains("superusers"_L1))
        printLine(Tr::tr("That %1 is the only superuser is assumed: --superuser tells others.")
                      .arg(ui::HbaText::name(*report.superusers.begin())));
}

void printRules(const HbaRules &rules)
{
    QStringList header{Tr::tr("LINE"),    Tr::tr("TYPE"),   Tr::tr("DATABASE"), Tr::tr("USER"),
                       Tr::tr("ADDRESS"), Tr::tr("METHOD"), Tr::tr("OPTIONS")};
    const bool oneFile = hasOneFile(rules);
    if (!oneFile)
        header.prepend(Tr::tr("FILE"));
    QList<QStringList> rows;
    for (const HbaRule &rule : rules.rules) {
        QStringList row = rowOf(rule);
        if (!oneFile)
            row.prepend(ui::HbaText::name(rules.files[size_t(rule.file)]));
        rows.append(row);
    }
    for (const QString &line : alignedTable(header, rows, {oneFile ? 0 : 1}))
        printLine(line);
}

QString severityWord(HbaSeverity severity)
{
    switch (severity) {
    case HbaSeverity::Info:
        return Tr::tr("Note");
    case HbaSeverity::Warning:
        return Tr::tr("Warning");
    case HbaSeverity::Critical:
        break;
    }
    return Tr::tr("Critical");
}

void printFinding(const HbaFinding &finding, const HbaReport &report)
{
    const std::vector<std::string> &files =
        finding.inIdent ? report.ident.files : report.rules.files;
    QString place = ui::HbaText::place(files, finding.file, finding.line);
    if (finding.line == 0)
        place = Tr::tr("the whole file");
    if (finding.inIdent)
        place = Tr::tr("pg_ident.conf, %1").arg(place);
    printLine(u"%1, %2: %3"_s.arg(severityWord(finding.severity), place,
                                  ui::HbaText::message(finding, report.rules)));
    printLine(u"    "_s + ui::HbaText::fix(finding));
}

void printCheck(const HbaReport &report)
{
    const std::string path = report.rules.files.empty() ? "" : report.rules.files.front();
    printLine(Tr::tr("%1 as PostgreSQL %2 reads it. Rules: %3. Findings: %4.")
                  .arg(ui::HbaText::name(path), QString::number(report.rules.version),
                       QString::number(report.rules.rules.size()),
                       QString::number(report.findings.size())));
    printAssumed(report);
    printLine({});
    printRules(report.rules);
    if (!report.findings.empty())
        printLine({});
    for (const HbaFinding &finding : report.findings)
        printFinding(finding, report);
    if (!report.exact) {
        printNote(Tr::tr("Quotes are lost in pg_hba_file_rules, which is all that this role may "
                         "read: \"all\" in quotes looks like all."));
    }
    if (!report.rules.complete)
        printNote(Tr::tr("There are more rules than are read."));
}

int finishCheck(Source source, bool json)
{
    HbaReport report{.rules = std::move(source.rules.hba),
                     .ident = std::move(source.rules.ident),
                     .exact = source.rules.exact,
                     .superusers = source.rules.superusers,
                     .assumed = source.assumed};
    // A server that lets nobody read its maps is no finding.
    const bool withIdent = source.hasIdent && report.ident.problem.empty();
    report.findings =
        checkHba(report.rules, withIdent ? &report.ident : nullptr, source.rules.superusers);
    if (json)
        printJson(hbaToJson(report));
    else
        printCheck(report);
    const bool found = std::ranges::any_of(report.findings, [](const HbaFinding &finding) {
        return finding.severity >= HbaSeverity::Warning;
    });
    return int(found ? ExitCode::Found : ExitCode::Fine);
}

base::Result<HbaClient> clientOf(const HbaRequest &request)
{
    HbaClient client{.local = request.local,
                     .address = parseIpAddress(request.address.toStdString()),
                     .tls = request.ssl,
                     .gss = request.gss,
                     .user = request.user.toStdString(),
                     .database = request.database.toStdString()};
    if (request.replication)
        client.replication = HbaClient::Replication::Physical;
    const QString address = base::visibleText(request.address);
    if (!request.address.isEmpty() && !client.address)
        return base::localError(Tr::tr("“%1” is not an IP address.").arg(address));
    if (request.local && (client.address || request.ssl || request.gss))
        return base::localError(Tr::tr("The socket has no address and no encryption."));
    if (!request.local && !client.address)
        return base::localError(Tr::tr("A client by TCP needs an --address."));
    for (const QString &role : request.memberOf)
        client.memberOf.insert(role.toStdString());
    for (const QString &text : request.serverAddresses) {
        const auto network = parseIpNetwork(text.toStdString());
        if (!network)
            return base::localError(
                Tr::tr("“%1” is not an address with a network.").arg(base::visibleText(text)));
        if (!client.serverNetworks)
            client.serverNetworks.emplace();
        client.serverNetworks->push_back(*network);
    }
    return client;
}

void printMatch(const HbaReport &report, const HbaClient &client, const HbaOutcome &outcome)
{
    const HbaRules &rules = report.rules;
    printLine(ui::HbaText::outcome(outcome, rules, client));
    if (!outcome.certain)
        printLine(Tr::tr("A line before that may match as well."));
    printAssumed(report);
    printLine({});
    QList<QStringList> rows;
    for (size_t i = 0; i < outcome.considered.size(); ++i) {
        const HbaRule &rule = rules.rules[i];
        const QString text = rule.error.empty() ? ui::HbaText::name(hbaRuleText(rule)) : QString();
        rows.append({outcome.rule == i ? u"*"_s : QString(), QString::number(rule.line), text,
                     ui::HbaText::reason(outcome.considered[i], rule, client)});
    }
    const QStringList header{{}, Tr::tr("LINE"), Tr::tr("RULE"), Tr::tr("VERDICT")};
    for (const QString &line : alignedTable(header, rows, {1}))
        printLine(line);
}

int finishMatch(const Source &source, HbaClient client, bool json)
{
    if (source.known) {
        client.userExists = source.known->userExists;
        client.memberOf.insert(source.known->memberOf.begin(), source.known->memberOf.end());
    }
    HbaReport report{.rules = source.rules.hba, .assumed = source.assumed};
    report.assumed.removeAll(u"superusers"_s); // a rule does not ask for them
    const HbaOutcome outcome = matchHba(report.rules, client);
    if (json)
        printJson(hbaMatchToJson(report, client, outcome));
    else
        printMatch(report, client, outcome);
    return int(outcome.result == HbaResult::Match ? ExitCode::Fine : ExitCode::Found);
}

} // namespace

QCoro::Task<int> lookAtHba(Request request, base::Secret password)
{
    const bool matches = request.command == Request::Command::HbaMatch;
    const auto client = matches ? clientOf(request.hba) : base::Result<HbaClient>(HbaClient());
    if (!client)
        co_return printError(client.error(), request.json, ExitCode::Usage);
    const bool remote = !request.hba.server.isEmpty();
    const auto source =
        remote ? co_await readServer(request, std::move(password)) : readFiles(request.hba);
    if (!source)
        co_return printReadable(source.error().error, request.json, source.error().exitCode);
    if (matches)
        co_return finishMatch(*source, *client, request.json);
    co_return finishCheck(*source, request.json);
}

} // namespace app
