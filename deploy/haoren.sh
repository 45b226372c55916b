#!/bin/sh
# To /usr/local/bin/haoren: one of the app's commands with this installation's settings, as its
# user: `sudo haoren check counters`.
set -eu
set -a
. /etc/haoren/haoren.env
set +a
# The tables' owner migrates, where that is another role than the application's.
[ -z "${OWNER_DATABASE_URL:-}" ] || export DATABASE_URL="$OWNER_DATABASE_URL"
export FLASK_APP=app HAOREN_ENV="${HAOREN_ENV:-production}"
cd /opt/haoren
exec runuser -u haoren -- .venv/bin/flask "$@"
