// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/rules/rulechecker.h"
#include "access/rules/ruleworld.h"

#include <QWidget>

class QComboBox;
class QPushButton;
class QStackedWidget;

namespace ui {

class FindingList;
class MessageBar;
class PlainLabel;
class RulePages;
class WhatIfCard;

/// The rules of a server or of a file: what is the matter with them, which of them a client would
/// meet and why, and whom they let in. What is edited is tried, never written anywhere. It asks for
/// the server's rules only while it is visible.
class RulesView final : public QWidget
{
    Q_OBJECT

public:
    explicit RulesView(QWidget *parent = nullptr);

    /// Another server is looked at; an empty name for none. Its rules are asked for.
    void setServer(const QString &name);

    // The answers to rulesWanted().
    void showServerRules(const pgaccess::RuleSourcePtr &rules, const pgaccess::RuleWorld &world);
    void showProblem(const base::Error &error);

    /// The server has read its files again, so its rules are asked for again.
    void readAgain();

    /// Shows the rules of a file of this machine in place of the server's.
    void openFile(const QString &path);
    /// Back to the server's.
    void closeFile();

    /// Puts a client into the question, such as one that was refused.
    void ask(const pgaccess::HbaClient &client);

    /// What F1 shows of it.
    static QString helpText();

signals:
    void rulesWanted();
    /// The server is to read its configuration again. Whoever does that asks before.
    void reloadRequested();

protected:
    void showEvent(QShowEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    QWidget *buildHead();
    QWidget *buildBody();
    QWidget *buildProblem();
    void connectParts();
    void wantRules();
    void showSource(const pgaccess::RuleSourcePtr &source);
    void showBook(const pgaccess::RuleBookPtr &book);
    void answered(const std::optional<pgaccess::HbaOutcome> &outcome,
                  const pgaccess::HbaClient &client);
    void chooseFile();
    void placeButtons();
    void showPlace();
    void showNotice();
    void showFailure(const QString &reason);
    pgaccess::RuleWorldPtr world() const;
    bool isFile() const { return !m_file.isEmpty(); }

    QString m_server;
    QString m_file; ///< Shown in place of the server's rules.
    pgaccess::RuleChecker *m_checker;
    pgaccess::RuleSourcePtr m_ofServer;
    pgaccess::RuleSourcePtr m_source; ///< What is shown.
    pgaccess::RuleBookPtr m_book;
    pgaccess::RuleWorldPtr m_serverWorld = std::make_shared<const pgaccess::RuleWorld>();
    bool m_asked = false;
    QString m_grant;

    WhatIfCard *m_question;
    RulePages *m_pages;
    FindingList *m_findings;
    QStackedWidget *m_stack;
    PlainLabel *m_place;
    QComboBox *m_version;
    QPushButton *m_back;
    QPushButton *m_refresh;
    QPushButton *m_reload;
    MessageBar *m_problem;
    QPushButton *m_copyGrant;
};

} // namespace ui
