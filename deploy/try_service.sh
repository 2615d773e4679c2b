#!/usr/bin/env bash
# Follows the steps of README.md, “Without containers”, as they stand there: `sudo deploy/try_service.sh`. What it changes is
# in a name space of its own and gone afterwards. There is no systemd in there, and no package of the system is installed.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
[ "${1:-}" = inside ] || exec unshare --mount --pid --fork --mount-proc "$0" inside
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
work=$(mktemp -d)
mount -t tmpfs -o mode=755 tmpfs "$work"
for folder in /etc /opt /usr/local /var; do
  mkdir -p "$work/layers$folder"/{new,work}
  mount -t overlay overlay -o "lowerdir=$folder,upperdir=$work/layers$folder/new,workdir=$work/layers$folder/work" "$folder"
done

# A clone, with what is not committed yet.
mkdir -p "$work/rapid-review" /etc/cron.d
git -C "$root" ls-files -z --cached --others --exclude-standard | tar -C "$root" --null -T - --ignore-failed-read -c 2>/dev/null | tar -C "$work/rapid-review" -x

apt-get() { echo "left out: apt-get $*"; }
systemctl() { echo "left out: systemctl $*"; }
fill_in() {
  sed -i -e "s/<client id>/11111111-1111-1111-1111-111111111111/" -e "s/<tenant id>/22222222-2222-2222-2222-222222222222/" \
    -e 's/<client secret>/a $HOME "of" `its` own/' /etc/rapid-review/bot.env
}
# The fenced lines of that section, and after the settings are there, what a person fills in.
steps() {
  awk '/^## /{on = /Without containers/} on && /^ *```/{inside = !inside; next} on && inside{sub(/^   /, ""); print}' \
    "$root/deploy/README.md" | sed '/\/etc\/rapid-review\/partnership.toml$/a fill_in'
}
expect() { [ "$2" = "$3" ] && echo "ok: $1" || { echo "NOT ok: $1: $2, not $3"; exit 1; }; }
asked() { curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:3978$1" "${@:2}"; }
start() {
  # As the unit has it: `ExecStart`, as its `User`, with its `EnvironmentFile`, and in its folder.
  rapid-review serve 2>>"$work/log" &
  serving=$!
  for _ in $(seq 120); do [ "$(asked /readyz)" = 200 ] && break; sleep 0.5; done
  expect "ready" "$(asked /readyz)" 200
}
stop() { kill -TERM "$serving"; wait "$serving" && echo "ok: stopped when told"; }

cd "$work"
steps >"$work/steps"
set -x; . "$work/steps"; { set +x; } 2>/dev/null
expect "the secret, as systemd reads it" "$(. /etc/rapid-review/bot.env; echo "$MicrosoftAppPassword")" 'a $HOME "of" `its` own'
command -v systemd-analyze >/dev/null && systemd-analyze verify /etc/systemd/system/rapid-review.service
start
expect "nobody without a token" "$(asked /api/messages -d '{}')" 401
rapid-review verify-chain || expect "an empty record is said to be empty" $? 1
rapid-review backup && rapid-review drill --latest /var/backups/rapid-review | tail -1
printf '%s\n' --app-id=11111111-1111-1111-1111-111111111111 --domain=bot.example.org >"$work/why"
install -m 0600 -o rapid-review "$work/why" /var/lib/rapid-review/desk/why
rapid-review package @why -o app.zip && test -s /var/lib/rapid-review/desk/app.zip
stop
cd /etc/rapid-review && mv master_key old_master_key
openssl rand -base64 32 | install -m 0400 -o rapid-review -g rapid-review /dev/stdin /etc/rapid-review/master_key
rapid-review rotate-key --old /etc/rapid-review/old_master_key
start
stop
expect "what is not its own in its folders" "$(find /var/lib/rapid-review /var/backups/rapid-review ! -user rapid-review)" ""
expect "what others may look into" "$(find /var/lib/rapid-review /var/backups/rapid-review -perm /077)" ""
