// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "actions/changefacts.h"

#include <QStringList>
#include <QWidget>

#include <optional>

class QLineEdit;
class QListWidget;
class QPushButton;

namespace ui {

class PlainLabel;

/// Extensions to be checked in a list that a line of text narrows down; a name that the list does
/// not hold can be added by that line.
class ExtensionList final : public QWidget
{
    Q_OBJECT

public:
    explicit ExtensionList(QWidget *parent = nullptr);

    /// Those that the server has. Keeps what is checked. superuser: the one who will create them.
    void setAvailable(const std::vector<actions::AvailableExtension> &extensions, bool superuser);

    /// Why the server's own could not be read.
    void setProblem(const QString &problem);

    QStringList chosen() const;

    /// Those of the chosen that the server does not have, as far as it has told.
    QStringList missing() const;
    QLineEdit &filter() { return *m_filter; }

signals:
    void changed();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void addRow(const QString &name, const QString &note, bool checked);
    void tellChosen();
    void narrow();
    void addTyped();

    QLineEdit *m_filter;
    QPushButton *m_add;
    QListWidget *m_list;
    PlainLabel *m_note;
    PlainLabel *m_chosen;
    std::optional<QStringList> m_available;
};

} // namespace ui
