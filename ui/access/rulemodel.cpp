// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/rulemodel.h"

#include "access/hbatext.h"
#include "widgets/plainlabel.h"

#include <QFileInfo>

#include <algorithm>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

QString findingTitle(HbaFindingId id)
{
    switch (id) {
    case HbaFindingId::Syntax:
        return RuleModel::tr("error");
    case HbaFindingId::Unreachable:
        return RuleModel::tr("never reached");
    case HbaFindingId::Trust:
        return RuleModel::tr("no password");
    case HbaFindingId::PasswordClearText:
        return RuleModel::tr("clear text");
    case HbaFindingId::Md5:
        return RuleModel::tr("MD5");
    case HbaFindingId::Ipv6Missing:
        return RuleModel::tr("no IPv6");
    case HbaFindingId::Ipv4Missing:
        return RuleModel::tr("no IPv4");
    case HbaFindingId::SuperuserOpen:
        return RuleModel::tr("superuser");
    case HbaFindingId::WorldOpen:
        return RuleModel::tr("open to all");
    case HbaFindingId::IdentAnyUser:
        break;
    }
    return RuleModel::tr("ident map");
}

Severity severityOf(HbaSeverity severity)
{
    if (severity == HbaSeverity::Critical)
        return Severity::Critical;
    return severity == HbaSeverity::Warning ? Severity::Warning : Severity::Info;
}

void RuleModel::setBook(const RuleBookPtr &book)
{
    beginResetModel();
    m_book = book;
    m_outcome.reset();
    endResetModel();
}

void RuleModel::setOutcome(const std::optional<HbaOutcome> &outcome, const HbaClient &client)
{
    m_outcome = outcome;
    m_client = client;
    if (rowCount() > 0)
        emit dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

int RuleModel::rowOf(int file, int line) const
{
    if (!m_book)
        return -1;
    const auto found = std::ranges::find_if(m_book->hba.rules, [file, line](const HbaRule &rule) {
        return rule.file == file && rule.line == line;
    });
    return found == m_book->hba.rules.end() ? -1 : int(found - m_book->hba.rules.begin());
}

int RuleModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_book ? 0 : int(m_book->hba.rules.size());
}

int RuleModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QString RuleModel::findingWords(const HbaRule &rule) const
{
    const auto all = findingsAt(*m_book, rule.file, rule.line);
    if (all.empty())
        return {};
    QString words = findingTitle(all.front()->id);
    if (all.size() > 1)
        words += u" +%1"_s.arg(all.size() - 1);
    return words;
}

QString RuleModel::findingTip(const HbaRule &rule) const
{
    QStringList lines;
    for (const HbaFinding *finding : findingsAt(*m_book, rule.file, rule.line))
        lines.append(HbaText::message(*finding, m_book->hba) + u'\n' + HbaText::fix(*finding));
    if (!rule.notice.empty())
        lines.append(HbaText::name(rule.notice));
    return lines.isEmpty() ? QString() : plainToolTip(lines.join(u"\n\n"_s));
}

RuleModel::Standing RuleModel::standing(int row) const
{
    if (!m_outcome)
        return Open;
    if (!m_outcome->rule || row < int(*m_outcome->rule))
        return Passed;
    if (row > int(*m_outcome->rule))
        return Behind;
    return m_outcome->result == HbaResult::Reject ? Rejects : Decides;
}

QString RuleModel::clientText(const HbaRule &rule, int row) const
{
    if (!m_outcome || size_t(row) >= m_outcome->considered.size())
        return {};
    const HbaReason reason = m_outcome->considered[size_t(row)];
    const std::string method(methodName(rule.method));
    switch (standing(row)) {
    case Decides:
        return tr("decides: %1").arg(HbaText::name(method));
    case Rejects:
        return tr("rejects");
    case Behind:
        if (reason == HbaReason::Matches)
            return tr("not reached; would match with %1").arg(HbaText::name(method));
        return tr("not reached; %1").arg(HbaText::reason(reason, rule, m_client));
    default:
        return HbaText::reason(reason, rule, m_client);
    }
}

QString RuleModel::display(const HbaRule &rule, int row, int column) const
{
    switch (column) {
    case LineColumn:
        return QString::number(rule.line);
    case FileColumn:
        return QFileInfo(HbaText::name(m_book->hba.files.at(size_t(rule.file)))).fileName();
    case FindingsColumn:
        return findingWords(rule);
    case ClientColumn:
        return clientText(rule, row);
    default:
        break;
    }
    if (!rule.error.empty() && rule.databases.empty())
        return column == TypeColumn ? HbaText::name(rule.error) : QString();
    switch (column) {
    case TypeColumn:
        return HbaText::name(std::string(kindName(rule.kind)));
    case DatabasesColumn:
        return HbaText::words(rule.databases);
    case UsersColumn:
        return HbaText::words(rule.users);
    case AddressColumn:
        return HbaText::address(rule);
    case MethodColumn:
        return rule.error.empty() ? HbaText::name(std::string(methodName(rule.method))) : QString();
    default:
        return HbaText::options(rule);
    }
}

QVariant RuleModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const HbaRule &rule = m_book->hba.rules[size_t(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return display(rule, index.row(), index.column());
    case Qt::ToolTipRole:
        if (index.column() == FindingsColumn || index.column() == LineColumn)
            return findingTip(rule);
        if (index.column() == FileColumn)
            return plainToolTip(HbaText::name(m_book->hba.files.at(size_t(rule.file))));
        return plainToolTip(display(rule, index.row(), index.column()));
    case Qt::TextAlignmentRole:
        return index.column() == LineColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                            : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    case SeverityRole: {
        const auto all = findingsAt(*m_book, rule.file, rule.line);
        return QVariant::fromValue(all.empty() ? Severity::None
                                               : severityOf(all.front()->severity));
    }
    case StandingRole:
        return int(standing(index.row()));
    default:
        return {};
    }
}

QVariant RuleModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return section == LineColumn ? QVariant(Qt::AlignRight | Qt::AlignVCenter)
                                     : QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[] = {tr("Line"),     tr("File"),           tr("Type"),   tr("Databases"),
                              tr("Users"),    tr("Address"),        tr("Method"), tr("Options"),
                              tr("Findings"), tr("For this client")};
    return section < ColumnCount ? titles[section] : QVariant();
}

} // namespace ui
