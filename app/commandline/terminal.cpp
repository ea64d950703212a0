// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "commandline/terminal.h"

#include "base/plaintext.h"
#include "commandline/errorjson.h"

#include <QCoreApplication>
#include <QJsonDocument>

#include <cstdio>

#include <termios.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

namespace app {

namespace {

constexpr qsizetype WidestColumn = 60;
constexpr size_t LongestPassword = 1024;
constexpr size_t LongestLine = 1024;

struct Tr
{
    Q_DECLARE_TR_FUNCTIONS(app::Terminal)
};

void print(FILE *stream, const QString &line)
{
    const QByteArray bytes = line.toUtf8() + '\n';
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fflush(stream);
}

QString visibleLines(const QString &text)
{
    QStringList lines = text.trimmed().split(u'\n');
    for (QString &line : lines)
        line = base::visibleText(line, 2000);
    return lines.join("\n  "_L1);
}

// No echo while it lives; back to what it was afterwards, also after Ctrl+C's SIGINT is delayed to
// here.
class SilentTerminal final
{
public:
    SilentTerminal()
        : m_valid(tcgetattr(STDIN_FILENO, &m_before) == 0)
    {
        termios silent = m_before;
        silent.c_lflag &= ~tcflag_t(ECHO | ISIG);
        silent.c_lflag |= ECHONL;
        if (m_valid)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    ~SilentTerminal()
    {
        if (m_valid)
            tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
    }
    Q_DISABLE_COPY_MOVE(SilentTerminal)

private:
    termios m_before{};
    bool m_valid;
};

} // namespace

void printLine(const QString &line)
{
    print(stdout, line);
}

void printNote(const QString &line)
{
    print(stderr, line);
}

void printJson(const QJsonObject &document)
{
    QJsonObject rest = document;
    const QString schema = rest.take(u"schema"_s).toString();
    const QString body =
        QString::fromUtf8(QJsonDocument(rest).toJson(QJsonDocument::Compact)).sliced(1);
    printLine(u"{\"schema\":\"%1\"%2"_s.arg(schema, rest.isEmpty() ? body : u',' + body));
}

int printError(const base::Error &error, bool json, ExitCode exitCode)
{
    if (json) {
        printJson(errorToJson(error));
        return int(exitCode);
    }
    const QString attempt = error.attempting.isEmpty() ? QString() : error.attempting + u": "_s;
    const QString state =
        error.sqlState.isEmpty() ? QString() : u" (SQLSTATE %1)"_s.arg(error.sqlState);
    printNote("pgvigil: "_L1 + visibleLines(attempt + error.message + state));
    if (!error.detail.isEmpty())
        printNote("  "_L1 + visibleLines(error.detail));
    if (!error.hint.isEmpty())
        printNote("  "_L1 + visibleLines(error.hint));
    return int(exitCode);
}

QStringList alignedTable(const QStringList &header, const QList<QStringList> &rows,
                         const QList<int> &rightAligned)
{
    QList<QStringList> all{header};
    all += rows;
    QList<qsizetype> widths(header.size(), 0);
    for (QStringList &row : all) {
        for (qsizetype i = 0; i < row.size(); ++i) {
            const bool last = i == row.size() - 1; // nothing stands behind it
            row[i] = base::singleLine(row[i], last ? base::MaxCellLength : WidestColumn);
            widths[i] = std::max(widths[i], row[i].size());
        }
    }
    QStringList lines;
    for (const QStringList &row : std::as_const(all)) {
        QString line;
        for (qsizetype i = 0; i < row.size(); ++i) {
            line += rightAligned.contains(int(i)) ? row[i].rightJustified(widths[i])
                                                  : row[i].leftJustified(widths[i]);
            line += "  "_L1;
        }
        lines.append(line.trimmed().isEmpty() ? QString() : line.sliced(0, line.size() - 2));
    }
    for (QString &line : lines) {
        while (line.endsWith(u' '))
            line.chop(1);
    }
    return lines;
}

bool hasTerminal()
{
    return isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
}

base::Result<base::Secret> askPassword(const QString &question)
{
    if (!hasTerminal())
        return base::localError(
            Tr::tr("A password is needed, and there is no terminal to ask for it."));
    std::fputs(qUtf8Printable(question + u' '), stderr);
    const SilentTerminal silence;
    std::array<char, LongestPassword> bytes{};
    const ssize_t count = read(STDIN_FILENO, bytes.data(), bytes.size());
    const auto end = std::find_if(bytes.begin(), bytes.begin() + std::max<ssize_t>(count, 0),
                                  [](char c) { return c == '\n' || c == '\r'; });
    base::Secret password(QByteArrayView(bytes.data(), end - bytes.begin()));
    explicit_bzero(bytes.data(), bytes.size());
    if (password.view().contains('\x03')) // Ctrl+C
        return base::localError(Tr::tr("Nothing was done."));
    return password;
}

QString askLine(const QString &question)
{
    std::fputs(qUtf8Printable(question + u' '), stderr);
    std::array<char, LongestLine> answer{};
    if (!hasTerminal() || !std::fgets(answer.data(), answer.size(), stdin))
        return {};
    return QString::fromUtf8(answer.data()).trimmed();
}

} // namespace app
