// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

namespace ui {

class Card;

/// What the window shows while there is no connection: the ways to get one.
class WelcomePage final : public QWidget
{
    Q_OBJECT

public:
    explicit WelcomePage(QWidget *parent = nullptr);

signals:
    void addConnection();
    void importConnections();
    void startPractice();
    void whyWanted();

private:
    void layOut(Card *card);
};

} // namespace ui
