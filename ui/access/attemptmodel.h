// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"
#include "access/diagnosis/loginfailures.h"

#include <QAbstractTableModel>

#include <algorithm>

namespace ui {

/// One row for each candidate at each of its addresses, filled in as attempts end. Rows keep their
/// order: by candidate, then IPv6, IPv4, sockets.
class AttemptModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        Address,
        FirstStage,
        LastStage = FirstStage + pgaccess::StageCount - 1,
        Result,
        ColumnCount,
    };

    /// A candidate at an address; without an attempt it is under way.
    struct Row
    {
        int candidate = 0;
        QString name; ///< Of the candidate. Foreign.
        std::optional<JudgedAttempt> judged;
    };

    explicit AttemptModel(QObject *parent = nullptr);

    /// A new check begins: one waiting row for each candidate.
    void begin(const QList<AccessCandidate> &candidates);
    /// One of the candidates is tried again; what the others came to stays.
    void beginAgain(const AccessCandidate &candidate);
    /// An attempt is over, or is judged better than before.
    void take(const JudgedAttempt &judged);
    /// What still waits was not tried.
    void end();
    void clear() { begin({}); }

    const Row &row(int row) const { return m_rows[size_t(row)]; }
    /// True if this candidate was tried.
    bool has(int candidate) const
    {
        return std::ranges::contains(m_rows, candidate, &Row::candidate);
    }
    /// True if somebody was tried whom a server's log means by these.
    bool isOfTried(const pgaccess::LoginFailures &failures) const;
    int failed() const;
    int connected() const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    void place(const Row &row);
    QString text(const Row &row, int column) const;

    std::vector<Row> m_rows;
};

} // namespace ui
