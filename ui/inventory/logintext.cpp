// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "inventory/logintext.h"

#include "access/hbatext.h"
#include "base/plaintext.h"
#include "inventory/inventorytext.h"

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;
using namespace inventory;
using pgaccess::HbaKind;
using pgaccess::HbaRule;
using pgaccess::HbaRules;
using pgaccess::LoginWay;
using pgaccess::RuleAge;

namespace {

constexpr int WaysInACell = 4;
constexpr std::size_t WaysInATip = 25;
constexpr std::size_t RejectsOfAWay = 3;

QString placeOf(const HbaRules &rules, std::size_t index)
{
    const HbaRule &rule = rules.rules[index];
    return HbaText::place(rules.files, rule.file, rule.line);
}

bool wantsCertificate(const HbaRule &rule)
{
    const std::string *value = rule.option("clientcert");
    return value && *value != "0" && *value != "no-verify";
}

} // namespace

std::vector<TableColumn> LoginText::columns()
{
    return {{tr("may log in"), 112, TableColumn::Text,
             tr("Green only where pg_hba.conf lets it in, and nothing in the catalogs is in the "
                "way")},
            {tr("from"), 98, TableColumn::Text,
             tr("The lines of pg_hba.conf that let it in: from where, how it proves who it is, and "
                "where the line stands. Lines that others leave nothing to are left out")},
            {tr("why"), 100, TableColumn::Text,
             tr("What lets it in, or what keeps it out: CONNECT, a limit, the password, or the "
                "lines of pg_hba.conf that are for it")}};
}

std::vector<Cell> LoginText::cells(const LoginJoin &join, const LoginJudgement &judgement)
{
    return {answer(join, judgement), from(join, judgement), why(join, judgement)};
}

Cell LoginText::answer(const LoginJoin &join, const LoginJudgement &judgement)
{
    const bool known = judgement.ways != nullptr;
    const bool changed = known && join.rules()->age == RuleAge::Changed;
    Cell cell;
    switch (judgement.answer) {
    case LoginAnswer::Yes:
        cell = {.text = judgement.certain ? tr("yes") : tr("perhaps"),
                .severity = judgement.certain && known ? Severity::Ok : Severity::None};
        break;
    case LoginAnswer::NotByPassword:
        cell = {.text = tr("partly"),
                .severity = Severity::Warning,
                .tip = tr("Only where it is not asked for a password.")};
        break;
    case LoginAnswer::NotNow:
        cell = {.text = tr("not now"), .severity = Severity::Warning};
        break;
    case LoginAnswer::No:
        cell = {.text = tr("no"), .muted = true};
        break;
    }
    // A used up limit keeps it out whatever the lines are.
    if (judgement.verdict.answer == LoginAnswer::No || judgement.answer == LoginAnswer::NotNow)
        return cell;
    const auto doubt = [&cell](const QString &text, const QString &sentence) {
        cell.text = text;
        cell.tip = cell.tip.isEmpty() ? sentence : cell.tip + u'\n' + sentence;
    };
    if (changed) {
        doubt(tr("%1, later").arg(cell.text), tr("After a reload: pg_hba.conf was written after "
                                                 "the server loaded it."));
        cell.severity = Severity::Warning;
    } else if (!known) {
        doubt(tr("%1?").arg(cell.text), tr("As far as the catalogs tell: the lines of pg_hba.conf, "
                                           "which come before them, are not known."));
    }
    return cell;
}

QString LoginText::unused(WayUse use)
{
    switch (use) {
    case WayUse::Open:
        return {};
    case WayUse::NoPassword:
        return tr("asks for a password, and it has none");
    case WayUse::PasswordExpired:
        return tr("asks for a password, and its own has expired");
    case WayUse::Md5Password:
        break;
    }
    return tr("asks for scram-sha-256, and its password is kept as md5");
}

// Why the rules let nobody in whom the catalogs would.
QStringList LoginText::refusals(const HbaRules &rules, const LoginJudgement &judgement)
{
    const auto &ways = judgement.ways->ways;
    const auto &reject = judgement.ways->reject;
    if (ways.empty())
        return {reject ? tr("%1 rejects it").arg(placeOf(rules, *reject))
                       : tr("no line of pg_hba.conf lets it in")};
    QStringList all;
    if (reject)
        all.append(
            tr("%1 rejects it (%2)").arg(placeOf(rules, *reject), clients(rules.rules[*reject])));
    const bool alike =
        std::ranges::adjacent_find(judgement.uses, std::not_equal_to()) == judgement.uses.end();
    if (alike && ways.size() > 1) {
        const QString what = unused(judgement.uses.front());
        all.append(reject ? tr("each other line for it %1").arg(what)
                          : tr("each line that is for it %1").arg(what));
        return all;
    }
    for (std::size_t i = 0; i < std::min(ways.size(), WaysInATip); ++i)
        all.append(tr("%1 %2").arg(placeOf(rules, ways[i].rule), unused(judgement.uses[i])));
    if (ways.size() > WaysInATip)
        all.append(tr("%1 more").arg(ways.size() - WaysInATip));
    return all;
}

// A password is the least of what is in the way: there are logins without.
Cell LoginText::why(const LoginJoin &join, const LoginJudgement &judgement)
{
    LoginVerdict verdict = judgement.verdict;
    std::ranges::stable_partition(verdict.obstacles, [](LoginObstacle each) {
        return each != LoginObstacle::NoPassword && each != LoginObstacle::PasswordExpired;
    });
    QStringList all;
    if (judgement.answer == LoginAnswer::No && verdict.answer != LoginAnswer::No) {
        all = refusals(join.rules()->rules->rules(), judgement);
    } else {
        for (const LoginObstacle each : verdict.obstacles)
            all.append(obstacle(join.inventory(), verdict, each));
    }
    const bool granted = all.isEmpty();
    if (granted)
        all.append(ground(join.inventory(), verdict.ground, verdict.path));
    Cell cell{.text = all.join(u"; "_s), .muted = granted};
    if (judgement.answer == LoginAnswer::No && judgement.ways && !judgement.ways->ways.empty()) {
        all.append(tr("The lines of pg_hba.conf that are for it:"));
        all += lines(join.rules()->rules->rules(), judgement);
    }
    cell.tip = all.join(u'\n');
    return cell;
}

QString LoginText::clients(const HbaRule &rule)
{
    if (rule.isLocal())
        return tr("local socket");
    QString where = rule.address.kind == pgaccess::HbaAddress::Kind::All ? tr("all addresses")
                                                                         : HbaText::address(rule);
    switch (rule.kind) {
    case HbaKind::HostSsl:
        return tr("%1 with TLS").arg(where);
    case HbaKind::HostNoSsl:
        return tr("%1 without TLS").arg(where);
    case HbaKind::HostGssEnc:
        return tr("%1 encrypted by GSSAPI").arg(where);
    case HbaKind::HostNoGssEnc:
        return tr("%1 not encrypted by GSSAPI").arg(where);
    default:
        return where;
    }
}

QString LoginText::way(const HbaRules &rules, const LoginWay &way)
{
    const HbaRule &rule = rules.rules[way.rule];
    QString method = HbaText::name(std::string(methodName(rule.method)));
    if (wantsCertificate(rule))
        method = tr("%1 and a client certificate").arg(method);
    QString text = tr("%1 (%2, %3)").arg(clients(rule), method, placeOf(rules, way.rule));
    QStringList rejected;
    for (const std::size_t each : way.rejectedBy) {
        if (rejected.size() == RejectsOfAWay) {
            rejected.append(u"…"_s);
            break;
        }
        rejected.append(tr("%1 (%2)").arg(clients(rules.rules[each]), placeOf(rules, each)));
    }
    if (!rejected.isEmpty())
        text = tr("%1 but not %2").arg(text, rejected.join(u", "_s));
    return way.certain ? text : tr("perhaps %1").arg(text);
}

Cell LoginText::from(const LoginJoin &join, const LoginJudgement &judgement)
{
    if (judgement.answer == LoginAnswer::No)
        return {};
    if (!judgement.ways)
        return {.text = tr("not known"), .muted = true, .tip = notice(join.rules()).sentence};
    const HbaRules &rules = join.rules()->rules->rules();
    const auto &ways = judgement.ways->ways;
    QStringList open;
    for (std::size_t i = 0; i < ways.size() && open.size() < WaysInACell; ++i) {
        if (judgement.isOpen(i))
            open.append(way(rules, ways[i]));
    }
    const auto more = std::ranges::count(judgement.uses, WayUse::Open) - open.size();
    if (more > 0)
        open.append(tr("%1 more").arg(more));
    return {.text = open.join(u" · "_s),
            .muted = judgement.answer == LoginAnswer::NotNow,
            .tip = lines(rules, judgement).join(u'\n')};
}

// Also those that are of no use to it.
QStringList LoginText::lines(const HbaRules &rules, const LoginJudgement &judgement)
{
    const auto &ways = judgement.ways->ways;
    QStringList all;
    for (std::size_t i = 0; i < std::min(ways.size(), WaysInATip); ++i) {
        const QString text = way(rules, ways[i]);
        all.append(judgement.isOpen(i) ? text : tr("%1: %2").arg(text, unused(judgement.uses[i])));
    }
    if (ways.size() > WaysInATip)
        all.append(tr("%1 more").arg(ways.size() - WaysInATip));
    return all;
}

QString LoginText::path(const Inventory &inventory, const std::vector<Oid> &path)
{
    QStringList names;
    for (const Oid role : path)
        names.append(InventoryText::role(inventory, role));
    return names.join(u" → "_s);
}

QString LoginText::ground(const Inventory &inventory, ConnectGround ground,
                          const std::vector<Oid> &path)
{
    switch (ground) {
    case ConnectGround::None:
        return {};
    case ConnectGround::Superuser:
        return tr("superuser");
    case ConnectGround::Own:
        return tr("granted to it, or as the owner");
    case ConnectGround::Public:
        return tr("granted to PUBLIC");
    case ConnectGround::Membership:
        break;
    }
    return LoginText::path(inventory, path);
}

QString LoginText::obstacle(const Inventory &inventory, const LoginVerdict &verdict,
                            LoginObstacle obstacle)
{
    const Role *role = inventory.role(verdict.role);
    const Database *database = inventory.database(verdict.database);
    switch (obstacle) {
    case LoginObstacle::NoLogin:
        return tr("the role lacks LOGIN");
    case LoginObstacle::NoPassword:
        return tr("it has no password");
    case LoginObstacle::PasswordExpired:
        return tr("its password has expired");
    case LoginObstacle::RoleLimit:
        return role && role->connectionLimit == 0 ? tr("the role gets in nowhere: its limit is 0")
                                                  : tr("the role has all its connections");
    case LoginObstacle::DatabaseInvalid:
        return tr("an interrupted DROP left the database invalid");
    case LoginObstacle::DatabaseClosed:
        return tr("the database lets nobody in");
    case LoginObstacle::NoConnect:
        return tr("no CONNECT on it");
    case LoginObstacle::DatabaseLimit:
        break;
    }
    return database && database->connectionLimit == 0
               ? tr("the database lets in nobody: its limit is 0")
               : tr("the database has all its connections");
}

LoginText::Notice LoginText::notice(const KnownRulesPtr &rules)
{
    using enum KnownRules::State;
    const QString byCatalogs = tr("What is said here is as far as the catalogs tell.");
    switch (rules ? rules->state : NotRead) {
    case NotRead:
        return {.sentence = tr("pg_hba.conf is not read yet. %1").arg(byCatalogs)};
    case NotAllowed:
        return {.sentence = tr("This role may not read pg_hba.conf. %1").arg(byCatalogs),
                .statement = rules->error.hint};
    case Failed:
        return {.severity = Severity::Warning,
                .sentence = tr("pg_hba.conf could not be read: %1 %2")
                                .arg(base::singleLine(rules->error.message), byCatalogs)};
    case NotLoaded:
        return {.severity = Severity::Warning,
                .sentence = tr("pg_hba.conf has an error, so the server keeps the lines that it "
                               "loaded before, which nobody can look at. %1")
                                .arg(byCatalogs)};
    case TooMany:
        return {.severity = Severity::Warning,
                .sentence = tr("pg_hba.conf has more lines than can be read. %1").arg(byCatalogs)};
    case Known:
        break;
    }
    if (rules->age == RuleAge::Changed)
        return {.severity = Severity::Warning,
                .sentence = tr("pg_hba.conf was written after the server loaded it: this is what "
                               "holds after a reload.")};
    QStringList doubts;
    if (!rules->exact)
        doubts.append(tr("Read from pg_hba_file_rules, which does not show quotes: a role or "
                         "database that is called “all” looks like the keyword."));
    if (rules->age == RuleAge::Unknown)
        doubts.append(tr("This role cannot see whether the server has loaded pg_hba.conf as it "
                         "is now."));
    return {.sentence = doubts.join(u' ')};
}

} // namespace ui
