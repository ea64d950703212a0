// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "actions/settingsdialog.h"

#include "access/candidatetext.h"
#include "access/secretclipboard.h"
#include "base/plaintext.h"
#include "widgets/chipbar.h"
#include "widgets/copyfeedback.h"
#include "widgets/fonts.h"
#include "widgets/messagebar.h"
#include "widgets/metrics.h"
#include "widgets/plainlabel.h"

#include <QFileDialog>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace ui {

using namespace Qt::StringLiterals;
using pgaccess::WayIn;

namespace {

// What applications want first; the other forms follow.
QList<WayIn> orderedWays()
{
    QList<WayIn> ways{WayIn::DotEnv, WayIn::Uri, WayIn::Django, WayIn::Rails, WayIn::Node};
    for (int way = 0; way < pgaccess::WayInCount; ++way) {
        if (!ways.contains(WayIn(way)))
            ways << WayIn(way);
    }
    return ways;
}

QPushButton *button(const QString &objectName, const QString &text)
{
    auto *made = new QPushButton(text);
    made->setObjectName(objectName);
    made->setAutoDefault(false);
    return made;
}

QPlainTextEdit *textField()
{
    auto *text = new QPlainTextEdit;
    text->setObjectName(u"settingsText"_s);
    text->setAccessibleName(SettingsDialog::tr("The settings in this form"));
    text->setReadOnly(true);
    text->setTextInteractionFlags(Qt::NoTextInteraction); // copied by the button alone
    text->setProperty("framed", true);
    text->setFont(monoFont(text->font()));
    text->setWordWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
    text->setMinimumHeight(12 * metrics::CompactRowHeight);
    return text;
}

} // namespace

SettingsDialog::SettingsDialog(const ConnectionSettings &settings, SecretClipboard &clipboard,
                               QWidget *parent)
    : QDialog(parent)
    , m_settings(settings)
    , m_clipboard(clipboard)
    , m_forms(new ChipBar)
    , m_text(textField())
    , m_copy(button(u"copySettings"_s, tr("&Copy")))
    , m_reveal(button(u"revealPassword"_s, tr("Show &Password")))
    , m_save(button(u"saveEnv"_s, tr("Save .&env …")))
    , m_result(new MessageBar)
    , m_replace(m_result->addButton(u"replaceFile"_s, tr("&Replace the File")))
    , m_closeAnyway(m_result->addButton(u"closeAnyway"_s, tr("Close &without It")))
{
    setObjectName(u"settingsDialog"_s);
    const QString name = base::visibleText(settings.title, 60);
    setWindowTitle(tr("Settings of %1").arg(name));
    setWindowModality(Qt::WindowModal);
    setMinimumWidth(680);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 20, 20, 16);
    layout->setSpacing(metrics::CardGap);
    auto *title = new PlainLabel(tr("Settings of “%1”").arg(name));
    title->setFont(titleFont(font()));
    layout->addWidget(title);
    const QString note = tr("The password is kept nowhere else: save or copy it now.");
    auto *hint =
        new PlainLabel(settings.note.isEmpty() ? note : tr("%1 %2").arg(settings.note, note));
    hint->setObjectName(u"settingsNote"_s);
    hint->setWordWrap(true);
    layout->addWidget(hint);
    addForms(layout);
    addButtons(layout);
    showText();
}

void SettingsDialog::addForms(QVBoxLayout *layout)
{
    std::vector<Chip> chips;
    for (const WayIn way : orderedWays()) {
        if (way != WayIn::DockerCompose && !text(way, true).isEmpty())
            chips.push_back({QString::number(int(way)), CandidateText::wayIn(way), {}});
    }
    m_forms->setObjectName(u"settingsForms"_s);
    m_forms->setChips(chips);
    m_forms->setCurrent(QString::number(int(WayIn::DotEnv)));
    layout->addWidget(m_forms);
    layout->addWidget(m_text, 1);
    m_result->setObjectName(u"settingsResult"_s);
    m_result->hide();
    layout->addWidget(m_result);
    connect(m_forms, &ChipBar::chosen, this, &SettingsDialog::showText);
    m_closeAnyway->hide();
    connect(m_replace, &QPushButton::clicked, this, [this] { write(m_path, true); });
    connect(m_closeAnyway, &QPushButton::clicked, this, [this] { QDialog::reject(); });
}

void SettingsDialog::addButtons(QVBoxLayout *layout)
{
    m_reveal->setCheckable(true);
    m_save->setProperty("kind", u"primary"_s);
    auto *note = new PlainLabel(tr("The clipboard forgets it after 30 s."));
    note->setMuted(true);
    note->setFont(smallFont(font()));
    auto *close = button(u"close"_s, tr("Close"));
    auto *row = new QHBoxLayout;
    row->addWidget(m_copy);
    row->addWidget(m_reveal);
    row->addWidget(note, 1);
    row->addWidget(m_save);
    row->addWidget(close);
    layout->addLayout(row);
    connect(m_copy, &QPushButton::clicked, this, &SettingsDialog::copy);
    connect(m_reveal, &QPushButton::toggled, this, &SettingsDialog::showText);
    connect(m_save, &QPushButton::clicked, this, &SettingsDialog::choosePath);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    m_save->setFocus();
}

QString SettingsDialog::text(WayIn way, bool masked) const
{
    pgaccess::WayInFacts facts{.spec = m_settings.spec};
    facts.password = pgaccess::WayInPassword{
        .text = masked ? QString() : QString::fromUtf8(m_settings.password.view()),
        .masked = masked};
    return wayInText(way, facts);
}

void SettingsDialog::showText()
{
    const bool revealed = m_reveal->isChecked();
    m_taken = m_taken || revealed;
    m_text->setPlainText(text(WayIn(m_forms->current().toInt()), !revealed));
    m_reveal->setText(revealed ? tr("Hide &Password") : tr("Show &Password"));
}

void SettingsDialog::copy()
{
    copyWithFeedback({}, m_copy);
    m_clipboard.copy(text(WayIn(m_forms->current().toInt()), false));
    m_taken = true;
}

void SettingsDialog::reject()
{
    if (m_taken)
        return QDialog::reject();
    m_replace->hide();
    m_result->setTitle(Severity::Warning, tr("The password would be lost."));
    m_result->setServerWords({});
    m_result->setAdvice(tr("Nobody else has it: save or copy the settings first."));
    m_closeAnyway->show();
    m_result->show();
}

void SettingsDialog::choosePath()
{
    auto *files = new QFileDialog(this, tr("Save the settings"));
    files->setAttribute(Qt::WA_DeleteOnClose);
    files->setAcceptMode(QFileDialog::AcceptSave);
    files->setOption(QFileDialog::DontConfirmOverwrite); // asked below, without a nested loop
    files->setFilter(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot);
    files->selectFile(u".env"_s);
    connect(files, &QFileDialog::fileSelected, this,
            [this](const QString &path) { write(path, false); });
    files->open();
}

void SettingsDialog::write(const QString &path, bool replace)
{
    m_path = path;
    m_save->setEnabled(false);
    m_result->hide();
    emit writeRequested(path, text(WayIn::DotEnv, false) + u'\n', replace);
}

void SettingsDialog::showWritten(const QString &path)
{
    m_taken = true;
    m_save->setEnabled(true);
    m_replace->hide();
    m_closeAnyway->hide();
    m_result->setTitle(Severity::Ok,
                       tr("Written to %1, readable by you alone.").arg(base::visibleText(path)));
    m_result->setServerWords({});
    m_result->setAdvice(tr("Keep it out of version control."));
    m_result->show();
}

void SettingsDialog::showFailure(const base::Error &error)
{
    m_save->setEnabled(true);
    m_replace->hide();
    m_result->setTitle(Severity::Critical, tr("The file could not be written."));
    m_result->setServerWords(error.message);
    m_result->setAdvice({});
    m_result->show();
}

void SettingsDialog::askToReplace(const QString &path)
{
    m_save->setEnabled(true);
    m_result->setTitle(Severity::Warning,
                       tr("There is a file %1 already.").arg(base::visibleText(path)));
    m_result->setServerWords({});
    m_result->setAdvice(tr("Everything in it would be replaced, other settings too."));
    m_replace->show();
    m_result->show();
}

} // namespace ui
