// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "access/hba/diskfiles.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

namespace pgaccess {

namespace {

namespace fs = std::filesystem;

std::unexpected<AuthFileProblem> problem(int number)
{
    return std::unexpected(
        AuthFileProblem{.missing = number == ENOENT, .text = std::strerror(number)});
}

AuthFileAccess::Text readFile(const std::string &path)
{
    std::error_code error;
    const fs::file_status status = fs::status(path, error);
    if (!fs::exists(status))
        return problem(error ? error.value() : ENOENT);
    if (!fs::is_regular_file(status)) // a pipe would keep us waiting
        return problem(fs::is_directory(status) ? EISDIR : EINVAL);
    errno = 0;
    std::ifstream file(path, std::ios::binary);
    if (!file)
        return problem(errno ? errno : EACCES);
    const auto size = fs::file_size(path, error);
    if (error)
        return problem(error.value());
    // One byte more than is taken shows that it is too much.
    std::string text(std::min<std::uintmax_t>(size, MaxAuthBytes + 1), '\0');
    file.read(text.data(), std::streamsize(text.size()));
    text.resize(std::size_t(file.gcount()));
    return text;
}

AuthFileAccess::Names listFolder(const std::string &path)
{
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(path, error), end; !error && entry != end;
         entry.increment(error)) {
        std::error_code ignored;
        if (!entry->is_directory(ignored) && names.size() < std::size_t(MaxAuthFiles))
            names.push_back(entry->path().filename().string());
    }
    if (error)
        return problem(error.value());
    return names;
}

} // namespace

AuthFileAccess diskFiles()
{
    return {.read = readFile, .list = listFolder};
}

} // namespace pgaccess
