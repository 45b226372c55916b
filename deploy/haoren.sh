#!/bin/sh
# To /usr/local/bin/haoren: one of the app's commands with this installation's settings, as its
# user: `sudo haoren check counters`.
set -eu
set -a
. /etc/haoren/haoren.env
set +a
export FLASK_APP=app HAOREN_ENV="${HAOREN_ENV:-production}"
cd /opt/haoren
exec runuser -u haoren -- .venv/bin/flask "$@"
