# What install.sh and team.sh do for each installation of this machine. The first is called circuit,
# that of another team circuit-TEAM: so are its user, its folders, its command and its site.

has_systemd() { [ -d /run/systemd/system ]; }

settings_of() { echo "/etc/$1/circuit.env"; }

# The names of all that are installed here.
installations() {
    for file in /etc/circuit/circuit.env /etc/circuit-*/circuit.env; do
        [ ! -f "$file" ] || basename "$(dirname "$file")"
    done
}

# The name of its service: circuit, or circuit@TEAM.
service_of() { [ "$1" = circuit ] && echo circuit || echo "circuit@${1#circuit-}"; }

have_user() {
    getent passwd "$1" >/dev/null && return
    useradd --system --user-group --home-dir "/var/lib/$1" --no-create-home \
        --shell /usr/sbin/nologin "$1"
}

have_folders() {
    install -d -m 0750 -o root -g "$1" "/etc/$1"
    install -d -m 0700 -o "$1" -g "$1" "/var/lib/$1" "/var/backups/$1"
}

# The settings are yours: they are written once, and never touched again. What follows the name
# are changes to the example, as sed takes them.
have_settings() {
    settings=$(settings_of "$1")
    [ ! -f "$settings" ] || return 0
    secret=$(od -An -N32 -tx1 /dev/urandom | tr -d ' \n')
    sed -e "s/^CIRCUIT_SECRET=.*/CIRCUIT_SECRET=$secret/" -e "${2:-}" \
        "$here/circuit.env.example" > "$settings.new"
    chown "root:$1" "$settings.new"
    chmod 0640 "$settings.new"
    mv "$settings.new" "$settings"
}

# One command for all: it reads from the name it is called by whose it is.
have_command() {
    install -m 0755 "$here/circuit" /usr/local/bin/circuit
    [ "$1" = circuit ] || ln -sfn circuit "/usr/local/bin/$1"
}

# The service of another team is that of the first, under its own name; so is its worker.
have_services() {
    install -d /etc/systemd/system
    for each in circuit circuit-work; do
        install -m 0644 "$here/$each.service" "/etc/systemd/system/$each.service"
        sed -E '/^ExecStart=/!s,(=|/)circuit( |/|$),\1circuit-%i\2,g; s/^Description=.*/& (%i)/' \
            "$here/$each.service" > "/etc/systemd/system/$each@.service"
    done
}

# The name of its worker: circuit-work, or circuit-work@TEAM.
worker_of() { service_of "$1" | sed 's/^circuit/circuit-work/'; }

start() {
    found=$("/usr/local/bin/$1" doctor || true)
    echo "$found" | grep '^MISSING' || true
    if echo "$found" | grep -q '^MISSING *settings'; then
        echo "Fill in $(settings_of "$1"), then run this again: $1 is not started yet."
        return
    fi
    has_systemd || { echo "There is no systemd here: start it with “$1 run”."; return; }
    service=$(service_of "$1")
    systemctl daemon-reload
    systemctl enable --quiet "$service"
    systemctl restart "$service"
    worker=$(worker_of "$1")
    ! systemctl --quiet is-enabled "$worker" || systemctl restart "$worker"
    echo "Started: journalctl -u $service shows its log."
}
