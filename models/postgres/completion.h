// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <coroutine>
#include <optional>
#include <utility>

namespace pg {

/// What one coroutine waits for and one event gives, once. finish() resumes the coroutine before it
/// returns, and that may destroy everything around; whoever calls it touches nothing afterwards.
template <typename T>
class Completion final
{
public:
    bool await_ready() const noexcept { return m_value.has_value(); }
    void await_suspend(std::coroutine_handle<> waiting) noexcept { m_waiting = waiting; }
    T await_resume() { return std::move(*m_value); }

    bool isFinished() const { return m_value.has_value(); }

    void finish(T value)
    {
        if (m_value)
            return;
        m_value.emplace(std::move(value));
        if (const auto waiting = std::exchange(m_waiting, {}))
            waiting.resume();
    }

private:
    std::optional<T> m_value;
    std::coroutine_handle<> m_waiting;
};

} // namespace pg
