// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

// The windowed program with a server to connect to, for console.py: says when the first rows are
// on the screen, and ends.

#include "window/application.h"
#include "window/mainwindow.h"

#include <QApplication>
#include <QEvent>
#include <QTreeView>

#include <cstdio>

using namespace Qt::StringLiterals;

namespace {

class FirstRows final : public QObject
{
public:
    explicit FirstRows(QTreeView &view)
        : m_view(view)
    {
        view.viewport()->installEventFilter(this);
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        const QAbstractItemModel &model = *m_view.model();
        if (event->type() == QEvent::Paint && m_view.isVisible() && model.rowCount() > 0 &&
            !m_seen) {
            m_seen = true;
            const int rows = model.rowCount();
            // After this paint event, and after the window is given to the screen.
            QTimer::singleShot(0, this, [rows] { say(rows); });
        }
        return QObject::eventFilter(watched, event);
    }

private:
    static void say(int rows)
    {
        std::printf("%d rows\n", rows);
        std::fflush(stdout);
        QCoreApplication::quit();
    }

    QTreeView &m_view;
    bool m_seen = false;
};

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QApplication::setApplicationName(u"pgvigil"_s);
    app::Application program(application);
    const FirstRows rows(*program.window().findChild<QTreeView *>(u"sessionTable"_s));
    program.start(QString::fromLocal8Bit(argv[1]));
    return QApplication::exec();
}
