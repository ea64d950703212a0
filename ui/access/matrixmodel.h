// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/rules/rulechecker.h"
#include "access/rules/ruleworld.h"
#include "widgets/severity.h"

#include <QAbstractTableModel>
#include <QTimer>

namespace ui {

/// Which method each role meets on its way to each database: by the socket, from 127.0.0.1, from
/// ::1 and from this machine's address. A row is worked out, on another thread, when it is first
/// looked at.
class MatrixModel final : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column {
        RoleColumn,
        DatabaseColumn,
        SocketColumn,
        Loopback4Column,
        Loopback6Column,
        MachineColumn,
        ColumnCount,
    };
    enum Role {
        SeverityRole = Qt::UserRole,
        ClosedRole, ///< Nobody gets in there.
    };

    static constexpr size_t MostRoles = 200;
    static constexpr size_t MostDatabases = 50;

    explicit MatrixModel(QObject *parent = nullptr);

    /// Clients that come over the network use TLS or GSSAPI as this one does.
    void setSubject(const pgaccess::RuleBookPtr &book, const pgaccess::RuleWorldPtr &world,
                    const pgaccess::HbaClient &like);

    /// The client of a cell; of the column for the names it is by the socket.
    pgaccess::HbaClient clientAt(int row, int column) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Cell
    {
        pgaccess::HbaResult result = pgaccess::HbaResult::NoEntry;
        pgaccess::HbaMethod method = pgaccess::HbaMethod::Reject;
        int line = 0;
        bool certain = true;
    };
    using Row = std::vector<Cell>;

    const Row *wanted(int row) const;
    void work();
    void take(quint64 subject, const std::vector<std::pair<int, Row>> &rows);
    QString cellText(const Cell &cell) const;
    static Cell cellOf(const pgaccess::HbaRules &rules, const pgaccess::HbaClient &client);
    static Severity severityOf(const Cell &cell);

    pgaccess::RuleBookPtr m_book;
    pgaccess::RuleWorldPtr m_world = std::make_shared<const pgaccess::RuleWorld>();
    size_t m_roles = 0; ///< So many are shown.
    size_t m_databases = 0;
    bool m_tls = false;
    bool m_gss = false;
    std::map<int, Row> m_rows;
    mutable std::vector<int> m_todo;
    mutable QTimer m_timer;
    quint64 m_subject = 0;
};

} // namespace ui
