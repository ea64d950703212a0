// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "commandline/request.h"
#include "window/picture.h"

namespace ui {
class Panel;
}

namespace app {

/// Writes a panel with its caption as the request wants it, and says what went wrong. Gives the
/// exit code.
int savePanel(ui::Panel &panel, const ui::PictureCaption &caption, const Request &request);

} // namespace app
