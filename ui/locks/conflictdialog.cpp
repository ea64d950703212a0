// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/conflictdialog.h"

#include "widgets/fonts.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QTableWidget>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using locks::LockMode;

namespace {

constexpr int Modes = 8;

LockMode modeAt(int row)
{
    return LockMode(row + 1);
}

// Without "Lock", which all of them end in: the heads are narrow.
QString shortName(LockMode mode)
{
    QString name = snapshot::lockModeText(mode);
    return name.chopped(4);
}

// "AccessExclusive" in two lines.
QString headName(LockMode mode)
{
    QString name = shortName(mode);
    for (qsizetype i = name.size() - 1; i > 0; --i) {
        if (name[i].isUpper())
            return name.insert(i, u'\n');
    }
    return name;
}

} // namespace

QString takenBy(LockMode mode)
{
    switch (mode) {
    case LockMode::AccessShare:
        return u"SELECT"_s;
    case LockMode::RowShare:
        return u"SELECT … FOR UPDATE, FOR SHARE"_s;
    case LockMode::RowExclusive:
        return u"INSERT, UPDATE, DELETE, MERGE"_s;
    case LockMode::ShareUpdateExclusive:
        return ConflictDialog::tr("VACUUM, ANALYZE, CREATE INDEX CONCURRENTLY, some ALTER TABLE");
    case LockMode::Share:
        return u"CREATE INDEX"_s;
    case LockMode::ShareRowExclusive:
        return ConflictDialog::tr("CREATE TRIGGER, some ALTER TABLE");
    case LockMode::Exclusive:
        return u"REFRESH MATERIALIZED VIEW CONCURRENTLY"_s;
    case LockMode::AccessExclusive:
        return ConflictDialog::tr(
            "DROP, TRUNCATE, REINDEX, VACUUM FULL, most ALTER TABLE, LOCK TABLE");
    default:
        return {};
    }
}

QString conflictHelp()
{
    QStringList lines;
    for (int row = 0; row < Modes; ++row) {
        QStringList names;
        for (int column = 0; column < Modes; ++column) {
            if (locks::conflicts(modeAt(row), modeAt(column)))
                names << shortName(modeAt(column));
        }
        lines << ConflictDialog::tr("%1 (%2) conflicts with %3.")
                     .arg(snapshot::lockModeText(modeAt(row)), takenBy(modeAt(row)),
                          names.join(u", "_s));
    }
    return lines.join(u'\n');
}

ConflictDialog::ConflictDialog(QWidget *parent)
    : QDialog(parent)
{
    setObjectName(u"conflictDialog"_s);
    setWindowTitle(tr("Which Lock Modes Conflict"));
    auto *note = new PlainLabel(
        tr("Two transactions cannot hold modes that conflict (✕) on the same object at the same "
           "time: the second one waits. A transaction never conflicts with itself."));
    note->setWordWrap(true);
    auto *table = new QTableWidget(Modes, Modes + 1);
    table->setObjectName(u"conflictTable"_s);
    table->setAccessibleName(tr("Conflicts of lock modes"));
    fill(table);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Close);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(16, 14, 16, 14);
    layout->setSpacing(12);
    layout->addWidget(note);
    layout->addWidget(table, 1);
    layout->addWidget(buttons);
    resize(1080, 430);
}

void ConflictDialog::fill(QTableWidget *table)
{
    table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    table->setSelectionMode(QAbstractItemView::SingleSelection);
    table->setTabKeyNavigation(false);
    QStringList rows;
    QStringList columns;
    for (int row = 0; row < Modes; ++row) {
        rows << snapshot::lockModeText(modeAt(row));
        columns << headName(modeAt(row));
        for (int column = 0; column < Modes; ++column) {
            const bool conflict = locks::conflicts(modeAt(row), modeAt(column));
            auto *cell = new QTableWidgetItem(conflict ? u"✕"_s : QString());
            const QString sentence =
                (conflict ? tr("%1 conflicts with %2") : tr("%1 and %2 go together"))
                    .arg(snapshot::lockModeText(modeAt(row)),
                         snapshot::lockModeText(modeAt(column)));
            cell->setData(Qt::AccessibleTextRole, sentence);
            cell->setToolTip(plainToolTip(sentence));
            cell->setTextAlignment(Qt::AlignCenter);
            table->setItem(row, column, cell);
        }
        table->setItem(row, Modes, new QTableWidgetItem(takenBy(modeAt(row))));
    }
    columns << tr("taken on a table by");
    table->setVerticalHeaderLabels(rows);
    table->setHorizontalHeaderLabels(columns);
    QHeaderView *head = table->horizontalHeader();
    head->setFont(headFont(font()));
    head->setFixedHeight(2 * head->fontMetrics().height() + 12);
    head->setSectionResizeMode(QHeaderView::Fixed);
    head->setDefaultSectionSize(76);
    head->setStretchLastSection(true);
    head->setHighlightSections(false);
    table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table->verticalHeader()->setDefaultSectionSize(32);
}

} // namespace ui
