// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QWidget>

class QVBoxLayout;

namespace ui {

struct ChangeForm;

/// What a change is called, and where it happens: server, role, database, and what else is known.
class ChangeHead final : public QWidget
{
    Q_OBJECT

public:
    explicit ChangeHead(const ChangeForm &form, QWidget *parent = nullptr);

private:
    void addTitle(const ChangeForm &form, QVBoxLayout *layout);
    void addFacts(const ChangeForm &form, QVBoxLayout *layout);
};

} // namespace ui
