#!/bin/sh
# Start every group of web processes anew, one after the other, so that nobody notices; then the
# workers. A group is taken out of nginx before it stops: what it still answers is answered.
# Tests give other folders and commands by these variables.
set -eu
groups=${HAOREN_GROUPS:-/etc/nginx/haoren-groups}
restart_group=${HAOREN_RESTART_GROUP:-systemctl restart haoren-web@}
restart_workers=${HAOREN_RESTART_WORKERS-systemctl restart haoren-worker@*}
reload=${HAOREN_RELOAD:-systemctl reload nginx}
drain_seconds=${HAOREN_DRAIN_SECONDS:-5}

# A group that an interrupted run left outside is put back first.
for away in "$groups"/*.away; do
    [ ! -e "$away" ] || mv "$away" "${away%.away}.conf"
done
if [ "$(find "$groups" -name '*.conf' | wc -l)" -lt 2 ]; then
    echo "there is only one group: nobody would answer meanwhile" >&2
    exit 1
fi

wait_until_ready() {
    tries=0
    until curl -fsS -o /dev/null --max-time 3 "http://127.0.0.1:$1/readyz" 2>/dev/null; do
        tries=$((tries + 1))
        if [ "$tries" -ge 120 ]; then
            echo "group $1 is not ready; it stays out of nginx, the others go on" >&2
            exit 1
        fi
        sleep 0.5
    done
}

for file in "$groups"/*.conf; do
    port=$(basename "$file" .conf)
    mv "$file" "$groups/$port.away"
    $reload
    sleep "$drain_seconds"
    $restart_group"$port"
    wait_until_ready "$port"
    mv "$groups/$port.away" "$file"
    $reload
    echo "group $port has started anew"
done
$restart_workers
