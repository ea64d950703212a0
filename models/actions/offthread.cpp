// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/offthread.h"

#include "postgres/completion.h"

#include <QObject>
#include <QScopedPointer>
#include <QtConcurrentRun>

namespace actions {

QCoro::Task<base::Result<void>> offThread(std::function<base::Result<void>()> job)
{
    const std::unique_ptr<QObject, QScopedPointerDeleteLater> here(new QObject);
    pg::Completion<base::Result<void>> done;
    QtConcurrent::run(std::move(job)).then(here.get(), [&done](const base::Result<void> &result) {
        done.finish(result);
    });
    co_return co_await done;
}

} // namespace actions
