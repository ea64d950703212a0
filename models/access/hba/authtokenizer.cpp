// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/authtokenizer.h"

#include <algorithm>
#include <filesystem>

namespace pgaccess {

namespace {

constexpr std::size_t OldTokenLimit = 10'239; // to 16
constexpr std::size_t OldLineLimit = 20'478;  // 13 only

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

std::string inFolderOf(const std::string &outer, const std::string &path)
{
    const std::filesystem::path named(path);
    const auto full =
        named.is_absolute() ? named : std::filesystem::path(outer).parent_path() / named;
    return full.lexically_normal().string();
}

struct Word
{
    AuthToken token;
    bool found = false;
    bool commaFollows = false;
};

/// Takes words from one line.
class WordReader final
{
public:
    WordReader(std::string_view line, std::size_t limit)
        : m_line(line)
        , m_limit(limit)
    {
    }

    bool atEnd() const { return m_at >= m_line.size(); }
    bool isTooLong() const { return m_tooLong; }

    Word next()
    {
        while (!atEnd() && (isBlank(m_line[m_at]) || m_line[m_at] == ','))
            ++m_at;
        Word word;
        bool inQuote = false, wasQuote = false, sawQuote = false;
        for (; !atEnd() && (!isBlank(m_line[m_at]) || inQuote); ++m_at) {
            const char c = m_line[m_at];
            if (!inQuote && endsWord(c, word))
                break;
            if (word.token.text.size() >= m_limit)
                return tooLong();
            if (c != '"' || wasQuote)
                word.token.text += c;
            wasQuote = inQuote && c == '"' && !wasQuote; // two of them stand for one
            if (c == '"') {
                inQuote = !inQuote;
                sawQuote = true;
                word.token.quoted = word.token.quoted || word.token.text.empty();
            }
        }
        word.found = sawQuote || !word.token.text.empty();
        return word;
    }

private:
    bool endsWord(char c, Word &word)
    {
        if (c == '#')
            m_at = m_line.size();
        else if (c == ',')
            word.commaFollows = true;
        return c == '#' || c == ',';
    }

    Word tooLong()
    {
        m_tooLong = true;
        m_at = m_line.size();
        return {};
    }

    std::string_view m_line;
    std::size_t m_limit;
    std::size_t m_at = 0;
    bool m_tooLong = false;
};

/// Gives the lines of a file, those that a backslash continues put together.
class LineReader final
{
public:
    LineReader(std::string_view text, int version)
        : m_rest(text)
        , m_version(version)
    {
    }

    bool atEnd() const { return m_rest.empty(); }
    int number() const { return m_number; }

    std::string_view next()
    {
        m_number = m_next;
        std::string_view line = physical();
        if (m_version < 14 || !line.ends_with('\\'))
            return line;
        m_joined.clear();
        while (line.ends_with('\\')) {
            m_joined += line.substr(0, line.size() - 1);
            if (atEnd())
                return m_joined;
            line = physical();
        }
        m_joined += line;
        return m_joined;
    }

private:
    std::string_view physical()
    {
        const std::size_t end = std::min(m_rest.find('\n'), m_rest.size());
        std::string_view line = m_rest.substr(0, end);
        m_rest.remove_prefix(std::min(end + 1, m_rest.size()));
        ++m_next;
        line = line.substr(0, line.find('\0')); // the server reads C strings
        while (line.ends_with('\r'))
            line.remove_suffix(1);
        return line;
    }

    std::string_view m_rest;
    std::string m_joined;
    int m_version;
    int m_number = 0;
    int m_next = 1;
};

class Tokenizer final
{
public:
    Tokenizer(const AuthFileAccess &access, int version)
        : m_access(access)
        , m_version(version)
    {
    }

    void readTop(const std::string &path)
    {
        std::string error;
        const auto text = open(path, path, 0, error);
        if (text)
            readText(path, *text, 0, m_out.lines);
        else
            m_out.lines.push_back({.file = fileIndex(path), .error = error});
    }

    void readText(const std::string &path, std::string_view text, int depth,
                  std::vector<AuthLine> &into)
    {
        const int file = fileIndex(path);
        m_bytes += text.size();
        if (m_bytes > MaxAuthBytes) {
            m_out.complete = false;
            return;
        }
        LineReader reader(text, m_version);
        while (!reader.atEnd() && m_out.complete) {
            const std::string_view line = reader.next();
            AuthLine out{.file = file, .line = reader.number()};
            readLine(line, depth, path, out);
            if (out.fields.empty() && out.error.empty())
                continue;
            if (out.error.empty() && isInclude(out) && readInclude(path, depth, out, into))
                continue;
            into.push_back(std::move(out));
            m_out.complete = m_out.complete && ++m_lineCount < MaxAuthLines;
        }
    }

    std::vector<AuthLine> &lines() { return m_out.lines; }
    AuthLines take() { return std::move(m_out); }

private:
    int fileIndex(const std::string &path)
    {
        const auto found = std::ranges::find(m_out.files, path);
        if (found != m_out.files.end())
            return int(found - m_out.files.begin());
        m_out.files.push_back(path);
        return int(m_out.files.size()) - 1;
    }

    void readLine(std::string_view line, int depth, const std::string &path, AuthLine &out)
    {
        if (m_version == 13 && line.size() >= OldLineLimit) {
            out.error = "authentication file line too long";
            return;
        }
        WordReader words(line, m_version < 17 ? OldTokenLimit : std::string::npos);
        while (!words.atEnd() && out.error.empty()) {
            AuthField field = readField(words, depth, path, out.error);
            if (!field.empty())
                out.fields.push_back(std::move(field));
        }
    }

    AuthField readField(WordReader &words, int depth, const std::string &path, std::string &error)
    {
        AuthField field;
        Word word;
        do {
            word = words.next();
            if (words.isTooLong())
                error = "authentication file token too long";
            if (!word.found || tooMany())
                break;
            AuthToken &token = word.token;
            if (!token.quoted && token.text.size() > 1 && token.text.front() == '@')
                expandFile(field, path, token.text.substr(1), depth + 1, error);
            else
                field.push_back(std::move(token));
        } while (word.commaFollows && error.empty());
        return field;
    }

    bool tooMany()
    {
        if (++m_tokenCount > MaxAuthTokens)
            m_out.complete = false;
        return !m_out.complete;
    }

    std::string openProblem(const std::string &named, const std::string &path, int depth,
                            const std::string &reason) const
    {
        if (m_version >= 16 || reason.starts_with("maximum"))
            return "could not open file \"" + path + "\": " + reason;
        if (depth == 0)
            return "could not open configuration file \"" + path + "\": " + reason;
        return "could not open secondary authentication file \"@" + named + "\" as \"" + path +
               "\": " + reason;
    }

    AuthFileAccess::Text open(const std::string &named, const std::string &path, int depth,
                              std::string &error)
    {
        AuthFileAccess::Text text = std::unexpected(AuthFileProblem());
        if (depth > MaxAuthDepth)
            text.error().text = "maximum nesting depth exceeded";
        else if (++m_opened > MaxAuthFiles)
            m_out.complete = false;
        else
            text = m_access.read(path);
        if (!text)
            error = openProblem(named, path, depth, text.error().text);
        return text;
    }

    void expandFile(AuthField &field, const std::string &outer, const std::string &named, int depth,
                    std::string &error)
    {
        const std::string path = inFolderOf(outer, named);
        const auto text = open(named, path, depth, error);
        if (!text)
            return;
        std::vector<AuthLine> lines;
        readText(path, *text, depth, lines);
        for (AuthLine &line : lines) {
            if (!line.error.empty()) {
                error = line.error;
                return;
            }
            for (AuthField &inner : line.fields)
                std::ranges::move(inner, std::back_inserter(field));
        }
    }

    bool isInclude(const AuthLine &line) const
    {
        if (m_version < 16 || line.fields.size() != 2)
            return false;
        const std::string &word = line.fields[0][0].text;
        return word == "include" || word == "include_if_exists" || word == "include_dir";
    }

    // True if the line is dealt with; otherwise it holds an error.
    bool readInclude(const std::string &outer, int depth, AuthLine &line,
                     std::vector<AuthLine> &into)
    {
        const std::string &word = line.fields[0][0].text;
        const std::string &named = line.fields[1][0].text;
        if (word == "include_dir")
            line.error = includeFolder(outer, named, depth, into);
        else
            line.error =
                includeFile(inFolderOf(outer, named), depth, word == "include_if_exists", into);
        return line.error.empty();
    }

    std::string includeFile(const std::string &path, int depth, bool missingAllowed,
                            std::vector<AuthLine> &into)
    {
        std::string error;
        const auto text = open(path, path, depth + 1, error);
        if (text)
            readText(path, *text, depth + 1, into);
        else if (missingAllowed && text.error().missing)
            error.clear();
        return error;
    }

    std::string includeFolder(const std::string &outer, const std::string &named, int depth,
                              std::vector<AuthLine> &into)
    {
        if (named.find_first_not_of(" \t\n\r\f\v") == std::string::npos)
            return "empty configuration directory name: \"" + named + '"';
        const std::string folder = inFolderOf(outer, named);
        auto names = m_access.list ? m_access.list(folder)
                                   : AuthFileAccess::Names(std::unexpected(AuthFileProblem()));
        if (!names)
            return "could not open directory \"" + folder + '"'; // says not why
        std::erase_if(*names, [](const std::string &name) {
            return name.size() < 6 || name.front() == '.' || !name.ends_with(".conf");
        });
        std::ranges::sort(*names);
        std::string errors;
        for (const std::string &name : *names) {
            const std::string error = includeFile(folder + '/' + name, depth, false, into);
            if (!error.empty())
                errors += (errors.empty() ? "" : "\n") + error;
        }
        return errors;
    }

    const AuthFileAccess &m_access;
    int m_version;
    AuthLines m_out;
    std::size_t m_bytes = 0;
    std::size_t m_lineCount = 0;
    std::size_t m_tokenCount = 0;
    int m_opened = 0;
};

} // namespace

AuthLines tokenizeAuthFile(const std::string &path, const AuthFileAccess &access, int version)
{
    Tokenizer tokenizer(access, version);
    tokenizer.readTop(path);
    return tokenizer.take();
}

AuthLines tokenizeAuthText(const std::string &path, std::string_view text,
                           const AuthFileAccess &access, int version)
{
    Tokenizer tokenizer(access, version);
    tokenizer.readText(path, text, 0, tokenizer.lines());
    return tokenizer.take();
}

} // namespace pgaccess
