#!/bin/sh
# Installs or upgrades Circuit from a folder of wheels (make wheels), as root:
#
#     sh install.sh /path/to/dist
#
# Safe to repeat. Before an upgrade every record is backed up; the old version stays beside the new.
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
wheels=${1:?give the folder of wheels that “make wheels” fills}
wheel=$(find "$wheels" -maxdepth 1 -name 'circuit-*.whl')
[ -f "$wheel" ] || { echo "There must be one circuit-*.whl in $wheels." >&2; exit 1; }
[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }

# What a version is called: its number and the beginning of its checksum.
version=$(basename "$wheel" | cut -d- -f2)-$(sha256sum "$wheel" | cut -c1-8)
new=/opt/circuit/$version
settings=/etc/circuit/circuit.env
backup=

has_systemd() { [ -d /run/systemd/system ]; }

have_python() {
    python3.11 -m venv --help >/dev/null 2>&1 && python3.11 -c 'import ensurepip' 2>/dev/null && return
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3.11-venv
}

have_user() {
    getent passwd circuit >/dev/null && return
    useradd --system --user-group --home-dir /var/lib/circuit --no-create-home \
        --shell /usr/sbin/nologin circuit
}

have_folders() {
    install -d -m 0755 /opt/circuit
    install -d -m 0750 -o root -g circuit /etc/circuit
    install -d -m 0700 -o circuit -g circuit /var/lib/circuit /var/backups/circuit
}

# The settings are yours: they are written once, and never touched again.
have_settings() {
    [ -f "$settings" ] && return
    secret=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
    sed "s/^CIRCUIT_SECRET=.*/CIRCUIT_SECRET=$secret/" "$here/circuit.env.example" > "$settings.new"
    chown root:circuit "$settings.new"
    chmod 0640 "$settings.new"
    mv "$settings.new" "$settings"
}

back_up() {
    [ -e /opt/circuit/current ] || return 0
    ls /var/lib/circuit/*.journal >/dev/null 2>&1 || grep -q '^CIRCUIT_STORE=.' "$settings" || return 0
    backup=/var/backups/circuit/before-$version-$(date -u +%Y%m%dT%H%M%SZ).backup
    /usr/local/bin/circuit backup "$backup"
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
    install -m 0755 "$here/circuit" /usr/local/bin/circuit
    install -d /etc/systemd/system
    install -m 0644 "$here/circuit.service" /etc/systemd/system/circuit.service
}

start() {
    found=$(/usr/local/bin/circuit doctor || true)
    echo "$found" | grep '^MISSING' || true
    if echo "$found" | grep -q '^MISSING *settings'; then
        echo "Fill in $settings, then run this again: it is not started yet."
        return
    fi
    has_systemd || { echo "There is no systemd here: start it with “circuit run”."; return; }
    systemctl daemon-reload
    systemctl enable --quiet circuit
    systemctl restart circuit
    echo "Started: journalctl -u circuit shows its log."
}

have_python
have_user
have_folders
have_settings
back_up
install_version
switch
start

echo "Circuit $version is installed."
[ -z "$backup" ] || echo "Every record is in $backup. To go back: see “Go back” in docs/hosting.md."
