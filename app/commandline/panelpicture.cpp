// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/panelpicture.h"

#include "base/plaintext.h"
#include "commandline/terminal.h"
#include "window/panel.h"

#include <QCoreApplication>
#include <QLayout>
#include <QSaveFile>

namespace app {

namespace {

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::PictureCommand)
};

} // namespace

int savePanel(ui::Panel &panel, const ui::PictureCaption &caption, const Request &request)
{
    // Its least size is nobody's business here; the platform of pictures would complain of it.
    panel.layout()->setSizeConstraint(QLayout::SetNoConstraint);
    const int band = ui::panelPicture(&panel, caption, 1).height() - panel.height();
    panel.resize(request.size - QSize(0, band)); // the size asked for includes it
    const QImage image = ui::panelPicture(&panel, caption, request.scale);
    QSaveFile file(request.output);
    if (file.open(QIODevice::WriteOnly) && image.save(&file, "PNG") && file.commit())
        return int(ExitCode::Fine);
    return printError({.message = Tr::tr("%1 could not be written: %2")
                                      .arg(base::visibleText(request.output), file.errorString())},
                      request.json, ExitCode::Usage);
}

} // namespace app
