// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

class QPushButton;
class QString;
class QWidget;

namespace ui {

/// Asks whether this server is to read its configuration again. Gives the button that says so,
/// which ends with the question. Enter leaves everything as it is.
QPushButton *askToReload(const QString &server, QWidget *parent);

} // namespace ui
