// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/error.h"

#include <QStackedWidget>

namespace ui {

class EmptyState;
class MessageBar;

/// A page with something in it, or what is to be said while there is nothing: that it is being
/// read, that it may not be read, why it failed, that it is empty.
class StatefulPage final : public QStackedWidget
{
    Q_OBJECT

public:
    /// Takes the content over.
    explicit StatefulPage(QWidget *content, QWidget *parent = nullptr);

    void showContent();
    void showSentence(const QString &sentence, const QString &advice = {});
    /// The server's own words below a title, and a button to try again.
    void showProblem(const QString &title, const base::Error &error, const QString &advice);

signals:
    void retryWanted();

private:
    EmptyState *m_empty;
    MessageBar *m_problem;
};

} // namespace ui
