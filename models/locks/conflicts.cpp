// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "locks/modemask.h"

namespace locks {

bool conflicts(LockMode one, LockMode other)
{
    return isBlockingMode(one) && isBlockingMode(other) && (conflictMask(one) & maskOf(other)) != 0;
}

} // namespace locks
