// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QPushButton;
class QString;

namespace ui {

/// Puts the text into the clipboard and has the button say "Copied" for two seconds.
void copyWithFeedback(const QString &text, QPushButton *button);

} // namespace ui
