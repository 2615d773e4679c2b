"""Every setting of the bot, taken from the environment. docs/settings.md says what each is for."""

import base64
import binascii
import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

MASTER_KEY_BYTES = 32

AppType = Literal["SingleTenant", "MultiTenant", "UserAssignedMSI"]


class SettingsWrong(Exception):
    """The bot must not start: everything wrong with its settings, in words. Values are never repeated."""

    def __init__(self, mistakes: list[str], rest: "Settings | None" = None) -> None:
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes
        self.rest = rest
        """What could be read, as if the rest had not been set: there may be more to say of it."""


class Settings(BaseSettings):
    """What the environment says. Read it with `Settings.read()`, which speaks plainly about what is wrong."""

    model_config = SettingsConfigDict(
        case_sensitive=False,
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )

    env: Literal["production", "demo"] = Field(default="production", alias="RR_ENV")
    app_id: str = Field(default="", alias="MicrosoftAppId")
    app_password: SecretStr = Field(default=SecretStr(""), alias="MicrosoftAppPassword")
    app_certificate: Path | None = Field(default=None, alias="RR_APP_CERTIFICATE")
    app_type: AppType = Field(default="SingleTenant", alias="MicrosoftAppType")
    app_tenant_id: str = Field(default="", alias="MicrosoftAppTenantId")
    partnership: Path = Field(default=Path("partnership.toml"), alias="RR_PARTNERSHIP")
    database_url: SecretStr = Field(default=SecretStr("sqlite:///rapid-review.db"), alias="DATABASE_URL")
    master_key: SecretStr = Field(default=SecretStr(""), alias="RR_MASTER_KEY")
    master_key_file: Path | None = Field(default=None, alias="RR_MASTER_KEY_FILE")
    old_master_key_file: Path | None = Field(default=None, alias="RR_OLD_MASTER_KEY_FILE")
    bind: str = Field(default="127.0.0.1", alias="RR_BIND")
    port: int = Field(default=3978, alias="RR_PORT", ge=1, le=65535)
    metrics_port: int | None = Field(default=None, alias="RR_METRICS_PORT", ge=1, le=65535)
    metrics_bind: str = Field(default="127.0.0.1", alias="RR_METRICS_BIND")
    copies: int = Field(default=1, alias="RR_COPIES", ge=1, le=7)
    tenants: Annotated[frozenset[str], NoDecode] = Field(default=frozenset(), alias="RR_TENANTS")
    extra_hosts: Annotated[frozenset[str], NoDecode] = Field(default=frozenset(), alias="RR_EXTRA_HOSTS")
    files: Path | None = Field(default=None, alias="RR_FILES")
    document_template: Path | None = Field(default=None, alias="RR_DOCUMENT_TEMPLATE")
    mail_host: str = Field(default="", alias="RR_MAIL_HOST")
    mail_port: int = Field(default=587, alias="RR_MAIL_PORT", ge=1, le=65535)
    mail_security: Literal["starttls", "tls", "none"] = Field(default="starttls", alias="RR_MAIL_SECURITY")
    mail_from: str = Field(default="", alias="RR_MAIL_FROM")
    mail_user: str = Field(default="", alias="RR_MAIL_USER")
    mail_password: SecretStr = Field(default=SecretStr(""), alias="RR_MAIL_PASSWORD")
    send_by: Literal["hand", "graph", "smtp"] = Field(default="hand", alias="RR_SEND_BY")
    graph_mailbox: str = Field(default="", alias="RR_GRAPH_MAILBOX")
    graph_app_id: str = Field(default="", alias="RR_GRAPH_APP_ID")
    graph_tenant_id: str = Field(default="", alias="RR_GRAPH_TENANT_ID")
    graph_secret: SecretStr = Field(default=SecretStr(""), alias="RR_GRAPH_SECRET")
    graph_certificate: Path | None = Field(default=None, alias="RR_GRAPH_CERTIFICATE")
    heartbeat_url: SecretStr = Field(default=SecretStr(""), alias="RR_HEARTBEAT_URL")
    backup_key_file: Path | None = Field(default=None, alias="RR_BACKUP_KEY_FILE")
    backup_folder: Path | None = Field(default=None, alias="RR_BACKUP_FOLDER")
    backup_minutes: int = Field(default=0, alias="RR_BACKUP_MINUTES", ge=0, le=65535)
    log_format: Literal["json", "plain"] = Field(default="json", alias="RR_LOG_FORMAT")

    @field_validator("tenants", "extra_hosts", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        if isinstance(value, str):
            return frozenset(re.split(r"[,;\s]+", value.strip().lower())) - {""}
        return value

    @field_validator("app_id", "app_tenant_id", "graph_app_id", "graph_tenant_id")
    @classmethod
    def _lower(cls, value: str) -> str:
        return value.strip().lower()

    @classmethod
    def read(cls) -> Self:
        """The settings as the environment gives them. Raises `SettingsWrong`."""
        unknown = _unknown_names(os.environ)
        try:
            settings = cls()
        except ValidationError as error:
            names = [str(e["loc"][0]) for e in error.errors()]
            wrong = [
                _plainly(name, e["type"], e.get("ctx") or {}) for name, e in zip(names, error.errors(), strict=True)
            ]
            rest = cls(**{str(f.alias): f.default for f in cls.model_fields.values() if f.alias in names})
            raise SettingsWrong(wrong + unknown, rest) from None  # The cause would repeat the values.
        if unknown:
            raise SettingsWrong(unknown, settings)
        return settings

    @property
    def demo(self) -> bool:
        return self.env == "demo"

    @property
    def sqlite_path(self) -> Path | None:
        """The database's file, when the database is one."""
        url = self.database_url.get_secret_value()
        return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None

    @property
    def files_path(self) -> Path | None:
        """The folder of files: beside the database when that is a file; None when no files are taken."""
        return self.files or (self.sqlite_path.with_suffix(".files") if self.sqlite_path else None)

    def key(self) -> bytes:
        """The master key. Raises `SettingsWrong`; in the demonstration a key is made when there is none."""
        if self.master_key_file:
            return key_in(self.master_key_file, "RR_MASTER_KEY_FILE")
        if self.master_key.get_secret_value():
            return decoded_key(self.master_key.get_secret_value(), "RR_MASTER_KEY")
        if self.demo and self.sqlite_path:
            return _demo_key(self.sqlite_path.with_suffix(".key"))
        raise SettingsWrong(["There is no master key. Set RR_MASTER_KEY_FILE to the file that holds it."])

    def old_key(self) -> bytes:
        """The master key that the database is still under, when it is to be changed. Raises `SettingsWrong`."""
        if not self.old_master_key_file:
            raise SettingsWrong(["There is no old key. Set RR_OLD_MASTER_KEY_FILE to the file that holds it."])
        return key_in(self.old_master_key_file, "RR_OLD_MASTER_KEY_FILE")

    def backup_key(self) -> bytes:
        """The key that backups are sealed under. Raises `SettingsWrong`."""
        if not self.backup_key_file:
            raise SettingsWrong(["There is no backup key. Set RR_BACKUP_KEY_FILE to the file that holds it."])
        key = key_in(self.backup_key_file, "RR_BACKUP_KEY_FILE")
        if key == self.key():
            raise SettingsWrong(["RR_BACKUP_KEY_FILE holds the master key. A backup needs a key of its own."])
        return key


def names() -> list[str]:
    """Every setting's name in the environment."""
    return [str(field.alias) for field in Settings.model_fields.values()]


def decoded_key(text: str, name: str) -> bytes:
    """32 bytes out of base64. Raises `SettingsWrong`."""
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != MASTER_KEY_BYTES:
        raise SettingsWrong([f"{name} must hold {MASTER_KEY_BYTES} random bytes in base64: 44 characters."])
    return key


def key_in(path: Path, name: str) -> bytes:
    """The key that the file named by this setting holds. Raises `SettingsWrong`."""
    try:
        return decoded_key(path.read_text(encoding="ascii"), f"The file named by {name}")
    except (OSError, UnicodeDecodeError):
        raise SettingsWrong([f"{name} names a file that cannot be read as text."]) from None


def _demo_key(path: Path) -> bytes:
    """The demonstration's own key, beside its database; only its owner may read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(base64.b64encode(os.urandom(MASTER_KEY_BYTES)))
    return decoded_key(path.read_text(encoding="ascii"), f"The demonstration's key {path}")


def _unknown_names(environment: Mapping[str, str]) -> list[str]:
    """A misspelt setting would otherwise be passed over in silence, and the bot start without it."""
    known = {name.upper() for name in names()}
    given = (name for name in environment if name.upper().startswith("RR_") and name.upper() not in known)
    return [f"{name} is not a setting.{_meant(name, known)}" for name in sorted(given)]


def _meant(name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name.upper(), known, n=1)
    return f" Did you mean {near[0]}?" if near else " docs/settings.md lists them all."


def _between(name: str) -> str:
    """The bounds that this setting has, in words."""
    field = next(field for field in Settings.model_fields.values() if field.alias == name)
    bounds = {bound: getattr(one, bound) for one in field.metadata for bound in ("ge", "le") if hasattr(one, bound)}
    return f" from {bounds['ge']} to {bounds['le']}" if len(bounds) == 2 else ""


def _plainly(name: str, kind: str, context: Mapping[str, object]) -> str:
    if kind == "literal_error":
        return f"{name} must be one of {context['expected']}, spelt exactly so."
    if kind in ("int_parsing", "greater_than_equal", "less_than_equal"):
        return f"{name} must be a whole number{_between(name)}."
    return f"{name} cannot be read ({kind})."
