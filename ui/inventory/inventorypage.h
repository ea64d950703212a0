// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "inventory/changerights.h"
#include "inventory/observed.h"
#include "inventory/tablerows.h"
#include "widgets/chipbar.h"
#include "window/panel.h"

class QSplitter;
class QStackedLayout;

namespace ui {

class Card;
class ChangeActions;
class EmptyState;
class LazyTable;
class MessageBar;
class TableNotice;

/// What one page of the inventory calls its things.
struct InventoryWords
{
    QString id; ///< Of the panel; the names of its widgets begin with it.
    QString title;
    QString filterHint;
    QString chips;   ///< What the chips are, for those who don't see them.
    QString failed;  ///< A title.
    QString reading; ///< These three stand where the table would.
    QString noMatch;
    QString none;
    QString showAll;                                  ///< A button.
    QString allChip;                                  ///< The id of the chip that hides least.
    std::vector<std::pair<QString, QString>> changes; ///< Their ids and texts.
};

/// A table of what there is on a server, with its filter line and chips, and all about the selected
/// one. It asks for the inventory when it is looked at, and for changes, by signals.
class InventoryPage : public Panel
{
    Q_OBJECT

public:
    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override;
    void setCompactRows(bool compact) override;
    QList<QAction *> panelActions() const override;

    // The answers to inventoryWanted(); an inventory may also come by itself.
    void showInventory(const inventory::InventoryPtr &inventory, const ObservedPtr &observed);
    void showProblem(const base::Error &error);

    /// Why nothing may be changed on this server; empty if it may.
    void setChangesBlocked(const QString &reason);

signals:
    /// The panel is looked at and has no inventory.
    void inventoryWanted();
    /// What is to be done to the selected one, by the id of the change; "create" is about none (0).
    void changeRequested(const QString &change, quint32 oid);
    void newApplicationRequested();
    /// Databases that nobody has looked into are to be read.
    void othersWanted();

protected:
    /// Takes the table over.
    InventoryPage(InventoryWords words, LazyTable *table, QWidget *parent);
    /// The last step of the construction: shows the detail beside or below the table, and the
    /// button in the head of the table.
    void complete(QWidget *detail, QWidget *headButton);

    ChangeActions &changes() const { return *m_changes; }
    LazyTable &table() const { return *m_table; }
    QSplitter &splitter() const { return *m_splitter; }
    const inventory::InventoryPtr &inventory() const { return m_inventory; }
    const ObservedPtr &observed() const { return m_observed; }
    std::optional<inventory::Oid> selected() const { return m_selected; }
    /// Why a change can't be done: the reason, else the right that our role lacks for it.
    void placeObstacle(const QString &id, const QString &reason,
                       const inventory::ChangeQuestion &question);
    /// What our role lacks for a change, in a sentence; empty if nothing, or before an inventory.
    QString missingRights(const inventory::ChangeQuestion &question) const;
    /// Selects a row; if the filter hides it, this goes and another chip is chosen.
    void select(inventory::Oid oid, const QString &chip);

    /// Gives the table the rows of the inventory.
    virtual void fillTable() = 0;
    /// The quick filters, with counts as soon as there are rows. The one of the findings has the id
    /// "finding".
    virtual std::vector<Chip> chips() const = 0;
    /// Of all findings in the rows.
    virtual Severity worst() const = 0;
    virtual QString notice() const { return {}; }
    /// A button beside the notice, for othersWanted().
    virtual QString noticeAction() const { return {}; }
    /// After what the notice says has changed.
    void placeNotice();
    /// Shows what is known of the selected one, or of none.
    virtual void showDetail() = 0;
    /// Tells the changes why they can't be done.
    virtual void placeObstacles() = 0;
    /// Another one is selected, and shown.
    virtual void selectionChanged() {}

    void subjectChanged() override;
    void showEvent(QShowEvent *event) override;

private:
    void buildChanges();
    void buildHead();
    void buildCard();
    void askOnce();
    void readFilter();
    void chooseChip(const QString &id);
    void arranged();
    void tellCount(const std::vector<Chip> &chips);
    void selectFirst();
    void readSelection();
    void take(inventory::Oid oid);
    void showEmptyState();
    void leaveEmptyState();

    InventoryWords m_words;
    ChangeActions *m_changes;
    Card *m_card;
    ChipBar *m_chips;
    LazyTable *m_table;
    TableNotice *m_notice;
    QStackedLayout *m_stack;
    EmptyState *m_empty;
    MessageBar *m_problem;
    QSplitter *m_splitter;
    inventory::InventoryPtr m_inventory;
    ObservedPtr m_observed;
    std::optional<inventory::ChangeRights> m_rights; ///< Of our role, in the inventory.
    std::optional<inventory::Oid> m_selected;
    bool m_failed = false;
    bool m_asked = false;
};

} // namespace ui
