// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "support/rssmeter.h"

#include <QByteArray>
#include <QFile>

namespace tests {

namespace {

qint64 statusBytes(QByteArrayView label)
{
    QFile file(QStringLiteral("/proc/self/status"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    for (const QByteArray &line : file.readAll().split('\n')) {
        if (line.startsWith(label))
            return line.mid(label.size()).simplified().split(' ').first().toLongLong() * 1024;
    }
    return 0;
}

} // namespace

RssMeter::RssMeter()
    : m_base(statusBytes("VmRSS:"))
{
    // Sets the peak back to the present (proc(5), clear_refs).
    QFile reset(QStringLiteral("/proc/self/clear_refs"));
    if (reset.open(QIODevice::WriteOnly))
        reset.write("5");
}

qint64 RssMeter::growth() const
{
    return statusBytes("VmHWM:") - m_base;
}

qint64 RssMeter::limit()
{
    constexpr qint64 mebibyte = 1024 * 1024;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return 400 * mebibyte;
#else
    return 64 * mebibyte;
#endif
}

} // namespace tests
