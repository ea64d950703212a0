// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include "access/diagnosis/diagnosis.h"
#include "access/diagnosis/observation.h"

#include <QCoreApplication>

namespace ui {

/// Diagnoses in words, for the window and for the terminal. Foreign text in them is made visible.
class DiagnosisText final
{
    Q_DECLARE_TR_FUNCTIONS(ui::DiagnosisText)

public:
    /// What a cause is called, in a few words: "wrong password".
    static QString name(pgaccess::Cause cause);

    /// What happened and why, in whole sentences, with what is known for sure and what is not.
    static QString explanation(const pgaccess::Diagnosis &diagnosis,
                               const pgaccess::Observation &observation);

    /// What to do, without the text that is to be copied.
    static QString advice(const pgaccess::Fix &fix);

    /// Whose right it takes; empty if anybody can do it.
    static QString needs(pgaccess::FixRight right);

    /// "reach", "TLS" …
    static QString stage(pgaccess::Stage stage);
};

} // namespace ui
