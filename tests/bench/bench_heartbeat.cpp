// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Whether the window stays quick while 5,000 sessions refresh each second: the whole window, and
// snapshots that are made on another thread.

#include "activity/activitypage.h"
#include "sessions/samplesessions.h"
#include "support/heartbeat.h"
#include "widgets/theme.h"
#include "window/mainwindow.h"

#include <KSyntaxHighlighting/Repository>

#include <QApplication>
#include <QElapsedTimer>
#include <QSettings>
#include <QTemporaryDir>
#include <QThread>
#include <QTreeView>

#include <cstdio>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr int Sessions = 5000;
constexpr auto Interval = 1s;

class Window
{
public:
    explicit Window(QApplication &application)
        : m_theme(application)
        , m_settings(m_folder.filePath(u"window.ini"_s), QSettings::IniFormat)
        , m_window(m_theme, m_settings)
    {
        auto *page = new ui::ActivityPage(m_repository);
        m_window.addPanel(page);
        m_window.resize(1440, 900);
        m_window.show();
        m_window.setServers(
            {{.id = u"1"_s, .name = u"orders"_s, .status = {.state = base::ServerState::Live}}});
        m_window.selectServer(u"1"_s);
    }

    void show(const snapshot::SnapshotPtr &snapshot)
    {
        m_gaps.push_back(m_heartbeat.largestGap());
        m_heartbeat.restart();
        QElapsedTimer clock;
        clock.start();
        m_window.showSnapshot(u"1"_s, snapshot);
        m_longest = std::max(m_longest, clock.nsecsElapsed());
        ++m_shown;
    }

    void selectARow()
    {
        auto *view = m_window.findChild<QTreeView *>(u"sessionTable"_s);
        view->setCurrentIndex(view->model()->index(7, 0));
    }

    int shown() const { return m_shown; }
    double longestShow() const { return double(m_longest) / 1e6; }
    void forget()
    {
        m_longest = 0;
        m_gaps.clear();
    }

    // The longest gap that each refresh brought with it, painting included; half of them less.
    std::chrono::milliseconds usualGap()
    {
        const auto middle = m_gaps.begin() + qsizetype(m_gaps.size() / 2);
        std::ranges::nth_element(m_gaps, middle);
        return *middle;
    }

private:
    QTemporaryDir m_folder;
    KSyntaxHighlighting::Repository m_repository;
    ui::Theme m_theme;
    QSettings m_settings;
    ui::MainWindow m_window;
    tests::Heartbeat m_heartbeat;
    std::vector<std::chrono::milliseconds> m_gaps;
    qint64 m_longest = 0;
    int m_shown = 0;
};

// As a live source does on its thread.
class Feeder final : public QObject
{
public:
    explicit Feeder(Window &window)
        : m_window(window)
        , m_server(1, Sessions)
        , m_timer(this)
    {
        m_server.changedShare = 0.04; // 5 % in all
        m_server.replacedShare = 0.01;
        m_timer.setInterval(Interval);
        connect(&m_timer, &QTimer::timeout, this, &Feeder::feed);
        moveToThread(&m_thread);
        m_thread.start();
        QMetaObject::invokeMethod(&m_timer, qOverload<>(&QTimer::start));
    }

    ~Feeder() override
    {
        QMetaObject::invokeMethod(&m_timer, &QTimer::stop, Qt::BlockingQueuedConnection);
        m_thread.quit();
        m_thread.wait();
    }

private:
    void feed()
    {
        const auto snapshot = m_server.next();
        QMetaObject::invokeMethod(qApp, [this, snapshot] { m_window.show(snapshot); });
    }

    Window &m_window;
    test::RandomServer m_server;
    QTimer m_timer;
    QThread m_thread;
};

void wait(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    Window window(application);
    const Feeder feeder(window);
    wait(3s); // the start of a program is another figure
    window.selectARow();
    wait(500ms);
    tests::Heartbeat heartbeat;
    window.forget();
    const int before = window.shown();
    wait(argc > 1 ? std::chrono::seconds(QByteArrayView(argv[1]).toInt()) : 60s);
    std::printf("%d snapshots of %d sessions on %s; longest showSnapshot() %.1f ms\n",
                window.shown() - before, Sessions, qPrintable(QApplication::platformName()),
                window.longestShow());
    std::printf("largest gap around one refresh: usually %lld ms\n",
                static_cast<long long>(window.usualGap().count()));
    const auto p99 = heartbeat.percentile99();
    const auto largest = heartbeat.largestGap();
    std::printf("heartbeat: 99th percentile %lld ms (goal 16), largest gap %lld ms (goal 100)\n",
                static_cast<long long>(p99.count()), static_cast<long long>(largest.count()));
    return p99 <= 16ms && largest <= 100ms ? 0 : 1;
}
