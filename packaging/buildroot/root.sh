# SPDX-FileCopyrightText: 2026 The PgVigil authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154,SC2016
#
# The Debian 13 build root and the small roots of the test servers: made once, kept in $cache,
# entered with bubblewrap as an unprivileged user.

mirror=${PGVIGIL_MIRROR:-http://deb.debian.org/debian}
package_list="$top/packaging/buildroot/packages.txt"

say() { printf '%s\n' "$*" >&2; }
die() {
    say "./dev: $*"
    exit 1
}

# The package list without comments, separated by commas.
packages() { grep -Ev '^(#|$)' "$package_list" | paste -sd,; }

root_dir() { echo "$cache/debian13-$(packages | sha256sum | cut -c1-12)"; }

# True where this host can build by itself. PostgreSQL refuses to run as root, so root never can.
is_native() {
    [ "${PGVIGIL_NATIVE:-auto}" = no ] && return 1
    [ "$(id -u)" -ne 0 ] || return 1
    command -v cmake ninja ccache pkg-config g++ >/dev/null || return 1
    pkg-config --atleast-version=6.8 Qt6Widgets 2>/dev/null || return 1
    pkg-config --atleast-version=17 libpq 2>/dev/null || return 1
    compgen -G '/usr/lib*/cmake/KF6SyntaxHighlighting' >/dev/null ||
        compgen -G '/usr/lib/*/cmake/KF6SyntaxHighlighting' >/dev/null
}

# Installs the two tools that make and enter a root, or says what to install.
need_tools() {
    local tool missing=()
    for tool in mmdebstrap bwrap; do
        command -v "$tool" >/dev/null || missing+=("$tool")
    done
    [ ${#missing[@]} -eq 0 ] && return
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        say "Installing mmdebstrap and bubblewrap …"
        apt-get update -qq >&2 && apt-get install -y -qq mmdebstrap bubblewrap >&2 && return
    fi
    die "This host has no Qt 6.8 and KDE Frameworks 6, and making a build root needs mmdebstrap and" \
        "bubblewrap. Install them (Debian, Ubuntu: apt-get install mmdebstrap bubblewrap debian-archive-keyring;" \
        "Fedora: dnf install mmdebstrap bubblewrap debian-keyring) and run this again."
}

# make_root DIR SUITE PACKAGES [MMDEBSTRAP-OPTION]…: complete or not there at all.
make_root() {
    local dir=$1 suite=$2 list=$3 keyring=()
    shift 3
    mkdir -p "$cache"
    exec 9>"$cache/lock" # one at a time; who waited may find it done
    flock 9
    if [ -d "$dir" ]; then
        exec 9>&-
        return
    fi
    if [ -f /usr/share/keyrings/debian-archive-keyring.gpg ]; then
        keyring=(--keyring=/usr/share/keyrings/debian-archive-keyring.gpg)
    fi
    rm -rf "$dir.new" || die "Cannot remove $dir.new, which an earlier attempt left behind; remove it and try again."
    if ! mmdebstrap --quiet --include="$list" --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
        --customize-hook='echo dev:x:1000:1000:dev:/home/dev:/bin/bash >>"$1"/etc/passwd' \
        --customize-hook='echo dev:x:1000: >>"$1"/etc/group' \
        --customize-hook='mkdir -p "$1"/home/dev "$1"/run/postgresql; touch "$1"/etc/resolv.conf "$1"/etc/hosts' \
        "${keyring[@]}" "$@" "$suite" "$dir.new" "$mirror" >"$dir.log" 2>&1 9>&-; then
        tail -n 20 "$dir.log" >&2
        die "Making the $suite root failed; the whole log is in $dir.log. It needs root rights or" \
            "unprivileged user namespaces (Debian, Ubuntu: the package uidmap), 3 GB of disk, and Debian's" \
            "package server ($mirror; another one: PGVIGIL_MIRROR)."
    fi
    mv "$dir.new" "$dir"
    exec 9>&-
}

build_root() {
    local dir
    dir=$(root_dir)
    if [ ! -d "$dir" ]; then
        need_tools
        say "Making the Debian 13 build root in $dir (once, about a minute) …"
        make_root "$dir" trixie "$(packages)" --variant=apt
        find "$cache" -maxdepth 1 -name 'debian13-*' ! -name "$(basename "$dir")*" -exec rm -rf {} + || true
    fi
    echo "$dir"
}

# A Debian suite that holds the major version of PostgreSQL. 17 is in the build root.
server_suite() {
    case $1 in
        13) echo bullseye ;;
        15) echo bookworm ;;
        18) echo testing ;;
        *) die "There is no test server for PostgreSQL $1; known are 13, 15, 17 and 18." ;;
    esac
}

# Makes the root of one test server. Release files of old suites run out of date, and a stale
# test server is still the test server that is wanted, hence Check-Valid-Until.
server_root() {
    local version=$1 dir="$cache/servers/$1"
    [ "$version" = 17 ] && return
    [ -d "$dir" ] && return
    [ -x "/usr/lib/postgresql/$version/bin/postgres" ] && is_native && return
    need_tools
    mkdir -p "$cache/servers"
    say "Making a root with PostgreSQL $version (once) …"
    make_root "$dir" "$(server_suite "$version")" "postgresql-$version" --variant=minbase \
        --aptopt='Acquire::Check-Valid-Until "false"'
}

# Binds for the display, the session bus and local servers of this host, where they exist.
host_binds() {
    local runtime=${XDG_RUNTIME_DIR:-}
    binds+=(--ro-bind-try /etc/resolv.conf /etc/resolv.conf --ro-bind-try /etc/hosts /etc/hosts
        --ro-bind-try /var/run/postgresql /run/postgresql)
    if [ -n "${DISPLAY:-}" ]; then
        binds+=(--ro-bind-try /tmp/.X11-unix /tmp/.X11-unix --setenv DISPLAY "$DISPLAY")
        [ -n "${XAUTHORITY:-}" ] &&
            binds+=(--ro-bind-try "$XAUTHORITY" /run/xauthority --setenv XAUTHORITY /run/xauthority)
    fi
    if [ -n "${WAYLAND_DISPLAY:-}" ] && [ -n "$runtime" ]; then
        binds+=(--ro-bind-try "$runtime/$WAYLAND_DISPLAY" "/run/user/1000/$WAYLAND_DISPLAY"
            --setenv WAYLAND_DISPLAY "$WAYLAND_DISPLAY")
    fi
    if [ -n "$runtime" ] && [ -S "$runtime/bus" ]; then
        binds+=(--ro-bind-try "$runtime/bus" /run/user/1000/bus
            --setenv DBUS_SESSION_BUS_ADDRESS unix:path=/run/user/1000/bus)
    fi
}

# A linked work tree keeps its history elsewhere.
git_binds() {
    local common
    common=$(git -C "$top" rev-parse --path-format=absolute --git-common-dir 2>/dev/null) || return 0
    [[ $common/ == "$top"/* ]] || binds+=(--bind "$common" "$common")
}

# in_root OPTIONS… -- COMMAND…: runs a command in the build root as an unprivileged user, in the
# caller's folder where that is inside the project. Exit code and arguments pass through.
# --private gives it a /tmp and a process tree of its own, which end with it.
in_root() {
    local dir binds=() scratch=() private=no name
    [ "$1" = --private ] && private=yes && shift
    dir=$(build_root)
    mkdir -p "$cache/ccache" "$cache/home" "$cache/tmp" "$cache/servers"
    if [ $private = yes ]; then
        scratch=(--unshare-pid --tmpfs /tmp)
    else
        scratch=(--bind "$cache/tmp" /tmp)
    fi
    host_binds
    git_binds
    for name in CI LANG LC_ALL TERM QT_SCALE_FACTOR QT_QPA_PLATFORM PGPASSWORD PGVIGIL_TEST_SERVERS PGVIGIL_JOBS; do
        [ -n "${!name:-}" ] && binds+=(--setenv "$name" "${!name}")
    done
    local work=$PWD
    [[ $work/ == "$top"/* ]] || work=$top
    bwrap --die-with-parent --unshare-user --uid 1000 --gid 1000 --clearenv \
        --tmpfs / --ro-bind "$dir/usr" /usr --ro-bind "$dir/etc" /etc --ro-bind "$dir/var" /var \
        --symlink usr/bin /bin --symlink usr/sbin /sbin --symlink usr/lib /lib --symlink usr/lib64 /lib64 \
        --dev /dev --proc /proc --dir /run/user/1000 --bind "$cache/home" /home/dev --ro-bind "$cache/servers" /servers \
        "${scratch[@]}" --bind "$top" "$top" --bind "$cache/ccache" /run/ccache \
        --setenv PATH /usr/local/bin:/usr/bin:/bin --setenv HOME /home/dev --setenv USER dev \
        --setenv LANG C.UTF-8 --setenv XDG_RUNTIME_DIR /run/user/1000 --setenv CCACHE_DIR /run/ccache \
        --setenv CCACHE_BASEDIR "$top" --setenv CCACHE_NOHASHDIR true --setenv CCACHE_PCH_EXTSUM true \
        --setenv PGVIGIL_SERVER_ROOTS /servers \
        "${binds[@]}" --chdir "$work" "$@"
}

# Runs a command where the project builds: here, or in the build root.
inside() {
    if is_native; then
        [ "$1" = --private ] && shift
        PGVIGIL_SERVER_ROOTS="$cache/servers" "$@"
    else
        in_root "$@"
    fi
}
