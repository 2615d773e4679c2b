#!/bin/sh
# /usr/local/sbin/rapid-review: any command of the bot, for root, as the bot's own user and with the settings of its service.
# What root makes by itself (a database, a lock, a backup) the bot could not write to afterwards.
set -eu
set -a
. /etc/rapid-review/bot.env
HOME=/var/lib/rapid-review
set +a
cd /var/lib/rapid-review/desk
exec setpriv --reuid=rapid-review --regid=rapid-review --init-groups -- /opt/rapid-review/bin/rapid-review "$@"
