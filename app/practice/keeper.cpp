// SPDX-FileCopyrightText: 2026 The PgVigil authors
// SPDX-License-Identifier: GPL-3.0-or-later

#include "practice/keeper.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string_view>
#include <thread>
#include <vector>

#include <sys/shm.h>
#include <sys/syscall.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace std::chrono_literals;

namespace app {

namespace {

bool isInside(const std::string &path, const std::string &folder)
{
    return path == folder || path.starts_with(folder + '/');
}

// True for a PostgreSQL program that works in the folder; a shell that somebody left there is not.
bool worksIn(const fs::path &process, const std::string &folder)
{
    std::error_code error;
    const std::string at = fs::read_symlink(process / "cwd", error).string();
    if (error || !isInside(at, folder))
        return false;
    const std::string program = fs::read_symlink(process / "exe", error).filename().string();
    return !error && (program.starts_with("postgres") || program.starts_with("initdb"));
}

std::vector<int> processesIn(const std::string &folder)
{
    std::vector<int> found;
    std::error_code error;
    for (fs::directory_iterator at("/proc", error), end; !error && at != end; at.increment(error)) {
        const std::string name = at->path().filename().string();
        if (std::ranges::all_of(name, [](unsigned char c) { return std::isdigit(c); }) &&
            worksIn(at->path(), folder))
            found.push_back(std::stoi(name));
    }
    return found;
}

// Through a pidfd, so that a pid that was used again meanwhile is never hit.
void signalProcess(int pid, int number, const std::string &folder)
{
    const int fd = int(syscall(SYS_pidfd_open, pid, 0));
    if (fd < 0)
        return;
    if (worksIn(fs::path("/proc") / std::to_string(pid), folder))
        syscall(SYS_pidfd_send_signal, fd, number, nullptr, 0);
    close(fd);
}

bool endProcesses(const std::string &folder, int number, std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (const int pid : processesIn(folder))
        signalProcess(pid, number, folder);
    while (!processesIn(folder).empty()) {
        if (std::chrono::steady_clock::now() > deadline)
            return false;
        std::this_thread::sleep_for(50ms);
    }
    return true;
}

// A postmaster that was killed leaves its System V segment behind; line 7 of postmaster.pid holds
// the key and the id of it. One that is still attached is kept by the kernel until its last user
// ends.
void removeSharedMemory(const std::string &folder)
{
    std::ifstream file(folder + "/data/postmaster.pid");
    std::string line;
    for (int i = 0; i < 6 && std::getline(file, line); ++i) {
    }
    unsigned long key = 0;
    int id = 0;
    shmid_ds about{};
    if ((file >> key >> id) && shmctl(id, IPC_STAT, &about) == 0 && about.shm_nattch == 0 &&
        about.shm_perm.uid == geteuid())
        shmctl(id, IPC_RMID, nullptr);
}

} // namespace

bool clearPracticeFolder(const std::string &folder)
{
    if (!endProcesses(folder, SIGQUIT, 2s))
        endProcesses(folder, SIGKILL, 3s);
    removeSharedMemory(folder);
    std::error_code error;
    for (int i = 0; i < 40; ++i) { // a process that just ends may still make a file
        fs::remove_all(folder, error);
        if (!error && !fs::exists(fs::symlink_status(folder, error)))
            return true;
        std::this_thread::sleep_for(50ms);
    }
    return false;
}

int keepPracticeFolder(const std::string &folder)
{
    for (const int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE})
        std::signal(number, SIG_IGN);
    setsid();
    std::array<char, 64> ignored;
    while (true) {
        const ssize_t count = read(STDIN_FILENO, ignored.data(), ignored.size());
        if (count == 0 || (count < 0 && errno != EINTR))
            break;
    }
    return clearPracticeFolder(folder) ? 0 : 1;
}

} // namespace app
