// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"
#include "commandline/request.h"

#include <QCoroTask>

namespace app {

/// "picture": saves a panel as the window shows it, with its caption band, as a PNG file of the
/// size asked for. Needs a QApplication, on any platform.
QCoro::Task<int> savePicture(Request request, base::Secret password);

} // namespace app
