// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/newapplicationdialog.h"

#include "actions/extensionlist.h"
#include "base/plaintext.h"
#include "widgets/fonts.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QComboBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include <algorithm>
#include <limits>

namespace ui {

using namespace Qt::StringLiterals;

namespace {

template <typename T>
T *named(T *widget, const QString &objectName, const QString &accessibleName)
{
    widget->setObjectName(objectName);
    widget->setAccessibleName(accessibleName);
    return widget;
}

QSpinBox *limitBox(const QString &objectName, const QString &accessibleName)
{
    auto *box = named(new QSpinBox, objectName, accessibleName);
    box->setRange(-1, std::numeric_limits<int>::max());
    box->setSpecialValueText(NewApplicationDialog::tr("no limit"));
    box->setValue(-1);
    return box;
}

void addRow(QFormLayout *form, const QString &text, QWidget *field)
{
    auto *label = new QLabel(text);
    label->setTextFormat(Qt::PlainText);
    label->setBuddy(field);
    form->addRow(label, field);
}

} // namespace

NewApplicationDialog::NewApplicationDialog(const NewApplicationFacts &facts, QWidget *parent)
    : QDialog(parent)
    , m_facts(facts)
    , m_name(named(new QLineEdit, u"applicationName"_s, tr("Name of the application")))
    , m_role(named(new QLineEdit, u"roleName"_s, tr("Name of the role")))
    , m_database(named(new QLineEdit, u"databaseName"_s, tr("Name of the database")))
    , m_extensions(new ExtensionList)
    , m_roleLimit(limitBox(u"roleLimit"_s, tr("Connections of the role")))
    , m_databaseLimit(limitBox(u"databaseLimit"_s, tr("Connections to the database")))
    , m_template(named(new QComboBox, u"template"_s, tr("Template")))
    , m_encoding(named(new QLineEdit, u"encoding"_s, tr("Encoding")))
    , m_locale(named(new QLineEdit, u"locale"_s, tr("Locale")))
    , m_problem(new PlainLabel)
    , m_ask(named(new QPushButton(tr("Show the SQL")), u"showSql"_s, tr("Show the SQL")))
{
    setObjectName(u"newApplicationDialog"_s);
    setWindowTitle(tr("New application on %1").arg(base::visibleText(facts.server, 60)));
    setWindowModality(Qt::WindowModal);
    setMinimumWidth(620);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(metrics::CardGap);
    auto *title = new PlainLabel(tr("New application"));
    title->setFont(titleFont(font()));
    layout->addWidget(title);
    auto *intro = new PlainLabel(tr("A role that may log in, and a database that it owns and that "
                                    "only it may connect to. You see the SQL before it runs."));
    intro->setWordWrap(true);
    intro->setMuted(true);
    layout->addWidget(intro);
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(16);
    form->setVerticalSpacing(8);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    addNames(form);
    addRow(form, tr("E&xtensions"), m_extensions);
    addLimits(form);
    addLocale(form);
    layout->addLayout(form);
    layout->addWidget(buttons());
    connect(m_extensions, &ExtensionList::changed, this, &NewApplicationDialog::refresh);
    derive();
    m_name->setFocus();
}

void NewApplicationDialog::addNames(QFormLayout *form)
{
    m_name->setPlaceholderText(tr("such as Web Shop"));
    addRow(form, tr("&Application"), m_name);
    addRow(form, tr("&Role"), m_role);
    addRow(form, tr("&Database"), m_database);
    connect(m_name, &QLineEdit::textChanged, this, &NewApplicationDialog::derive);
    connect(m_role, &QLineEdit::textChanged, this, &NewApplicationDialog::refresh);
    connect(m_database, &QLineEdit::textChanged, this, &NewApplicationDialog::refresh);
}

void NewApplicationDialog::addLimits(QFormLayout *form)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(metrics::CardGap);
    const auto add = [row](const QString &text, QSpinBox *box) {
        auto *label = new QLabel(text);
        label->setTextFormat(Qt::PlainText);
        label->setBuddy(box);
        row->addWidget(label);
        row->addWidget(box, 1);
    };
    add(tr("of the ro&le"), m_roleLimit);
    add(tr("to the data&base"), m_databaseLimit);
    form->addRow(new QLabel(tr("Connections")), row);
}

void NewApplicationDialog::addLocale(QFormLayout *form)
{
    for (const auto &each : m_facts.templates)
        m_template->addItem(base::visibleText(each.name, 60));
    addRow(form, tr("&Template"), m_template);
    addRow(form, tr("&Encoding"), m_encoding);
    addRow(form, tr("L&ocale"), m_locale);
    connect(m_template, &QComboBox::currentIndexChanged, this, &NewApplicationDialog::showTemplate);
    showTemplate();
}

QWidget *NewApplicationDialog::buttons()
{
    auto *widget = new QWidget;
    auto *row = new QHBoxLayout(widget);
    row->setContentsMargins(0, metrics::Grid, 0, 0);
    m_problem->setObjectName(u"problem"_s);
    m_problem->setMuted(true);
    m_problem->setFont(smallFont(font()));
    m_problem->setWordWrap(true);
    m_ask->setProperty("kind", u"primary"_s);
    m_ask->setDefault(true);
    auto *close = named(new QPushButton(tr("Close")), u"close"_s, tr("Close"));
    close->setAutoDefault(false);
    row->addWidget(m_problem, 1);
    row->addWidget(m_ask);
    row->addWidget(close);
    connect(m_ask, &QPushButton::clicked, this, &NewApplicationDialog::ask);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    return widget;
}

// The names of role and database follow that of the application until they are given by hand.
void NewApplicationDialog::derive()
{
    const QString name = actions::plainName(m_name->text());
    for (QLineEdit *edit : {m_role, m_database}) {
        if (!edit->isModified())
            edit->setText(name);
    }
    refresh();
}

const NewApplicationFacts::Template *NewApplicationDialog::chosenTemplate() const
{
    const int at = m_template->currentIndex();
    return at < 0 ? nullptr : &m_facts.templates[size_t(at)];
}

void NewApplicationDialog::showTemplate()
{
    const auto *from = chosenTemplate();
    if (!from)
        return;
    m_encoding->setPlaceholderText(tr("%1, as in the template").arg(from->encoding));
    m_locale->setPlaceholderText(tr("%1, as in the template").arg(from->locale));
}

actions::NewApplication NewApplicationDialog::wanted() const
{
    actions::NewApplication wanted{.role = m_role->text(),
                                   .database = m_database->text(),
                                   .encoding = m_encoding->text().trimmed(),
                                   .locale = m_locale->text().trimmed(),
                                   .extensions = m_extensions->chosen(),
                                   .roleLimit = m_roleLimit->value(),
                                   .databaseLimit = m_databaseLimit->value()};
    const auto *from = chosenTemplate();
    if (from && m_template->currentIndex() > 0)
        wanted.databaseTemplate = from->name;
    // Only this one is sure to hold nothing that an encoding or locale could break.
    if (!wanted.encoding.isEmpty() || !wanted.locale.isEmpty())
        wanted.databaseTemplate = u"template0"_s;
    wanted.libcLocale = from && !from->libc && !wanted.locale.isEmpty();
    return wanted;
}

QString NewApplicationDialog::problem() const
{
    if (m_role->text().isEmpty() || m_database->text().isEmpty())
        return tr("Give the application a name.");
    if (m_facts.roles.contains(m_role->text()))
        return tr("There is a role “%1” already.").arg(base::visibleText(m_role->text(), 60));
    if (m_facts.databases.contains(m_database->text()))
        return tr("There is a database “%1” already.")
            .arg(base::visibleText(m_database->text(), 60));
    constexpr qsizetype MaxName = 63;
    const auto tooLong = [](const QLineEdit *edit) {
        return edit->text().toUtf8().size() > MaxName;
    };
    if (tooLong(m_role) || tooLong(m_database))
        return tr("PostgreSQL cuts names after 63 bytes.");
    return {};
}

void NewApplicationDialog::refresh()
{
    const QString why = problem();
    const QString missing = base::visibleText(m_extensions->missing().join(u", "_s), 200);
    m_problem->setText(
        why.isEmpty() && !missing.isEmpty()
            ? tr("Not on this server: %1. It fails at that until it is installed.").arg(missing)
            : why);
    m_ask->setEnabled(why.isEmpty());
}

void NewApplicationDialog::ask()
{
    if (problem().isEmpty())
        emit sqlRequested(wanted());
}

} // namespace ui
