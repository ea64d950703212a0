// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changefacts.h"
#include "actions/newapplication.h"

#include <QDialog>

class QComboBox;
class QFormLayout;
class QLineEdit;
class QPushButton;
class QSpinBox;

namespace ui {

class ExtensionList;
class PlainLabel;

/// What there is on the server already.
struct NewApplicationFacts
{
    /// A database that new ones can be made from.
    struct Template
    {
        QString name;
        QString encoding;
        QString locale;
        bool libc = true;
    };

    QString server; ///< Its name.
    QStringList roles;
    QStringList databases;
    std::vector<Template> templates; ///< The server's default first.
    bool superuser = false;
};

/// Asks what a new application needs: its name, from which those of its role and database follow,
/// extensions, limits, encoding and locale. Changes nothing; the SQL comes next. Open it with
/// open().
class NewApplicationDialog final : public QDialog
{
    Q_OBJECT

public:
    explicit NewApplicationDialog(const NewApplicationFacts &facts, QWidget *parent = nullptr);

    ExtensionList &extensions() { return *m_extensions; }

    /// As it is entered now.
    actions::NewApplication wanted() const;

signals:
    void sqlRequested(const actions::NewApplication &wanted);

private:
    void addNames(QFormLayout *form);
    void addLimits(QFormLayout *form);
    void addLocale(QFormLayout *form);
    QWidget *buttons();
    void derive();
    void showTemplate();
    const NewApplicationFacts::Template *chosenTemplate() const;
    QString problem() const;
    void refresh();
    void ask();

    const NewApplicationFacts m_facts;
    QLineEdit *m_name;
    QLineEdit *m_role;
    QLineEdit *m_database;
    ExtensionList *m_extensions;
    QSpinBox *m_roleLimit;
    QSpinBox *m_databaseLimit;
    QComboBox *m_template;
    QLineEdit *m_encoding;
    QLineEdit *m_locale;
    PlainLabel *m_problem;
    QPushButton *m_ask;
};

} // namespace ui
