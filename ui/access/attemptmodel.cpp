// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/attemptmodel.h"

#include "access/candidatetext.h"
#include "access/diagnosistext.h"
#include "base/plaintext.h"
#include "widgets/plainlabel.h"

using namespace Qt::StringLiterals;

namespace ui {

namespace {

using pgaccess::Observation;
using pgaccess::Stage;

// IPv6, then IPv4, then sockets: as the system orders the addresses of "localhost".
auto orderOf(const AttemptModel::Row &row)
{
    if (!row.judged)
        return std::tuple(row.candidate, -1, QString(), 0);
    const Observation &seen = row.judged->attempt.observation;
    const int kind = seen.socket ? 2 : seen.address.contains(u':') ? 0 : 1;
    return std::tuple(row.candidate, kind, seen.address, seen.port);
}

} // namespace

AttemptModel::AttemptModel(QObject *parent)
    : QAbstractTableModel(parent)
{
}

void AttemptModel::begin(const QList<AccessCandidate> &candidates)
{
    beginResetModel();
    m_rows.clear();
    for (const AccessCandidate &candidate : candidates)
        m_rows.push_back({candidate.number, candidate.name, {}});
    endResetModel();
}

void AttemptModel::beginAgain(const AccessCandidate &candidate)
{
    for (int at = int(m_rows.size()) - 1; at >= 0; --at) {
        if (m_rows[size_t(at)].candidate != candidate.number)
            continue;
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }
    place({candidate.number, candidate.name, {}});
}

void AttemptModel::take(const JudgedAttempt &judged)
{
    Row row{.candidate = judged.attempt.candidate, .judged = judged};
    for (size_t at = 0; at < m_rows.size(); ++at) {
        Row &known = m_rows[at];
        if (known.candidate != row.candidate)
            continue;
        row.name = known.name;
        if (known.judged && orderOf(known) != orderOf(row))
            continue;
        known.judged = judged;
        emit dataChanged(index(int(at), 0), index(int(at), Result));
        return;
    }
    place(row);
}

void AttemptModel::place(const Row &row)
{
    const auto at = std::ranges::upper_bound(m_rows, orderOf(row), {}, orderOf);
    const int number = int(at - m_rows.begin());
    beginInsertRows({}, number, number);
    m_rows.insert(at, row);
    endInsertRows();
}

void AttemptModel::end()
{
    for (int at = int(m_rows.size()) - 1; at >= 0; --at) {
        if (m_rows[size_t(at)].judged)
            continue;
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }
}

bool AttemptModel::isOfTried(const pgaccess::LoginFailures &failures) const
{
    return std::ranges::any_of(m_rows, [&failures](const Row &row) {
        return row.judged && pgaccess::isOf(row.judged->attempt.observation, failures);
    });
}

int AttemptModel::failed() const
{
    return int(std::ranges::count_if(
        m_rows, [](const Row &row) { return row.judged && !row.judged->attempt.connected(); }));
}

int AttemptModel::connected() const
{
    return int(std::ranges::count_if(
        m_rows, [](const Row &row) { return row.judged && row.judged->attempt.connected(); }));
}

int AttemptModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int AttemptModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString AttemptModel::text(const Row &row, int column) const
{
    if (column == Address)
        return row.judged ? CandidateText::address(row.judged->attempt)
                          : base::visibleText(row.name);
    if (!row.judged)
        return column == Result ? tr("trying…") : QString();
    if (column == Result)
        return CandidateText::result(*row.judged);
    const auto &stage = row.judged->attempt.at(Stage(column - FirstStage));
    return QStringList{CandidateText::outcome(stage), CandidateText::elapsed(stage)}
        .join(u' ')
        .trimmed();
}

QVariant AttemptModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &shown = row(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return text(shown, index.column());
    case Qt::ToolTipRole:
        if (index.column() == Address || index.column() == Result)
            return plainToolTip(base::visibleText(shown.name) + u'\n' +
                                text(shown, index.column()));
        return {};
    case Qt::AccessibleTextRole:
        if (index.column() == Address)
            return QString(base::visibleText(shown.name) + u", "_s + text(shown, Address) +
                           u", "_s + text(shown, Result));
        return QString(headerData(index.column(), Qt::Horizontal, Qt::DisplayRole).toString() +
                       u": "_s + text(shown, index.column()));
    default:
        return {};
    }
}

QVariant AttemptModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    if (section == Address)
        return tr("Address");
    if (section == Result)
        return tr("Result");
    const auto stage = Stage(section - FirstStage);
    if (stage == Stage::Authenticate)
        return tr("Log in", "the stage authenticate, short");
    if (stage == Stage::OpenDatabase)
        return tr("Database");
    QString name = DiagnosisText::stage(stage);
    name[0] = name[0].toUpper();
    return name;
}

} // namespace ui
