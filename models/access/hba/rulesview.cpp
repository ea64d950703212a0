// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/rulesview.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <map>

namespace pgaccess {

namespace {

/// Where a column of the answer is.
class ViewRow final
{
public:
    ViewRow(const pg::Rows &rows, int row)
        : m_rows(rows)
        , m_row(row)
    {
    }

    bool isNull(const char *column) const { return m_rows.isNull(m_row, m_rows.column(column)); }

    std::string text(const char *column) const
    {
        const QByteArrayView bytes = m_rows.bytes(m_row, m_rows.column(column));
        return std::string(bytes.data(), size_t(bytes.size()));
    }

    int line() const { return m_rows.text(m_row, m_rows.column("line_number")).toInt(); }

    AuthField list(const char *column) const
    {
        AuthField field;
        const QByteArrayView json = m_rows.bytes(m_row, m_rows.column(column));
        const QJsonArray words = QJsonDocument::fromJson(json.toByteArray()).array();
        for (const auto &word : words)
            field.push_back({.text = word.toString().toStdString()});
        return field;
    }

private:
    const pg::Rows &m_rows;
    int m_row;
};

int fileIndex(std::vector<std::string> &files, const std::string &name)
{
    if (name.empty())
        return 0;
    const auto found = std::ranges::find(files, name);
    if (found != files.end())
        return int(found - files.begin());
    files.push_back(name);
    return int(files.size()) - 1;
}

AuthLine lineOf(const ViewRow &row)
{
    AuthLine line{.line = row.line()};
    if (row.isNull("type")) {
        // The server is silent on some errors; a line that it does not show is one.
        line.error = row.isNull("error") ? "invalid line" : row.text("error");
        return line;
    }
    line.fields = {{{.text = row.text("type")}}, row.list("databases"), row.list("users")};
    if (!row.isNull("address"))
        line.fields.push_back({{.text = row.text("address")}});
    if (!row.isNull("netmask"))
        line.fields.push_back({{.text = row.text("netmask")}});
    line.fields.push_back({{.text = row.text("auth_method")}});
    return line;
}

// Its options are what the server made of them, and right.
std::vector<HbaOption> optionsOf(const ViewRow &row)
{
    std::vector<HbaOption> options;
    for (const AuthToken &word : row.list("options")) {
        const std::size_t equals = word.text.find('=');
        const std::string name = word.text.substr(0, equals);
        const bool secret = name == "ldapbindpasswd" || name == "radiussecrets";
        options.push_back({name, secret || equals == std::string::npos
                                     ? "********"
                                     : word.text.substr(equals + 1)});
    }
    return options;
}

bool isDemandForOptions(const std::string &error)
{
    return error.contains(" requires argument ");
}

} // namespace

HbaRules hbaRulesOfView(const pg::Rows &rows, const std::string &path, int version)
{
    AuthLines lines{.files = {path.empty() ? "pg_hba.conf" : path}};
    for (int i = 0; i < rows.rowCount(); ++i) {
        const ViewRow row(rows, i);
        lines.lines.push_back(lineOf(row));
        lines.lines.back().file = fileIndex(lines.files, row.text("file_name"));
    }
    HbaRules out = parseHbaLines(std::move(lines), version);
    for (int i = 0; i < rows.rowCount() && out.problem.empty(); ++i) {
        const ViewRow row(rows, i);
        HbaRule &rule = out.rules[size_t(i)];
        if (row.isNull("type"))
            continue;
        rule.options = optionsOf(row);
        rule.notice = row.text("error");
        if (isDemandForOptions(rule.error))
            rule.error.clear();
    }
    return out;
}

IdentRules identRulesOfView(const pg::Rows &rows, const std::string &path, int version)
{
    AuthLines lines{.files = {path.empty() ? "pg_ident.conf" : path}};
    for (int i = 0; i < rows.rowCount(); ++i) {
        const ViewRow row(rows, i);
        AuthLine line{.file = fileIndex(lines.files, row.text("file_name")), .line = row.line()};
        line.error = row.text("error");
        for (const char *column : {"map_name", "sys_name", "pg_username"})
            line.fields.push_back({{.text = row.text(column)}});
        lines.lines.push_back(std::move(line));
    }
    return parseIdentLines(std::move(lines), version);
}

void takeOpinions(const pg::Rows &rows, HbaRules &rules)
{
    std::map<std::pair<std::string, int>, HbaRule *> places;
    for (HbaRule &rule : rules.rules) {
        const std::string &file = rules.files[size_t(rule.file)];
        places.emplace(std::pair(rule.file == 0 ? std::string() : file, rule.line), &rule);
    }
    for (int i = 0; i < rows.rowCount(); ++i) {
        const ViewRow row(rows, i);
        if (row.isNull("error"))
            continue;
        const std::string name = row.text("file_name");
        const bool main = name.empty() || name == rules.files.front();
        const auto found = places.find(std::pair(main ? std::string() : name, row.line()));
        if (found == places.end())
            continue;
        std::string &target = row.isNull("type") ? found->second->error : found->second->notice;
        target = row.text("error");
    }
}

} // namespace pgaccess
