// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/connectionform.h"

#include "access/accesstext.h"
#include "access/optionmodel.h"
#include "access/optiontable.h"
#include "access/passwordedit.h"
#include "access/profilevalidation.h"
#include "base/duration.h"
#include "widgets/fonts.h"
#include "widgets/icons.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QAction>
#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QGridLayout>
#include <QLabel>
#include <QLineEdit>

namespace ui {

using namespace Qt::StringLiterals;
using namespace pgaccess;

namespace {

enum Source { Typed, FromPassFile, NoPassword };

QFormLayout *makeForm(QWidget *box, const QString &title)
{
    auto *layout = new QFormLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(metrics::CardGap);
    layout->setVerticalSpacing(metrics::Grid * 2);
    layout->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    layout->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    auto *head = new PlainLabel(title, box);
    head->setFont(headFont(box->font()));
    head->setMuted(true);
    layout->addRow(head);
    return layout;
}

PlainLabel *makeNote(QWidget *parent)
{
    auto *note = new PlainLabel(parent);
    note->setFont(smallFont(parent->font()));
    note->setMuted(true);
    note->setWordWrap(true);
    return note;
}

void select(QComboBox *box, const QVariant &data)
{
    box->setCurrentIndex(std::max(0, box->findData(data)));
}

} // namespace

ConnectionForm::ConnectionForm(QWidget *parent)
    : QWidget(parent)
{
    auto *layout = new QGridLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setHorizontalSpacing(metrics::Edge * 2);
    layout->setVerticalSpacing(metrics::Edge);
    layout->addWidget(makeNames(), 0, 0);
    layout->addWidget(makeServer(), 0, 1);
    layout->addWidget(makePassword(), 1, 0);
    layout->addWidget(makeTls(), 1, 1);
    layout->addWidget(makeOptions(), 2, 0, 1, 2);
    layout->setColumnStretch(0, 1);
    layout->setColumnStretch(1, 1);
    layout->setRowStretch(3, 1);
    wire();
    setProfile(Profile());
}

QLineEdit *ConnectionForm::makeEdit(const char *name, const QString &accessibleName)
{
    auto *edit = new QLineEdit(this);
    edit->setObjectName(QLatin1StringView(name));
    edit->setAccessibleName(accessibleName);
    return edit;
}

QWidget *ConnectionForm::makeNames()
{
    auto *box = new QWidget(this);
    QFormLayout *form = makeForm(box, tr("In the list"));
    m_name = makeEdit("name", tr("Name"));
    m_group = new QComboBox(box);
    m_group->setObjectName("group"_L1);
    m_group->setAccessibleName(tr("Group"));
    m_group->setEditable(true);
    m_colour = new QComboBox(box);
    m_colour->setObjectName("colour"_L1);
    m_colour->setAccessibleName(tr("Colour"));
    for (int i = 0; i <= int(ProfileColour::Grey); ++i) {
        const auto colour = ProfileColour(i);
        m_colour->addItem(profileSwatch(colour, palette()), colourName(colour), i);
    }
    m_production = new QCheckBox(tr("Production: actions ask for a typed confirmation"), box);
    m_production->setObjectName("production"_L1);
    m_readOnly = new QCheckBox(tr("Read-only: offer no actions"), box);
    m_readOnly->setObjectName("readOnly"_L1);
    form->addRow(tr("&Name"), m_name);
    form->addRow(tr("&Group"), m_group);
    form->addRow(tr("Co&lour"), m_colour);
    form->addRow(QString(), m_production);
    form->addRow(QString(), m_readOnly);
    return box;
}

QWidget *ConnectionForm::makeServer()
{
    auto *box = new QWidget(this);
    QFormLayout *form = makeForm(box, tr("Server"));
    m_host = makeEdit("host", tr("Host"));
    m_host->setPlaceholderText(tr("Local socket"));
    m_port = makeEdit("port", tr("Port"));
    m_port->setPlaceholderText(u"5432"_s);
    m_database = makeEdit("dbname", tr("Database"));
    m_database->setPlaceholderText(tr("Named like the user"));
    m_user = makeEdit("user", tr("User"));
    m_user->setPlaceholderText(tr("Named like you on this machine"));
    m_interval = new QComboBox(box);
    m_interval->setObjectName("interval"_L1);
    m_interval->setAccessibleName(tr("Refresh interval"));
    for (const int ms : {500, 1000, 2000, 5000, 10'000, 30'000, 60'000})
        m_interval->addItem(tr("%1 s").arg(ms / 1000.0), ms);
    m_port->setFixedWidth(88);
    auto *portLabel = new QLabel(tr("Po&rt"), box);
    portLabel->setBuddy(m_port);
    auto *place = new QHBoxLayout;
    place->setSpacing(metrics::Grid * 2);
    place->addWidget(m_host, 1);
    place->addWidget(portLabel);
    place->addWidget(m_port);
    auto *hostLabel = new QLabel(tr("&Host"), box);
    hostLabel->setBuddy(m_host);
    form->addRow(hostLabel, place);
    form->addRow(tr("&Database"), m_database);
    form->addRow(tr("&User"), m_user);
    form->addRow(tr("Re&fresh every"), m_interval);
    return box;
}

QWidget *ConnectionForm::makePassword()
{
    auto *box = new QWidget(this);
    QFormLayout *form = makeForm(box, tr("Password"));
    m_source = new QComboBox(box);
    m_source->setObjectName("passwordSource"_L1);
    m_source->setAccessibleName(tr("Where the password comes from"));
    m_source->addItem(tr("Typed in"), Typed);
    m_source->addItem(tr("From a pass file"), FromPassFile);
    m_source->addItem(tr("None is needed"), NoPassword);
    m_password = new PasswordEdit(box);
    m_password->setObjectName("password"_L1);
    m_password->setAccessibleName(tr("Password"));
    m_keep = new QCheckBox(tr("Save the password in the keyring"), box);
    m_keep->setObjectName("keepPassword"_L1);
    m_passFile = makeEdit("passFile", tr("Pass file"));
    QAction *browse = m_passFile->addAction(icon(u"document-open"_s), QLineEdit::TrailingPosition);
    browse->setObjectName("choosePassFile"_L1);
    browse->setText(tr("Choose a pass file"));
    browse->setToolTip(tr("Choose a pass file"));
    connect(browse, &QAction::triggered, this, &ConnectionForm::choosePassFile);
    m_passwordNote = makeNote(box);
    m_passwordNote->setObjectName("passwordNote"_L1);
    form->addRow(tr("&From"), m_source);
    form->addRow(tr("&Password"), m_password);
    form->addRow(tr("Pass f&ile"), m_passFile);
    form->addRow(QString(), m_keep);
    form->addRow(QString(), m_passwordNote);
    return box;
}

QWidget *ConnectionForm::makeTls()
{
    auto *box = new QWidget(this);
    QFormLayout *form = makeForm(box, tr("Encryption"));
    m_tls = new QComboBox(box);
    m_tls->setObjectName("sslmode"_L1);
    m_tls->setAccessibleName(tr("TLS mode"));
    m_tls->addItem(tr("prefer (default)"), QString());
    for (const QString &mode : optionWords(u"sslmode"_s))
        m_tls->addItem(mode, mode);
    m_tlsNote = makeNote(box);
    m_tlsNote->setObjectName("tlsNote"_L1);
    m_cleartext = new QCheckBox(tr("Allow the password in clear text if the server asks"), box);
    m_cleartext->setObjectName("allowCleartext"_L1);
    m_cleartext->setToolTip(plainToolTip(tr(
        "Without verify-full, whoever answers in the server's place can read the password then.")));
    form->addRow(tr("&TLS"), m_tls);
    form->addRow(QString(), m_tlsNote);
    form->addRow(QString(), m_cleartext);
    return box;
}

QWidget *ConnectionForm::makeOptions()
{
    auto *box = new QWidget(this);
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(metrics::Grid * 2);
    auto *head = new PlainLabel(tr("Further options of libpq"), box);
    head->setFont(headFont(font()));
    head->setMuted(true);
    m_options = new OptionTable(box);
    layout->addWidget(head);
    layout->addWidget(m_options, 1);
    return box;
}

void ConnectionForm::wire()
{
    for (QLineEdit *edit : {m_name, m_host, m_port, m_database, m_user, m_passFile,
                            static_cast<QLineEdit *>(m_password)})
        connect(edit, &QLineEdit::textChanged, this, &ConnectionForm::edited);
    for (QComboBox *box : {m_colour, m_interval, m_source, m_tls})
        connect(box, &QComboBox::currentIndexChanged, this, &ConnectionForm::edited);
    for (QCheckBox *box : {m_production, m_readOnly, m_keep, m_cleartext})
        connect(box, &QCheckBox::toggled, this, &ConnectionForm::edited);
    connect(m_group, &QComboBox::currentTextChanged, this, &ConnectionForm::edited);
    connect(m_options, &OptionTable::edited, this, &ConnectionForm::edited);
    connect(m_source, &QComboBox::currentIndexChanged, this, &ConnectionForm::showPasswordSource);
    connect(m_keep, &QCheckBox::toggled, this, &ConnectionForm::showPasswordSource);
    connect(m_tls, &QComboBox::currentIndexChanged, this, &ConnectionForm::showTls);
}

void ConnectionForm::setGroups(const QStringList &groups)
{
    const QString current = m_group->currentText();
    m_group->clear();
    m_group->addItem(QString());
    m_group->addItems(groups);
    m_group->setCurrentText(current);
}

void ConnectionForm::setKeyring(KeyringState state, const QString &problem)
{
    m_keyringReason.clear();
    if (state == KeyringState::Unavailable)
        m_keyringReason =
            tr("This machine offers no keyring, so a password is kept for this run only.");
    else if (state == KeyringState::NotAnswering)
        m_keyringReason =
            tr("The keyring does not answer, so a password is kept for this run only.");
    m_keep->setEnabled(m_keyringReason.isEmpty());
    m_keep->setToolTip(problem.isEmpty() ? QString() : plainToolTip(problem));
    showPasswordSource();
}

void ConnectionForm::setProfile(const Profile &profile)
{
    m_profile = profile;
    m_name->setText(profile.name);
    m_group->setCurrentText(profile.group);
    select(m_colour, int(profile.colour));
    m_production->setChecked(profile.production);
    m_readOnly->setChecked(profile.readOnly);
    m_cleartext->setChecked(profile.allowCleartext);
    const int interval = int(profile.refreshInterval.count());
    if (m_interval->findData(interval) < 0)
        m_interval->addItem(tr("%1 s").arg(interval / 1000.0), interval);
    select(m_interval, interval);
    const auto policy = profile.passwordPolicy;
    select(m_source, policy == PasswordPolicy::PassFile ? FromPassFile
                     : policy == PasswordPolicy::None   ? NoPassword
                                                        : Typed);
    m_keep->setChecked(policy == PasswordPolicy::Keyring);
    m_passFile->setText(profile.passFile);
    m_password->clear();
    m_password->setPlaceholderText(policy == PasswordPolicy::Keyring ? tr("Stays as it is saved")
                                                                     : tr("Ask when connecting"));
    setSpec(profile.spec, {});
    showPasswordSource();
    showTls();
}

void ConnectionForm::setSpec(const pg::ConnectionSpec &spec, const base::Secret &password)
{
    m_host->setText(spec.value(u"host"_s));
    m_port->setText(spec.value(u"port"_s));
    m_database->setText(spec.value(u"dbname"_s));
    m_user->setText(spec.value(u"user"_s));
    select(m_tls, spec.value(u"sslmode"_s));
    auto further = spec.options;
    if (const QString file = further.take(u"passfile"_s); !file.isEmpty()) {
        select(m_source, FromPassFile);
        m_passFile->setText(file);
    }
    m_options->model()->setOptions(further);
    if (password.isEmpty())
        return;
    select(m_source, Typed);
    m_password->setSecret(password);
}

PasswordPolicy ConnectionForm::policy() const
{
    switch (m_source->currentData().toInt()) {
    case FromPassFile:
        return PasswordPolicy::PassFile;
    case NoPassword:
        return PasswordPolicy::None;
    default:
        return m_keep->isChecked() ? PasswordPolicy::Keyring : PasswordPolicy::Ask;
    }
}

Profile ConnectionForm::profile() const
{
    Profile out = m_profile;
    out.name = m_name->text().trimmed();
    out.group = m_group->currentText().trimmed();
    out.colour = ProfileColour(m_colour->currentData().toInt());
    out.production = m_production->isChecked();
    out.readOnly = m_readOnly->isChecked();
    out.allowCleartext = m_cleartext->isChecked();
    out.refreshInterval = std::chrono::milliseconds(m_interval->currentData().toInt());
    out.passwordPolicy = policy();
    out.passFile = policy() == PasswordPolicy::PassFile ? m_passFile->text().trimmed() : QString();
    out.spec.options = m_options->model()->options();
    out.spec.set(u"host"_s, m_host->text().trimmed());
    out.spec.set(u"port"_s, m_port->text().trimmed());
    out.spec.set(u"dbname"_s, m_database->text());
    out.spec.set(u"user"_s, m_user->text());
    out.spec.set(u"sslmode"_s, m_tls->currentData().toString());
    return out;
}

base::Secret ConnectionForm::password() const
{
    return m_source->currentData().toInt() == Typed ? m_password->secret() : base::Secret();
}

QString ConnectionForm::problem() const
{
    if (const QString text = m_options->model()->problem(); !text.isEmpty())
        return text;
    const auto problems = validate(profile());
    return problems.isEmpty() ? QString() : problemText(problems.first());
}

void ConnectionForm::showPasswordSource()
{
    const int source = m_source->currentData().toInt();
    auto *form = static_cast<QFormLayout *>(m_password->parentWidget()->layout());
    form->setRowVisible(m_password, source != FromPassFile);
    form->setRowVisible(m_passFile, source == FromPassFile);
    m_password->setEnabled(source == Typed);
    m_keep->setVisible(source == Typed);
    QString note;
    if (source == FromPassFile)
        note = tr("Only this file is read. The first line that matches counts.");
    else if (source == NoPassword)
        note = tr("The server knows you in another way, such as peer or a certificate.");
    else
        note = m_keyringReason;
    m_passwordNote->setVisible(!note.isEmpty());
    m_passwordNote->setText(note);
}

void ConnectionForm::showTls()
{
    m_tlsNote->setText(tlsExplanation(m_tls->currentData().toString()));
}

void ConnectionForm::choosePassFile()
{
    auto *dialog = new QFileDialog(this, tr("Choose a pass file"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setFilter(QDir::Files | QDir::Hidden);
    connect(dialog, &QFileDialog::fileSelected, m_passFile, &QLineEdit::setText);
    dialog->open();
}

} // namespace ui
