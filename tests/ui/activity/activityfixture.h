// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "activity/activitypage.h"
#include "activity/sessionview.h"
#include "widgets/plainlabel.h"
#include "widgets/theme.h"

#include <KSyntaxHighlighting/Repository>

#include <memory>

namespace test {

/// A shown activity page with believable sessions of a live server, and what a person does with it.
class ActivityFixture
{
public:
    ActivityFixture();

    /// Makes the page anew.
    void open();
    void close() { m_page.reset(); }

    template <typename T>
    T *child(const QString &name) const
    {
        return m_page->findChild<T *>(name);
    }
    QString label(const QString &name) const { return child<ui::PlainLabel>(name)->text(); }
    QAction *action(const QString &name) const { return child<QAction>(name); }

    void filter(const QString &line);
    /// The rows from top to bottom: pids, and the names of groups.
    QString pids() const;
    int rowOf(int pid) const;
    void click(int row, Qt::KeyboardModifiers modifiers = {});
    void show(const std::vector<snapshot::Session> &sessions, int hidden = 0);

    ui::Theme m_theme;
    KSyntaxHighlighting::Repository m_repository;
    std::unique_ptr<ui::ActivityPage> m_page;
    ui::SessionView *m_view = nullptr;
    sessions::SessionModel *m_model = nullptr;
};

} // namespace test
