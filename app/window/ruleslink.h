// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/rules/rulechecker.h"
#include "access/rules/ruleworld.h"

#include <QObject>

namespace ui {
class RulesView;
}

namespace app {

class ChangeRunner;
class RulesReader;
class ServerList;

/// Brings the rules of the current server into the view, when the view asks for them; as soon as
/// there is a connection, if there was none then.
class RulesLink final : public QObject
{
    Q_OBJECT

public:
    RulesLink(ServerList &servers, ChangeRunner &changes, ui::RulesView &view,
              QObject *parent = nullptr);

    /// Another server is looked at, or the same one anew.
    void showServer(const QString &id);
    const QString &server() const { return m_server; }

private:
    RulesReader *reader(); ///< While connected.
    void read();
    void reload();
    void takeRules(const pgaccess::RuleSourcePtr &rules, const pgaccess::RuleWorld &world);
    void takeProblem(const base::Error &error);
    void takeSnapshot(const QString &id);
    bool isConnected() const;
    base::Error notConnected() const;

    ServerList &m_servers;
    ChangeRunner &m_changes;
    ui::RulesView &m_view;
    QString m_server;
    bool m_waiting = false;          ///< For a connection, to read.
    RulesReader *m_reader = nullptr; ///< Whose answers count; only compared, as it may be gone.
};

} // namespace app
