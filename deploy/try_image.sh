#!/usr/bin/env bash
# Builds the image and runs it as compose.yaml does, for want of a container engine: `sudo deploy/try_image.sh`, on Debian
# with buildah, mmdebstrap, openssl and curl. As in compose.yaml: user 10001, no capability, nothing writable but four
# folders, keys from files. The base is Debian's own Python 3.11, unless PYTHON names an image that can be fetched.
set -euo pipefail
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
image="" serving="" serves="bin/rapid-review serve"
tidy() {
  [ -z "$serving" ] || pkill -KILL -u 10001 -f "$serves" || true
  [ -z "$image" ] || buildah rm "$image" >/dev/null || true
  rm -rf "$work"
}
trap tidy EXIT

base_from_debian() {
  mmdebstrap --quiet --variant=minbase --include=python3-venv,python-is-python3,ca-certificates bookworm "$work/base.tar"
  local base; base=$(buildah from scratch)
  buildah add --quiet "$base" "$work/base.tar" / >/dev/null
  # The certificates that this machine trusts, should it reach the package index through a proxy of its own.
  buildah copy --quiet "$base" /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ >/dev/null
  buildah config --env PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin "$base"
  buildah commit --quiet "$base" localhost/python:3.11 >/dev/null
  buildah rm "$base" >/dev/null
  rm "$work/base.tar"
}

# Everything of compose.yaml's x-bot in a name space of its own: what ends in it leaves no mount behind.
in_it() { unshare --mount --pid --fork bash -c "$INSIDE" -- "$disk" "$work" "$@"; }
INSIDE='set -euo pipefail; disk=$1 work=$2; shift 2
mount --bind "$disk" "$disk" && mount -o remount,bind,ro "$disk"
mount -t tmpfs -o size=64m,mode=1777,noexec,nosuid,nodev tmpfs "$disk/tmp"
mount -t proc proc "$disk/proc" && mount --bind /dev "$disk/dev"
for folder in data backups scratch run etc/rapid-review; do mount --bind "$work/$folder" "$disk/$folder"; done
exec env -i $(cat "$work/bot.env") /usr/sbin/chroot "$disk" setpriv --reuid 10001 --regid 10001 --clear-groups \
  --no-new-privs --bounding-set=-all --inh-caps=-all -- "$@"'

settings() {
  mkdir -p "$work"/{data,backups,scratch,run/secrets,etc/rapid-review}
  for key in master_key backup_key; do openssl rand -base64 32 >"$work/run/secrets/$key"; done
  chown -R 10001:10001 "$work"/{data,backups,scratch,run/secrets}
  chmod 700 "$work"/{data,backups,scratch} && chmod 400 "$work"/run/secrets/*
  cp "$root/demo/partnership.toml" "$work/etc/rapid-review/"
  buildah inspect --type image --format '{{range .OCIv1.Config.Env}}{{println .}}{{end}}' localhost/rapid-review | grep . >"$work/bot.env"
  printf '%s\n' RR_PORT=$port RR_BIND=127.0.0.1 RR_MASTER_KEY_FILE=/run/secrets/master_key TMPDIR=/scratch \
    RR_BACKUP_KEY_FILE=/run/secrets/backup_key RR_BACKUP_FOLDER=/backups RR_BACKUP_MINUTES=15 MicrosoftAppPassword=not-a-real-one \
    MicrosoftAppId=11111111-1111-1111-1111-111111111111 MicrosoftAppTenantId=22222222-2222-2222-2222-222222222222 >>"$work/bot.env"
}

asked() { curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1:$port$1" "${@:2}"; }
expect() { [ "$2" = "$3" ] && echo "ok: $1" || { echo "NOT ok: $1: $2, not $3"; exit 1; }; }

port=3978
[ -n "${PYTHON:-}" ] || { base_from_debian; PYTHON=localhost/python:3.11; }
buildah bud --quiet --format docker --network host -f "$root/deploy/Dockerfile" --build-arg PYTHON="$PYTHON" -t rapid-review "$root" >"$work/build.log" 2>&1 || { tail -20 "$work/build.log"; exit 1; }
image=$(buildah from localhost/rapid-review)
disk=$(buildah mount "$image")
mkdir -p "$disk/etc/rapid-review" "$disk/run"
echo "ok: built, $(du -sm "$disk" | cut -f1) MB"
settings
in_it rapid-review check-config
in_it rapid-review migrate
expect "its user" "$(in_it id -u)" 10001
expect "what it may write to" "$(in_it find / -xdev -writable -not -type l 2>/dev/null | sort | xargs)" "/backups /data /scratch /tmp"
in_it rapid-review serve 2>"$work/log" &
serving=$!
for _ in $(seq 60); do [ "$(asked /healthz)" = 200 ] && break; sleep 0.5; done
expect "alive" "$(asked /healthz)" 200
expect "ready" "$(asked /readyz)" 200
expect "nobody without a token" "$(asked /api/messages -d '{}')" 401
expect "the image’s own look at its health" "$(in_it python -c 'import os, urllib.request as u; print(u.urlopen("http://127.0.0.1:" + os.environ["RR_PORT"] + "/healthz", timeout=4).status)')" 200
in_it python -c "from weasyprint import HTML; assert HTML(string='<p>Jordan</p>').write_pdf()[:4] == b'%PDF'" && echo "ok: it draws a PDF"
in_it rapid-review drill --latest /backups
in_it rapid-review package --app-id 11111111-1111-1111-1111-111111111111 --domain bot.example.org -o /scratch/app.zip
pkill -TERM -u 10001 -f "$serves"
wait "$serving" && echo "ok: stopped when told" || { echo "NOT ok: it ended with $?"; exit 1; }
serving=""
