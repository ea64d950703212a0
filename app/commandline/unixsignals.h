// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QObject>

#include <initializer_list>
#include <vector>

namespace app {

/// Turns Unix signals into a Qt signal on the event loop. One object in a process.
class UnixSignals final : public QObject
{
    Q_OBJECT

public:
    explicit UnixSignals(std::initializer_list<int> numbers, QObject *parent = nullptr);
    ~UnixSignals() override;

signals:
    void received(int number);

private:
    void readPipe();

    int m_readEnd = -1;
    std::vector<int> m_numbers;
};

} // namespace app
