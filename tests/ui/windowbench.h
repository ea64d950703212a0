// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "widgets/panelhead.h"
#include "window/mainwindow.h"

#include <QListView>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

namespace test {

using namespace Qt::StringLiterals;

/// A server's or user's text that would be seen as markup if it were not shown plainly.
inline const QString Sentinel = u"<i id=z>"_s;

class TestPanel final : public ui::Panel
{
public:
    TestPanel(const QString &id, const QString &title)
        : Panel(id, title)
    {
        head()->filterLine();
    }
    void showSnapshot(const snapshot::SnapshotPtr &snapshot) override
    {
        shown.push_back(snapshot);
        if (snapshot)
            emit countChanged(int(snapshot->sessions.size()), ui::Severity::None);
    }
    QString helpText() const override { return u"What it is.\n\nWhat to do."_s; }
    void setCompactRows(bool on) override { compact = on; }
    QList<QAction *> panelActions() const override { return actions; }

    QList<snapshot::SnapshotPtr> shown;
    QList<QAction *> actions;
    bool compact = false;
};

inline ui::ServerRow row(const QString &id, base::ServerState state)
{
    return {.id = id, .name = id, .status = {.state = state}};
}

inline snapshot::SnapshotPtr someSnapshot()
{
    auto s = std::make_shared<snapshot::Snapshot>();
    s->sessions.resize(3);
    s->server.role = Sentinel;
    s->server.version = Sentinel;
    return s;
}

/// A window with two panels and settings of its own.
struct Bench
{
    QTemporaryDir folder;
    QSettings settings{folder.filePath(u"window.ini"_s), QSettings::IniFormat};
    std::unique_ptr<ui::MainWindow> window;
    TestPanel *activity = nullptr;
    TestPanel *locks = nullptr;

    explicit Bench(ui::Theme &theme) { open(theme); }
    void open(ui::Theme &theme)
    {
        window = std::make_unique<ui::MainWindow>(theme, settings);
        activity = new TestPanel(u"activity"_s, u"Activity"_s);
        locks = new TestPanel(u"locks"_s, u"Locks"_s);
        window->addPanel(activity);
        window->addPanel(locks);
    }
    void show() const
    {
        window->show();
        QVERIFY(QTest::qWaitForWindowActive(window.get()));
    }
    template <typename T>
    T *find(const QString &name) const
    {
        return window->findChild<T *>(name);
    }
    void clickServer(int row) const
    {
        auto *list = find<QListView>(u"serverList"_s);
        const QRect rect = list->visualRect(list->model()->index(row, 0));
        QTest::mouseClick(list->viewport(), Qt::LeftButton, {}, rect.center());
    }
};

} // namespace test
