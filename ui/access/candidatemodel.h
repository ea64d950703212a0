// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/accesscandidate.h"

#include <QAbstractListModel>

namespace ui {

/// The candidates, each with its box to tick for trying it.
class CandidateModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role { NumberRole = Qt::UserRole, DetailsRole };

    explicit CandidateModel(QObject *parent = nullptr);

    void setCandidates(const QList<AccessCandidate> &candidates);
    const QList<AccessCandidate> &candidates() const { return m_candidates; }
    const AccessCandidate &candidate(int row) const { return m_candidates[row]; }
    /// Null for a number that is not there.
    const AccessCandidate *find(int number) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

signals:
    /// Other candidates are ticked now.
    void wantedChanged();

private:
    QList<AccessCandidate> m_candidates;
};

} // namespace ui
