// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QtTypes>

namespace tests {

/// Measures by how much this process has grown at most since the meter was made: resident memory,
/// the peak included, as the kernel counts it.
class RssMeter final
{
public:
    RssMeter();

    /// Bytes; the peak since the start minus what there was at the start.
    qint64 growth() const;

    /// What any fault may cost: 64 MiB. Sanitizers keep freed memory and need more.
    static qint64 limit();

private:
    qint64 m_base;
};

} // namespace tests

#define QVERIFY_RSS(meter)                                                                         \
    QVERIFY2((meter).growth() <= tests::RssMeter::limit(),                                         \
             qPrintable(QStringLiteral("memory grew by %1 MiB").arg((meter).growth() >> 20)))
