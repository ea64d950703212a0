#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures whole programs on a server with 1000 sessions, 300 of them waiting, under Xvfb:
the time to the first rows beside pg_activity's, and memory and processor time of pgvigil.

usage: console.py BUILD-FOLDER [start] [resources]"""

import ctypes
import fcntl
import os
import pty
import select
import shutil
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

STARTS = 11
SETTLE = 10  # seconds until a started program is at rest
WATCH = 60  # seconds of processor time
QUIET = 0.4  # a terminal that says nothing for this long has settled


class Xvfb:
    """A display of 1440 by 900 points."""

    def __enter__(self):
        read, write = os.pipe()
        self.process = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=[write], stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as pipe:
            self.name = ":" + pipe.readline().strip()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


class Crowd:
    """The server."""

    def __init__(self, build):
        self.program = build / "tests/bench/bench_crowd"

    def __enter__(self):
        self.process = subprocess.Popen([self.program], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().strip()
        if not self.port:
            raise SystemExit("the server did not start")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()


def environment(display, home):
    return {**os.environ, "DISPLAY": display.name, "QT_QPA_PLATFORM": "xcb", "HOME": str(home),
            "XDG_CONFIG_HOME": f"{home}/config", "XDG_STATE_HOME": f"{home}/state",
            "LANG": "C.UTF-8"}


def connection(crowd):
    return f"host=127.0.0.1 port={crowd.port} user=postgres dbname=postgres"


def start_of_pgvigil(build, crowd, env):
    """Seconds from the start of the process to the first rows on the screen."""
    begin = time.monotonic()
    program = subprocess.Popen([build / "tests/bench/bench_firstrows", connection(crowd)],
                               stdout=subprocess.PIPE, env=env, text=True)
    line = program.stdout.readline()
    seconds = time.monotonic() - begin
    program.wait()
    if "rows" not in line:
        raise SystemExit("pgvigil showed no rows")
    return seconds


def start_of_pg_activity(crowd, env):
    """Seconds from the start of the process to the last output of its first screen."""
    begin = time.monotonic()
    child, terminal = pty.fork()
    if child == 0:
        arguments = ["pg_activity", "-h", "127.0.0.1", "-p", crowd.port, "-U", "postgres",
                     "-d", "postgres"]
        os.execvpe("pg_activity", arguments, {**env, "TERM": "xterm"})
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    output, last = b"", begin
    while True:
        # Rows have to be there: the loading of Python is quiet as well.
        shown = b"UPDATE stock" in output or b"UPDATE orders" in output
        ready, _, _ = select.select([terminal], [], [], QUIET if shown else 20)
        if not ready:
            break
        output += os.read(terminal, 65536)
        last = time.monotonic()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(terminal)
    if not shown:
        raise SystemExit("pg_activity showed no rows: " + output.decode(errors="replace")[-2000:])
    return last - begin


def report(name, seconds):
    spread = f"{min(seconds):.2f} to {max(seconds):.2f}"
    print(f"{name:44} {statistics.median(seconds):8.2f} s  ({spread})", flush=True)


def measure_start(build, crowd, env):
    ours, theirs = [], []
    for turn in range(STARTS + 1):
        one, other = start_of_pgvigil(build, crowd, env), start_of_pg_activity(crowd, env)
        if turn:  # the first reads the programs from the disk
            ours.append(one)
            theirs.append(other)
    report("pgvigil to the first painted rows", ours)
    report("pg_activity to its first settled screen", theirs)


def processor_seconds(pid):
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid, what):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(what):
            return int(line.split()[1]) / 1024
    raise SystemExit(f"no {what} of the process")


def watch(pid, name):
    begin, used = time.monotonic(), processor_seconds(pid)
    time.sleep(WATCH)
    share = (processor_seconds(pid) - used) / (time.monotonic() - begin)
    print(f"{name:44} {share * 100:8.2f} % of a core", flush=True)


class Minimiser:
    """Tells the windows of a display that they are minimised, as a window manager would."""

    def __init__(self, display):
        self.x = ctypes.CDLL("libX11.so.6")
        self.x.XOpenDisplay.restype = ctypes.c_void_p
        self.x.XDefaultRootWindow.restype = ctypes.c_ulong
        self.x.XInternAtom.restype = ctypes.c_ulong
        self.display = ctypes.c_void_p(self.x.XOpenDisplay(display.name.encode()))

    def minimise(self):
        state = self.x.XInternAtom(self.display, b"WM_STATE", 0)
        iconic = (ctypes.c_long * 2)(3, 0)
        for window in self.windows():
            window = ctypes.c_ulong(window)
            self.x.XChangeProperty(self.display, window, ctypes.c_ulong(state),
                                   ctypes.c_ulong(state), 32, 0, iconic, 2)
            self.x.XUnmapWindow(self.display, window)
        self.x.XSync(self.display, 0)

    def windows(self):
        root, parent = ctypes.c_ulong(), ctypes.c_ulong()
        children, count = ctypes.POINTER(ctypes.c_ulong)(), ctypes.c_uint()
        self.x.XQueryTree(self.display, ctypes.c_ulong(self.x.XDefaultRootWindow(self.display)),
                          ctypes.byref(root), ctypes.byref(parent), ctypes.byref(children),
                          ctypes.byref(count))
        return [children[i] for i in range(count.value)]


def measure_resources(build, crowd, display, env):
    program = subprocess.Popen([build / "app/pgvigil", "--connect", connection(crowd)], env=env)
    try:
        time.sleep(SETTLE)
        watch(program.pid, "pgvigil, visible, each second")
        print(f"{'resident':44} {memory(program.pid, 'VmRSS'):8.1f} MiB", flush=True)
        print(f"{'of that not shared files':44} {memory(program.pid, 'RssAnon'):8.1f} MiB")
        Minimiser(display).minimise()
        time.sleep(SETTLE)
        watch(program.pid, "pgvigil, minimised")
        print(f"{'resident at the end':44} {memory(program.pid, 'VmRSS'):8.1f} MiB")
        print(f"{'resident at most':44} {memory(program.pid, 'VmHWM'):8.1f} MiB", flush=True)
    finally:
        program.terminate()
        program.wait()


def main():
    build, wanted = Path(sys.argv[1]), sys.argv[2:] or ["start", "resources"]
    home = Path(tempfile.mkdtemp())
    try:
        with Xvfb() as display, Crowd(build) as crowd:
            env = environment(display, home)
            if "start" in wanted:
                measure_start(build, crowd, env)
            if "resources" in wanted:
                measure_resources(build, crowd, display, env)
    finally:
        shutil.rmtree(home)


main()
