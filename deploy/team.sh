#!/bin/sh
# Another team's installation beside the first, on a machine where Circuit is installed, as root:
#
#     sh team.sh lab lab.example.org
#
# The first word is what it is called here: the user and the command circuit-lab, the service
# circuit@lab, its own folders, secret, port and site. The second is the name it is reached by.
# Where the first keeps its records in PostgreSQL, this one has a schema of its own there.
# Safe to repeat.
set -eu
umask 022

here=$(cd "$(dirname "$0")" && pwd)
. "$here/installation.sh"
team=${1:?say what the team is called here, such as: lab lab.example.org}
site=${2:?say by which name the team is reached, such as: lab lab.example.org}
name=circuit-$team
case $team in
    [!a-z]* | *[!a-z0-9]* | ???????????????*)
        echo "“$team” must be small letters and digits, 14 at most, a letter first." >&2; exit 1 ;;
esac
case $site in
    *[!a-z0-9.-]*) echo "“$site” is no name of a server." >&2; exit 1 ;;
esac
[ "$(id -u)" = 0 ] || { echo "Run this as root." >&2; exit 1; }
[ -e /opt/circuit/current ] || { echo "Install Circuit first: sh install.sh dist" >&2; exit 1; }

# The first port that no installation here has; 3978 is the usual one of the first.
free_port() {
    port=3979
    while cat /etc/circuit*/circuit.env 2>/dev/null | grep -qx "CIRCUIT_PORT=$port"; do
        port=$((port + 1))
    done
    echo "$port"
}

# Where the first keeps its records in PostgreSQL: the same database, and another schema.
store_of_its_own() {
    first=$(sed -n 's/^CIRCUIT_STORE=//p' "$(settings_of circuit)" 2>/dev/null | tr -d "\"'" || true)
    [ -n "$first" ] || return 0
    plain=$(echo "$first" | sed -E 's/schema=[^&]*&?//; s/[?&]$//')
    case $plain in *\?*) echo "$plain&schema=$team" ;; *) echo "$plain?schema=$team" ;; esac
}

changes() {
    echo "s,/var/lib/circuit\$,/var/lib/$name,"
    echo "s,https://circuit.example.org,https://$site,"
    echo "/^CIRCUIT_PUBLIC_URL=/i CIRCUIT_PORT=$(free_port)"
    store=$(store_of_its_own)
    [ -z "$store" ] || echo "/^CIRCUIT_PUBLIC_URL=/i CIRCUIT_STORE=$store"
}

# A site of nginx's own for it, where there is nginx. It is yours once it is written.
have_site() {
    [ -d /etc/nginx/sites-available ] || return 0
    file=/etc/nginx/sites-available/$name
    port=$(sed -n 's/^CIRCUIT_PORT=//p' "$(settings_of "$name")")
    [ -f "$file" ] || sed -e "s/circuit\.example\.org/$site/; s/:3978/:$port/" \
        -e "s,/etc/ssl/circuit/,/etc/ssl/$name/,; s,/circuit\.error\.log,/$name.error.log," \
        -e "s,//circuit;,//$name;,; s/^upstream circuit /upstream $name /; s/shared:circuit:/shared:$name:/" \
        "$here/nginx.conf" > "$file"
    [ ! -e "/etc/nginx/sites-enabled/$name" ] || return 0
    echo "Put its certificate into /etc/ssl/$name, then let people in:"
    echo "    ln -s ../sites-available/$name /etc/nginx/sites-enabled/$name"
    echo "    nginx -t && systemctl reload nginx"
}

have_user "$name"
have_folders "$name"
have_settings "$name" "$(changes)"
have_command "$name"
have_services
have_site
start "$name"

echo "$name is set up for https://$site."
