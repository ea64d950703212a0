// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/timestamp.h"

#include <QImage>
#include <QString>

class QWidget;

namespace ui {

/// What the band of a picture says, so that it can be understood in a report.
struct PictureCaption
{
    QString panel;
    QString server;                         ///< As the user called it; foreign.
    QString role;                           ///< Ours on the server; foreign, empty if unknown.
    std::optional<base::Timestamp> takenAt; ///< The server's clock; nothing if there is no data.
};

/// A panel as it stands in the window, with a caption band above it, `scale` device pixels to the
/// pixel. The widget need not be visible, but it has to have its size.
QImage panelPicture(QWidget *panel, const PictureCaption &caption, qreal scale);

} // namespace ui
