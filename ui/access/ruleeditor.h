// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#pragma once

#include <QPlainTextEdit>

class QTimer;

namespace ui {

class HbaHighlighter;

/// The text of a rule file with the numbers of its lines. Long files are shown without colours, and
/// can be edited once they are in, some tenths of a second later.
class RuleEditor final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit RuleEditor(QWidget *parent = nullptr);

    /// Another text; what was edited is gone.
    void setText(const std::string &text);
    /// The text as it stands here now. The same as was set if nothing was edited.
    std::string text() const;
    bool isEdited() const;

    /// Marks the line on which the decision falls; 0 for none.
    void setDecidingLine(int line, bool rejects);
    void goToLine(int line);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    friend class RuleGutter;
    void paintGutter(QPaintEvent *event);
    int gutterWidth() const;
    void placeGutter();
    void dress();
    void mark();
    void fill();

    QWidget *m_gutter;
    HbaHighlighter *m_highlighter = nullptr; // owned by the document, while the text is short
    std::string m_text;
    QString m_rest; ///< Of a long text, which is put in little by little.
    QTimer *m_fill;
    int m_goTo = 0; ///< A line that is not there yet.
    int m_decidingLine = 0;
    bool m_rejects = false;
};

} // namespace ui
