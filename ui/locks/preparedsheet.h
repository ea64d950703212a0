// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "snapshot/snapshot.h"

#include <QWidget>

class QFormLayout;

namespace ui {

class PlainLabel;

/// The facts about a prepared transaction, which has no session any more.
class PreparedSheet final : public QWidget
{
    Q_OBJECT

public:
    explicit PreparedSheet(QWidget *parent = nullptr);

    /// `blocks` says whom it blocks.
    void showPrepared(const snapshot::PreparedTransaction &prepared, base::Timestamp now,
                      const QString &blocks);
    void showGone();

private:
    PlainLabel *addFact(QFormLayout *form, const QString &name, const QString &objectName);

    PlainLabel *m_gid;
    PlainLabel *m_owner;
    PlainLabel *m_age;
    PlainLabel *m_xid;
    PlainLabel *m_blocks;
    PlainLabel *m_note;
};

} // namespace ui
