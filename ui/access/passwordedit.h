// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "base/secret.h"

#include <QLineEdit>

namespace ui {

/// A field for a password, with a button to see it. While it is seen nothing of it can be selected,
/// so that neither Ctrl+C nor a mouse selection puts it on a clipboard by accident.
class PasswordEdit final : public QLineEdit
{
    Q_OBJECT

public:
    explicit PasswordEdit(QWidget *parent = nullptr);

    base::Secret secret() const;
    void setSecret(const base::Secret &secret);
    bool isRevealed() const { return echoMode() == Normal; }

protected:
    void contextMenuEvent(QContextMenuEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void reveal(bool on);
    void dropSelection();

    QAction *m_reveal;
};

} // namespace ui
