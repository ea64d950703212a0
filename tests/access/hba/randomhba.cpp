// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/randomhba.h"

namespace tests {

namespace {

const std::vector<std::string> BrokenInAll = {
    "host",
    "local all",
    "host all all",
    "host all all 127.0.0.1",
    "local all all",
    "host all all 127.0.0.1/33 trust",
    "host all all ::1/129 trust",
    "host all all 127.0.0.1/ trust",
    "host all all 127.0.0.1 trust",
    "host all all localhost/8 trust",
    "host all all 127.0.0.1 ffff:: trust",
    "local all all magic",
    "local all all TRUST",
    "host all all all peer",
    "host all all all cert",
    "local all all gss",
    "local,host all all trust",
    "host all all all,all trust",
    "local all all trust,reject",
    "nothing all all trust",
    "local all all trust x",
    "local all all trust x=y",
    "local all all trust map=m",
    "host all all all scram-sha-256 clientcert=verify-ca",
    "local all all bsd",
    "local all all sspi",
    "host all all all ldap",
    "host all all all ldap ldapport=x",
    "host all all all ldap ldapprefix=a ldapbasedn=b",
    "host all all all pam colour=red",
    "host all all all ldap ldapsearchattribute=a ldapsearchfilter=b ldapbasedn=c",
    "host all all all radius",
    "local all all trust pamservice=x",
    "local all all trust krb_realm=x",
    "local all all trust include_realm=0",
    "local all all trust upn_username=0",
    "local all all trust radiusports=1",
    "local all all trust ldaptls=1",
    "local all @nowhere trust",
    "host all all 1.2.3.4 300.0.0.0 trust"};

} // namespace

std::string RandomHba::field(const std::vector<std::string> &words, bool mayRepeat)
{
    std::string text = pick(words);
    while (mayRepeat && number(4) == 0)
        text += (number(2) ? "," : ", ") + pick(words);
    return text;
}

std::string RandomHba::rule()
{
    std::vector<std::string> databases = {
        "all",       "all",   "appdb",   "otherdb",      "alice",       "sameuser", "samerole",
        "samegroup", "staff", "\"all\"", "\"sameuser\"", "replication", "\"app\"db"};
    std::vector<std::string> users = {"all",     "all",     "alice",  "bob",        "carol",
                                      "dave",    "+staff",  "+leads", "+\"staff\"", "\"+staff\"",
                                      "\"all\"", "+nobody", "Alice"};
    if (m_version >= 16) {
        databases.insert(databases.end(), {"/^app", "\"/db$\"", "/^(a|other)"});
        users.insert(users.end(), {"/^[ab]", "\"/^.{5}$\"", "/e$", "/^al+ice$"});
    }
    const std::vector<std::string> addresses = {
        "all",        "127.0.0.1/32",        "127.0.0.1/8",
        "::1/128",    "0.0.0.0/0",           "::/0",
        "10.0.0.0/8", "127.0.0.0 255.0.0.0", "samehost",
        "samenet",    "127.0.0.2/31",        "::1 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "127.1/32",   "128.0.0.0/1",         "::ffff:127.0.0.1/128"};
    const std::vector<std::string> kinds = {"local",   "host",      "host",       "host",
                                            "hostssl", "hostnossl", "hostgssenc", "hostnogssenc"};
    const std::vector<std::string> methods = {"password", "password", "password", "scram-sha-256",
                                              "md5",      "trust",    "reject"};
    const std::string kind = pick(kinds);
    const std::string gap = pick(std::vector<std::string>{" ", "\t", "  ", " \t "});
    std::string text = kind + gap + field(databases) + gap + field(users) + gap;
    if (kind != "local")
        text += pick(addresses) + gap;
    text += pick(methods);
    if (number(6) == 0)
        text += " # and so on";
    return text;
}

std::string RandomHba::brokenRule()
{
    std::vector<std::string> broken = BrokenInAll;
    if (m_version >= 14) {
        broken.insert(broken.end(),
                      {"hostssl all all all cert clientcert=verify-ca",
                       "host all all all trust clientname=DN", "hostssl all all all cert \\\n x=y",
                       "host all all all radius radiusservers=\"127.0.0.1,127.0.0.1\" "
                       "radiussecrets=\"a,b,c\""});
    }
    if (m_version >= 16) {
        broken.insert(broken.end(),
                      {"local all \"/(a\" trust", "local /[ all trust", "local all /*a trust",
                       "local all /a{2,1} trust", "local all /[z-a] trust", "local all /a\\ trust",
                       "local all /[[:x:]] trust", "include nowhere.conf", "include_dir nowhere"});
    }
    if (m_version >= 18)
        broken.insert(broken.end(), {"host all all all oauth", "host all all all oauth scope=x"});
    return pick(broken);
}

std::string RandomHba::file(int rules, int brokenOfHundred)
{
    std::string text;
    for (int i = 0; i < rules; ++i) {
        if (number(5) == 0)
            text += pick(std::vector<std::string>{"\n", "# a comment\n", "  \t\n", "\r\n"});
        text += (number(100) < brokenOfHundred ? brokenRule() : rule()) + '\n';
    }
    return text;
}

pgaccess::HbaClient RandomHba::client()
{
    const std::vector<std::string> addresses = {"", "127.0.0.1", "::1"};
    const std::vector<std::string> users = {"alice", "bob", "carol", "dave"};
    const std::vector<std::string> databases = {"appdb", "otherdb", "alice", "staff"};
    const std::string address = pick(addresses);
    pgaccess::HbaClient client{.local = address.empty(),
                               .address = pgaccess::parseIpAddress(address),
                               .tls = !address.empty() && number(2) == 0,
                               .user = pick(users),
                               .database = pick(databases)};
    if (number(8) == 0)
        client.replication = pgaccess::HbaClient::Replication::Physical;
    if (client.user == "alice")
        client.memberOf = {"staff"};
    if (client.user == "dave")
        client.memberOf = {"leads", "staff"};
    client.serverNetworks = {*pgaccess::parseIpNetwork("127.0.0.1/8"),
                             *pgaccess::parseIpNetwork("::1/128")};
    return client;
}

} // namespace tests
