#!/bin/sh
# Installs or upgrades Circuit from a folder of wheels (make wheels), as root:
#
#     sh install.sh /path/to/dist
#
# Safe to repeat. Before an upgrade every record of every installation here is backed up; the old
# version stays beside the new. team.sh sets up another team beside the first.
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
. "$here/installation.sh"
wheels=${1:?give the folder of wheels that “make wheels” fills}
wheel=$(find "$wheels" -maxdepth 1 -name 'circuit-*.whl')
[ -f "$wheel" ] || { echo "There must be one circuit-*.whl in $wheels." >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }

# What a version is called: its number and the beginning of its checksum.
version=$(basename "$wheel" | cut -d- -f2)-$(sha256sum "$wheel" | cut -c1-8)
new=/opt/circuit/$version
backups=

have_python() {
    python3.11 -m venv --help >/dev/null 2>&1 && python3.11 -c 'import ensurepip' 2>/dev/null && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3.11-venv
}

back_up() {
    [ -e /opt/circuit/current ] || return 0
    ls "/var/lib/$1"/*.journal >/dev/null 2>&1 || grep -q '^CIRCUIT_STORE=.' "$(settings_of "$1")" ||
        return 0
    backup=/var/backups/$1/before-$version-$(date -u +%Y%m%dT%H%M%SZ).backup
    "/usr/local/bin/$1" backup "$backup"
    backups="$backups $backup"
}

install_version() {
    [ -f "$new/installed" ] && return
    rm -rf "$new"
    python3.11 -m venv "$new"
    "$new/bin/python" -m pip --isolated --quiet --disable-pip-version-check install \
        --no-index --find-links "$wheels" "$wheel[postgres]"
    touch "$new/installed"
}

switch() {
    if [ "$(readlink /opt/circuit/current || true)" != "$new" ]; then
        old=$(readlink /opt/circuit/current || true)
        [ -z "$old" ] || echo "$old" > /opt/circuit/previous
        ln -sfn "$new" /opt/circuit/current.new
        mv -T /opt/circuit/current.new /opt/circuit/current
    fi
}

have_python
have_user circuit
have_folders circuit
have_settings circuit
for each in $(installations); do back_up "$each"; done
install_version
switch
have_command circuit
have_services
for each in $(installations); do start "$each"; done

echo "Circuit $version is installed."
[ -z "$backups" ] || {
    for each in $backups; do echo "Every record is in $each."; done
    echo "To go back: see “Go back” in docs/hosting.md."
}
