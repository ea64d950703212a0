// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/optiontable.h"

#include "access/celldelegate.h"
#include "access/optionmodel.h"
#include "widgets/metrics.h"
#include "widgets/theme.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

/// Edits with a list of the names or words there are; any other text may be typed.
class OptionDelegate final : public CellDelegate
{
public:
    using CellDelegate::CellDelegate;

    QWidget *createEditor(QWidget *parent, const QStyleOptionViewItem &option,
                          const QModelIndex &index) const override
    {
        const QStringList words = choices(index);
        if (words.isEmpty())
            return QStyledItemDelegate::createEditor(parent, option, index);
        auto *editor = new QComboBox(parent);
        editor->setEditable(true);
        editor->addItems(words);
        return editor;
    }

    void setEditorData(QWidget *editor, const QModelIndex &index) const override
    {
        if (auto *box = qobject_cast<QComboBox *>(editor))
            box->setCurrentText(index.data(Qt::EditRole).toString());
        else
            QStyledItemDelegate::setEditorData(editor, index);
    }

    void setModelData(QWidget *editor, QAbstractItemModel *model,
                      const QModelIndex &index) const override
    {
        if (auto *box = qobject_cast<QComboBox *>(editor))
            model->setData(index, box->currentText(), Qt::EditRole);
        else
            QStyledItemDelegate::setModelData(editor, model, index);
    }

protected:
    void initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const override
    {
        QStyledItemDelegate::initStyleOption(option, index);
        if (!index.data(OptionModel::ProblemRole).toString().isEmpty())
            option->palette.setColor(QPalette::Text, tokens(option->palette).critical);
    }

private:
    static QStringList choices(const QModelIndex &index)
    {
        if (index.column() == OptionModel::OptionColumn)
            return pgaccess::furtherOptions();
        return pgaccess::optionWords(
            index.siblingAtColumn(OptionModel::OptionColumn).data(Qt::EditRole).toString());
    }
};

} // namespace

OptionTable::OptionTable(QWidget *parent)
    : QWidget(parent)
    , m_model(new OptionModel(this))
    , m_view(new QTableView(this))
{
    setUpView();
    auto *addButton = new QPushButton(tr("&Add option"), this);
    addButton->setObjectName("addOption"_L1);
    m_remove = new QPushButton(tr("Re&move"), this);
    m_remove->setObjectName("removeOption"_L1);
    auto *buttons = new QHBoxLayout;
    for (QPushButton *button : {addButton, m_remove}) {
        button->setAutoDefault(false);
        buttons->addWidget(button);
    }
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid * 2);
    layout->addWidget(m_view, 1);
    layout->addLayout(buttons);
    connect(addButton, &QPushButton::clicked, this, &OptionTable::add);
    connect(m_remove, &QPushButton::clicked, this, &OptionTable::removeCurrent);
    connect(m_model, &OptionModel::dataChanged, this, &OptionTable::edited);
    connect(m_model, &OptionModel::rowsRemoved, this, &OptionTable::edited);
    connect(m_model, &OptionModel::rowsInserted, this, &OptionTable::showRows);
    connect(m_model, &OptionModel::rowsRemoved, this, &OptionTable::showRows);
    connect(m_model, &OptionModel::modelReset, this, &OptionTable::showRows);
    showRows();
}

void OptionTable::setUpView()
{
    m_view->setObjectName("furtherOptions"_L1);
    m_view->setAccessibleName(tr("Further connection options"));
    m_view->setModel(m_model);
    m_view->setItemDelegate(new OptionDelegate(m_view));
    m_view->setEditTriggers(QAbstractItemView::AllEditTriggers);
    m_view->setSelectionMode(QAbstractItemView::SingleSelection);
    m_view->setShowGrid(false);
    m_view->setTabKeyNavigation(false);
    m_view->verticalHeader()->hide();
    m_view->verticalHeader()->setDefaultSectionSize(metrics::RowHeight);
    m_view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_view->horizontalHeader()->setStretchLastSection(true);
    m_view->horizontalHeader()->resizeSection(OptionModel::OptionColumn, 220);
}

/// The table takes room only when there is something in it.
void OptionTable::showRows()
{
    constexpr int MostRows = 4;
    const int rows = std::min(m_model->rowCount(), MostRows);
    m_view->setMinimumHeight((rows + 1) * metrics::RowHeight + metrics::Grid);
    m_view->setVisible(rows > 0);
    m_remove->setVisible(rows > 0);
}

void OptionTable::add()
{
    m_model->addRow();
    const QModelIndex fresh = m_model->index(m_model->rowCount() - 1, OptionModel::OptionColumn);
    m_view->setCurrentIndex(fresh);
    m_view->edit(fresh);
}

void OptionTable::removeCurrent()
{
    m_model->removeRowAt(m_view->currentIndex().row());
}

} // namespace ui
