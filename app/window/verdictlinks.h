// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"
#include "access/verdictview.h"

#include <QObject>

namespace ui {
class AccessPage;
class MainWindow;
class RulesView;
} // namespace ui

namespace app {

class ChangeRunner;
class RulesLink;
class ServerList;

/// What leads from the verdict on a failed login to its mending: changes that are shown and run,
/// the rules that it met, the sessions that fill the server. Only where this window is connected to
/// that server, or has its files.
class VerdictLinks final : public QObject
{
    Q_OBJECT

public:
    /// What it works with; all outlive it.
    struct Parts
    {
        ui::MainWindow &window;
        ui::AccessPage &page;
        ui::RulesView &rules;
        RulesLink &rulesLink;
        ServerList &servers;
        ChangeRunner &changes;
    };

    explicit VerdictLinks(const Parts &parts, QObject *parent = nullptr);

private:
    void offer();
    ui::FixOffer offerOf(const ui::JudgedAttempt &judged, const pgaccess::Fix &fix) const;
    QString serverOf(const ui::JudgedAttempt &judged) const;
    void fix(const pgaccess::Fix &fix, const base::Secret &password);
    void askRules(const pgaccess::HbaClient &client);

    Parts m_parts;
    QStringList m_live; ///< The ids of servers that are connected now.
    bool m_offered = false;
};

} // namespace app
