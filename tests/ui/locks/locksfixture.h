// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "locks/lockspage.h"
#include "locks/rootlist.h"
#include "locks/waittreeview.h"
#include "support/textsnapshot.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"

#include <KSyntaxHighlighting/Repository>

#include <QAbstractButton>
#include <QTest>

/// The panel of locks with a usual situation, for a person who looks and clicks: 7 is idle in a
/// transaction and blocks two, 8 runs a statement and blocks one.
class LocksFixture
{
protected:
    /// A new page in a window of its own; false if that was not shown.
    [[nodiscard]] bool open();
    void close() { m_page.reset(); }

    static const QString Usual;
    void show(const QString &text);
    template <typename T>
    T *child(const QString &name) const
    {
        return m_page->findChild<T *>(name);
    }
    QString label(const QString &name) const { return child<ui::PlainLabel>(name)->text(); }

    void showTree();
    int rootRow(int pid) const;
    void clickRoot(int pid);
    void clickTree(int pid);

    std::unique_ptr<ui::Theme> m_theme;
    KSyntaxHighlighting::Repository m_repository;
    std::unique_ptr<ui::LocksPage> m_page;
    ui::RootList *m_roots = nullptr;
    ui::WaitTreeView *m_tree = nullptr;
};
