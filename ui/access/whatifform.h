// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/hba/hbamatch.h"
#include "access/rules/ruleworld.h"

#include <QWidget>

#include <expected>

class QComboBox;
class QHBoxLayout;
class QLineEdit;

namespace ui {

/// Who wants in: from where, how encrypted, as whom, for which database. Every field can be typed.
class WhatIfForm final : public QWidget
{
    Q_OBJECT

public:
    explicit WhatIfForm(QWidget *parent = nullptr);

    /// The names and addresses to choose from. Until somebody asks about another one, the client is
    /// the role that is connected.
    void setWorld(const pgaccess::RuleWorldPtr &world);

    /// Puts a client into the fields.
    void setClient(const pgaccess::HbaClient &client);

    /// The client of the fields, or what is the matter with them.
    std::expected<pgaccess::HbaClient, QString> client() const;

    /// Something to know about the user; empty if there is nothing.
    QString remark() const;

signals:
    void changed();

private:
    QComboBox *addBox(QHBoxLayout *layout, const QString &name, const QString &label, int stretch);
    void addField(QHBoxLayout *layout, QWidget *field, const QString &label, int stretch);
    void startWithConnected();
    void userChanged();
    void fillMemberOf();
    bool isKnown(const std::string &user) const;

    pgaccess::RuleWorldPtr m_world = std::make_shared<const pgaccess::RuleWorld>();
    bool m_asked = false; ///< Somebody has put a client into the fields.
    QComboBox *m_from;
    QComboBox *m_encryption;
    QComboBox *m_user;
    QLineEdit *m_memberOf;
    QComboBox *m_database;
    QComboBox *m_purpose;
};

} // namespace ui
