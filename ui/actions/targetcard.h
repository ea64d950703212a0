// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/action.h"

#include <QWidget>

class QFormLayout;
class QPlainTextEdit;

namespace ui {

/// One session or prepared transaction in full, for the confirmation: who it is, where it comes
/// from, what it does and for how long, and the head of its query with every control character
/// visible.
class TargetCard final : public QWidget
{
    Q_OBJECT

public:
    explicit TargetCard(const actions::Target &target, QWidget *parent = nullptr);

private:
    void addSession(QFormLayout *form, const actions::Target &target);
    static void addGid(QFormLayout *form, const QString &gid);
    void addPrepared(QFormLayout *form, const actions::Target &target);
    static void addRow(QFormLayout *form, const QString &label, const QString &value);
    static QPlainTextEdit *makeBox(const QString &name, const QString &text, int lines);
};

} // namespace ui
