// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/serverstatus.h"

#include <QMetaType>

#include <chrono>

namespace pg {

/// What happens to a server, as far as its state is concerned.
enum class ServerEvent {
    Started, ///< An attempt to connect begins.
    Opened,  ///< Connected and verified.
    Answered,
    Overdue, ///< An answer is not there although two intervals have passed.
    Broken,  ///< The connection was lost, or could not be made for a reason that may pass.
    Denied,  ///< The server said no for a reason that stays until a person changes something.
    Stopped,
};

/// The table of transitions: the state that follows, or nothing if the event means nothing in that
/// state.
std::optional<base::ServerState> nextState(base::ServerState state, ServerEvent event);

/// Broken or Denied: whether asking again by itself makes sense. Never after a refused password:
/// that could lock the account.
ServerEvent eventOf(const base::Error &error);

/// How long to wait before attempt number n (counted from 0): 0.5 s, then 1 s doubling up to 60 s.
/// A server that is full is left alone for longer. jitter from 0 to 1 spreads clients by ±20 %.
std::chrono::milliseconds retryDelay(int attempt, const base::Error &reason, double jitter);

} // namespace pg
