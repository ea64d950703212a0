// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"
#include "locks/graphlayout.h"
#include "locks/graphwords.h"
#include "widgets/graphpicture.h"

#include <QImage>

#include <functional>

namespace ui {

/// Words and places together. `idOf` names the nodes.
GraphPicture graphPicture(const GraphWords &words, const locks::FoldedGraph &folded,
                          const locks::GraphLayout &layout,
                          const std::function<quint64(const locks::DrawnKey &)> &idOf);

/// Writes the graph of a situation as an SVG file, all of it or nothing: light, folded, freshly
/// arranged, with a caption. `server` is what the user calls the server; it may be empty.
base::Result<void> exportLockSvg(const locks::SituationPtr &situation, const QString &path,
                                 const QString &server = {});

/// The same as pixels, `scale` of them to the point.
QImage lockPicture(const locks::SituationPtr &situation, qreal scale, const QString &server = {});

/// The same as a PNG file.
base::Result<void> exportLockPng(const locks::SituationPtr &situation, const QString &path,
                                 const QString &server = {});

} // namespace ui
