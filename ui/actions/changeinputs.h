// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QMap>
#include <QStringList>
#include <QWidget>

#include <functional>
#include <vector>

class QFormLayout;

namespace ui {

/// Something that a person chooses before the statements of a change are made from it.
struct ChangeInput
{
    enum class Kind {
        Text,  ///< Any text.
        Name,  ///< A text with names to choose from.
        Limit, ///< A number of connections; "-1" is none.
        Check, ///< "on" or empty. Those that follow one another stand side by side.
    };

    QString id;
    QString label;
    Kind kind = Kind::Text;
    QString value = {};
    QStringList choices = {};
    QString placeholder = {};
    QString missing = {}; ///< What is said while it is empty; empty: it may be.
};

/// By the id of their input.
using ChangeValues = QMap<QString, QString>;

/// The fields for the inputs of a change, one below the other.
class ChangeInputs final : public QWidget
{
    Q_OBJECT

public:
    using Warning = std::function<QString(const ChangeValues &)>;

    /// What speaks against a choice is said below the fields; nothing if it is empty.
    explicit ChangeInputs(const std::vector<ChangeInput> &inputs, const Warning &warning = {},
                          QWidget *parent = nullptr);

    ChangeValues values() const;

    /// What is still to be given; empty if nothing.
    QString missing() const;

    void setEditable(bool editable);

    /// To the first field.
    void focusFirst();

signals:
    void changed();

private:
    void addWarning(const Warning &warning, QFormLayout *form);
    QWidget *makeField(const ChangeInput &input);
    QWidget *makeName(const ChangeInput &input);
    QWidget *makeLimit(const ChangeInput &input);
    QWidget *makeCheck(const ChangeInput &input);

    const std::vector<ChangeInput> m_inputs;
    std::vector<std::pair<QWidget *, std::function<QString()>>> m_fields; ///< As the inputs.
};

} // namespace ui
