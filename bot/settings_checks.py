"""What must hold before the bot starts. One mistake and it does not start, and all are told at once."""

import ipaddress
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from bot import partnership
from bot.certificate import trouble_with
from bot.clock import SystemClock
from bot.mounts import network_disk
from bot.settings import Settings, SettingsWrong
from documents.word import require_usable
from rapid_review.errors import Refusal
from rapid_review.outward.addressees import is_address

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HOST = re.compile(r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
SPARE_BYTES = 500 * 1024 * 1024
AS_THE_BOT = "Run every command as the user that the bot runs as: what another user makes, the bot cannot write to."


def sound_settings() -> Settings:
    """The settings as the environment gives them. Raises `SettingsWrong` with everything that is wrong, at once."""
    try:
        settings, unreadable = Settings.read(), []
    except SettingsWrong as wrong:
        if wrong.rest is None:
            raise
        settings, unreadable = wrong.rest, wrong.mistakes
    if mistakes := [*unreadable, *mistakes_in(settings)]:
        raise SettingsWrong(mistakes)
    return settings


def require_sound(settings: Settings) -> None:
    """Raises `SettingsWrong` with everything that is wrong."""
    if mistakes := [*mistakes_in(settings)]:
        raise SettingsWrong(mistakes)


def mistakes_in(settings: Settings) -> Iterator[str]:
    """Everything wrong with these settings, in words."""
    yield from _demo(settings) if settings.demo else _production(settings)
    yield from _hosts(settings)
    yield from _copies(settings)
    yield from _metrics(settings)
    yield from _mail(settings)
    yield from _sending(settings)
    yield from _heartbeat(settings)
    yield from _partnership(settings)
    yield from _database(settings)
    yield from _files(settings)
    yield from _template(settings)
    yield from _key(settings)
    yield from _backups(settings)


def _demo(settings: Settings) -> Iterator[str]:
    # In the demonstration nobody is asked who they are, so it must stay on this machine.
    if not is_loopback(settings.bind):
        yield "RR_ENV=demo lets anybody in, so RR_BIND must be 127.0.0.1."
    if settings.app_id or settings.app_password.get_secret_value() or settings.app_certificate:
        yield "RR_ENV=demo takes no MicrosoftAppId or MicrosoftAppPassword. Take them out, or use RR_ENV=production."


def _production(settings: Settings) -> Iterator[str]:
    if not GUID.fullmatch(settings.app_id):
        yield "MicrosoftAppId must be the bot's application id, such as 1b2c3d4e-0000-4000-8000-123456789abc."
    yield from _proof(settings)
    if settings.app_type != "MultiTenant" and not GUID.fullmatch(settings.app_tenant_id):
        yield "MicrosoftAppTenantId must be the id of the tenant the bot is registered in."
    if not all(GUID.fullmatch(tenant) for tenant in settings.tenants):
        yield "RR_TENANTS must hold tenant ids only, with commas between them."
    if not (is_loopback(settings.bind) or _is_address(settings.bind)):
        yield "RR_BIND must be an address such as 127.0.0.1 or 0.0.0.0."


def _proof(settings: Settings) -> Iterator[str]:
    """How the bot proves that it is the bot: in one way, and not in two of which one may be forgotten."""
    secret, certificate = bool(settings.app_password.get_secret_value()), settings.app_certificate
    if settings.app_type == "UserAssignedMSI":
        if secret or certificate:
            yield (
                "MicrosoftAppType=UserAssignedMSI has no secret of its own. "
                "Take MicrosoftAppPassword and RR_APP_CERTIFICATE out."
            )
    elif secret and certificate:
        yield "MicrosoftAppPassword and RR_APP_CERTIFICATE are both given. Take MicrosoftAppPassword out."
    elif not secret and not certificate:
        yield "MicrosoftAppPassword is missing. It is the client secret of the bot's application."
    if certificate and (trouble := trouble_with(certificate, "RR_APP_CERTIFICATE", SystemClock().now())):
        yield trouble


def _copies(settings: Settings) -> Iterator[str]:
    if settings.copies > 1 and settings.sqlite_path:
        yield "RR_COPIES above 1 needs PostgreSQL: a file of SQLite serves one process."


def _metrics(settings: Settings) -> Iterator[str]:
    if settings.metrics_port == settings.port:
        yield "RR_METRICS_PORT must be another port than RR_PORT: it is for the inside only."
    if not (is_loopback(settings.metrics_bind) or _is_address(settings.metrics_bind)):
        yield "RR_METRICS_BIND must be an address such as 127.0.0.1 or 0.0.0.0."


def _hosts(settings: Settings) -> Iterator[str]:
    if not all(HOST.fullmatch(host) for host in settings.extra_hosts):
        yield "RR_EXTRA_HOSTS must hold host names only, such as smba.infra.gcc.teams.microsoft.com."


def _mail(settings: Settings) -> Iterator[str]:
    if not settings.mail_host:
        if settings.mail_from or settings.mail_user:
            yield "RR_MAIL_HOST is missing. Without it no e-mail is sent, and the other RR_MAIL settings do nothing."
        return
    if settings.demo:
        yield "RR_ENV=demo sends no e-mail to anybody. Take RR_MAIL_HOST out."
    if not is_address(settings.mail_from):
        yield "RR_MAIL_FROM must be the e-mail address that messages come from, such as rapid.review@example.gov.uk."
    if settings.mail_security == "none" and not is_loopback(settings.mail_host):
        yield "RR_MAIL_SECURITY=none is for a mail server on this machine only. Use starttls or tls."
    if bool(settings.mail_user) != bool(settings.mail_password.get_secret_value()):
        yield "RR_MAIL_USER and RR_MAIL_PASSWORD are given together or not at all."


def _sending(settings: Settings) -> Iterator[str]:
    if settings.send_by != "graph":
        if given := graph_settings(settings):
            yield f"{given[0]} does nothing without RR_SEND_BY=graph. Set that too, or take {given[0]} out."
    elif not settings.demo:
        yield from _graph(settings)
    if settings.send_by == "smtp" and not settings.mail_host and not settings.demo:
        yield "RR_SEND_BY=smtp needs RR_MAIL_HOST, the mail server that documents are sent by."
    if settings.demo and settings.send_by != "hand":
        yield "RR_ENV=demo sends nothing to anybody. Take RR_SEND_BY out."


def graph_settings(settings: Settings) -> list[str]:
    """The names of the settings for Graph that are given."""
    named = {name: field for name, field in type(settings).model_fields.items() if name.startswith("graph_")}
    return [str(field.alias) for name, field in named.items() if getattr(settings, name) != field.default]


def _graph(settings: Settings) -> Iterator[str]:
    given = bool(settings.graph_secret.get_secret_value()) + bool(settings.graph_certificate)
    if not is_address(settings.graph_mailbox):
        yield "RR_GRAPH_MAILBOX must be the address of the mailbox that sends, such as rapid.review@example.gov.uk."
    if settings.graph_app_id and not GUID.fullmatch(settings.graph_app_id):
        yield "RR_GRAPH_APP_ID must be the id of the application that may send from the mailbox."
    if settings.graph_app_id and given != 1:
        yield "RR_GRAPH_APP_ID needs either RR_GRAPH_SECRET or RR_GRAPH_CERTIFICATE, and not both."
    if not settings.graph_app_id and given:
        yield "RR_GRAPH_APP_ID is missing. RR_GRAPH_SECRET and RR_GRAPH_CERTIFICATE belong to that application."
    if not GUID.fullmatch(settings.graph_tenant_id or settings.app_tenant_id):
        yield "RR_GRAPH_TENANT_ID must be the id of the tenant that the mailbox is in."
    own = settings.graph_certificate
    if own and (trouble := trouble_with(own, "RR_GRAPH_CERTIFICATE", SystemClock().now())):
        yield trouble


def _heartbeat(settings: Settings) -> Iterator[str]:
    url = settings.heartbeat_url.get_secret_value()
    if url and (urlsplit(url).scheme != "https" or not urlsplit(url).hostname):
        yield "RR_HEARTBEAT_URL must begin with https://."


def _partnership(settings: Settings) -> Iterator[str]:
    try:
        partnership.load(settings.partnership)
    except partnership.Mistakes as mistakes:
        count = len(mistakes.found)
        yield (
            f"RR_PARTNERSHIP: {settings.partnership} cannot be used ({count} to put right). "
            f"`rapid-review check {settings.partnership}` says what they are."
        )


def _database(settings: Settings) -> Iterator[str]:
    if settings.sqlite_path:
        yield from _sqlite(settings.sqlite_path)
        return
    parts = urlsplit(settings.database_url.get_secret_value())
    if not re.fullmatch(r"postgres(ql)?(\+psycopg)?", parts.scheme):
        yield "DATABASE_URL must begin with sqlite:/// or postgresql://."
    elif parse_qs(parts.query).get("sslmode") != ["verify-full"] and not settings.demo:
        yield "DATABASE_URL must end with ?sslmode=verify-full, so that nobody can listen in or pose as the database."


def _sqlite(path: Path) -> Iterator[str]:
    folder = path.resolve().parent  # Where the file itself is: SQLite keeps its journal beside it.
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        yield "DATABASE_URL: the database's folder does not exist or cannot be written to."
        return
    if path.exists() and not os.access(path, os.W_OK):
        yield f"DATABASE_URL: the database's file cannot be written to. {AS_THE_BOT}"
    if shutil.disk_usage(folder).free < SPARE_BYTES:
        yield "DATABASE_URL: the database's disk has less than 500 MB free."
    if disk := network_disk(folder) or network_disk(path):  # A file can be mounted by itself.
        yield f"DATABASE_URL: SQLite cannot be kept on a network disk ({disk}). Use a local disk, or PostgreSQL."


def _template(settings: Settings) -> Iterator[str]:
    path = settings.document_template
    if path and not path.is_file():
        yield f"RR_DOCUMENT_TEMPLATE: there is no file {path}. `rapid-review template` writes one to begin with."
    elif path:
        try:
            require_usable(path.read_bytes())
        except (Refusal, OSError) as why:
            yield f"RR_DOCUMENT_TEMPLATE: {why}"


def _files(settings: Settings) -> Iterator[str]:
    folder = settings.files
    if folder and not (folder.is_dir() and os.access(folder, os.W_OK)):
        yield "RR_FILES: the folder does not exist or cannot be written to."


def _key(settings: Settings) -> Iterator[str]:
    if settings.master_key_file and settings.master_key.get_secret_value():
        yield "RR_MASTER_KEY and RR_MASTER_KEY_FILE are both given. Take RR_MASTER_KEY out."
    try:
        yield from _drawn_by_lot("The master key", settings.key())
    except SettingsWrong as wrong:
        yield from wrong.mistakes
    except OSError:
        yield "The demonstration's key cannot be kept beside its database."


def _drawn_by_lot(which: str, key: bytes) -> Iterator[str]:
    """Of 32 random bytes hardly two are the same."""
    if len(set(key)) < len(key) // 2:
        yield f"{which} is not random: anybody could guess it. `rapid-review key --new FILE` makes one."


def _backups(settings: Settings) -> Iterator[str]:
    folder = settings.backup_folder
    if settings.backup_minutes and not folder:
        yield "RR_BACKUP_MINUTES needs RR_BACKUP_FOLDER, the folder that backups are put in."
    if folder and not (folder.is_dir() and os.access(folder, os.W_OK)):
        yield "RR_BACKUP_FOLDER: the folder does not exist or cannot be written to."
    if folder or settings.backup_key_file:
        try:
            yield from _drawn_by_lot("The key in RR_BACKUP_KEY_FILE", settings.backup_key())
        except SettingsWrong as wrong:
            yield from (mistake for mistake in wrong.mistakes if "RR_BACKUP" in mistake)
        except OSError:
            return  # Said of the master key already.


def warnings_in(settings: Settings) -> Iterator[str]:
    """What may be meant so, and would be found out too late if it is not."""
    if not (settings.backup_minutes or settings.demo):
        yield (
            "Warning: RR_BACKUP_MINUTES is not set, so the running bot makes no backups and lets none go. "
            "Set it to 15, unless a scheduler of your own runs `rapid-review backup`."
        )


def is_loopback(host: str) -> bool:
    return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
