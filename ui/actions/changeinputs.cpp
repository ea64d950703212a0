// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/changeinputs.h"

#include "widgets/messagebar.h"
#include "widgets/metrics.h"

#include <QCheckBox>
#include <QCompleter>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSpinBox>

#include <limits>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

constexpr int CheckColumns = 3;

QLineEdit *lineEdit(const ChangeInput &input)
{
    auto *edit = new QLineEdit(input.value);
    edit->setPlaceholderText(input.placeholder);
    return edit;
}

QLabel *labelFor(const ChangeInput &input, QWidget *field)
{
    auto *label = new QLabel(input.label);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(field);
    return label;
}

} // namespace

ChangeInputs::ChangeInputs(const std::vector<ChangeInput> &inputs, const Warning &warning,
                           QWidget *parent)
    : QWidget(parent)
    , m_inputs(inputs)
{
    auto *form = new QFormLayout(this);
    form->setContentsMargins({});
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    QGridLayout *checks = nullptr;
    for (const ChangeInput &input : m_inputs) {
        QWidget *field = makeField(input);
        field->setObjectName(input.id);
        field->setAccessibleName(QString(input.label).remove(u'&'));
        if (input.kind != ChangeInput::Kind::Check) {
            form->addRow(labelFor(input, field), field);
            checks = nullptr;
            continue;
        }
        if (!checks) {
            checks = new QGridLayout;
            checks->setVerticalSpacing(metrics::Grid);
            form->addRow(checks);
        }
        const int at = checks->count();
        checks->addWidget(field, at / CheckColumns, at % CheckColumns);
    }
    if (warning)
        addWarning(warning, form);
}

void ChangeInputs::addWarning(const Warning &warning, QFormLayout *form)
{
    auto *bar = new MessageBar;
    bar->setObjectName(u"inputWarning"_s);
    form->addRow(bar);
    const auto tell = [this, bar, warning] {
        const QString text = warning(values());
        bar->setTitle(Severity::Warning, text);
        bar->setVisible(!text.isEmpty());
    };
    connect(this, &ChangeInputs::changed, bar, tell);
    tell();
}

QWidget *ChangeInputs::makeField(const ChangeInput &input)
{
    if (input.kind == ChangeInput::Kind::Limit)
        return makeLimit(input);
    if (input.kind == ChangeInput::Kind::Check)
        return makeCheck(input);
    return makeName(input);
}

QWidget *ChangeInputs::makeName(const ChangeInput &input)
{
    QLineEdit *edit = lineEdit(input);
    if (!input.choices.isEmpty()) {
        auto *completer = new QCompleter(input.choices, edit);
        completer->setCaseSensitivity(Qt::CaseInsensitive);
        completer->setFilterMode(Qt::MatchContains);
        edit->setCompleter(completer);
    }
    connect(edit, &QLineEdit::textChanged, this, &ChangeInputs::changed);
    m_fields.emplace_back(edit, [edit] { return edit->text(); });
    return edit;
}

QWidget *ChangeInputs::makeLimit(const ChangeInput &input)
{
    auto *spin = new QSpinBox;
    spin->setRange(-1, std::numeric_limits<int>::max());
    spin->setSpecialValueText(tr("no limit"));
    spin->setValue(input.value.toInt());
    connect(spin, &QSpinBox::valueChanged, this, &ChangeInputs::changed);
    m_fields.emplace_back(spin, [spin] { return QString::number(spin->value()); });
    return spin;
}

QWidget *ChangeInputs::makeCheck(const ChangeInput &input)
{
    auto *box = new QCheckBox(input.label);
    box->setChecked(!input.value.isEmpty());
    connect(box, &QCheckBox::toggled, this, &ChangeInputs::changed);
    m_fields.emplace_back(box, [box] { return box->isChecked() ? u"on"_s : QString(); });
    return box;
}

ChangeValues ChangeInputs::values() const
{
    ChangeValues values;
    for (size_t i = 0; i < m_inputs.size(); ++i)
        values.insert(m_inputs[i].id, m_fields[i].second());
    return values;
}

QString ChangeInputs::missing() const
{
    for (size_t i = 0; i < m_inputs.size(); ++i) {
        if (!m_inputs[i].missing.isEmpty() && m_fields[i].second().isEmpty())
            return m_inputs[i].missing;
    }
    return {};
}

void ChangeInputs::setEditable(bool editable)
{
    for (const auto &[field, value] : m_fields)
        field->setEnabled(editable);
}

void ChangeInputs::focusFirst()
{
    if (!m_fields.empty())
        m_fields.front().first->setFocus();
}

} // namespace ui
