// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/accesspage.h"

#include "access/rulesview.h"

namespace ui {

using namespace Qt::StringLiterals;

QString AccessPage::helpText() const
{
    return tr("Access answers whether one can connect, and if not, why.\n\n"
              "Drop a project's folder, a .env, a compose file, alembic.ini and the like on the "
              "window: every credential in them is listed with file and line. Or choose a server "
              "at the left: its own settings are tried.\n\n"
              "Try makes one login attempt for each credential at each address, never more, so "
              "that nobody is locked out. Each attempt climbs a ladder: the name is resolved, the "
              "address reached, TLS agreed upon, the login accepted, the database opened. Where it "
              "stops, the cause is named. “proved” means that evidence decides; “likely” means "
              "that other causes look the same from here. A server log, or a second connection "
              "with more rights, can decide between them: drop pg_hba.conf, pg_ident.conf or the "
              "log as "
              "well. Servers that this window is connected to are asked by themselves.\n\n"
              "Where an attempt gets through, the connection is shown in every form that programs "
              "want, ready to copy.") +
           u"\n\n"_s + RulesView::helpText();
}

} // namespace ui
