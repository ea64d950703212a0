// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/importpreview.h"

#include <QDialog>

class QComboBox;
class QPlainTextEdit;
class QPushButton;
class QTableView;

namespace ui {

class ImportModel;
class PlainLabel;

/// A profile to save, with the password to store for it where the person chose that.
struct ImportedConnection
{
    pgaccess::Profile profile;
    base::Secret password;
};

/// Shows what the files of this machine hold, and hands over what was checked. Reads the files off
/// the window thread, once: what is imported is what was shown. Nothing is saved before Import is
/// pressed.
class ImportDialog final : public QDialog
{
    Q_OBJECT

public:
    /// Looks for files in the standard places of this home folder.
    ImportDialog(const QList<pgaccess::Profile> &existing, const QString &home,
                 QWidget *parent = nullptr);

    /// Adds files that a person chose or dropped.
    void addFiles(const QStringList &paths);

signals:
    void importRequested(const QList<ui::ImportedConnection> &connections);

private:
    void makeTable();
    void makeDetail();
    void makeButtons();
    void read(const QStringList &paths);
    void takeSources(const QList<pgaccess::ImportSource> &sources);
    void showFiles();
    void showEntry();
    void showCount();
    void setChoice(int index);
    void chooseFiles();
    void import();
    int currentRow() const;

    QList<pgaccess::Profile> m_existing;
    QList<pgaccess::ImportSource> m_sources;
    ImportModel *m_model;
    PlainLabel *m_files;
    QTableView *m_table;
    PlainLabel *m_state;
    QComboBox *m_password;
    QPlainTextEdit *m_notes;
    QPushButton *m_import;
    QString m_fileNotes;
};

} // namespace ui
