"""The bot starts only with settings that are right, and says everything that is wrong at once and without values."""

import base64
import os
import re
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import PARTNERSHIP
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from mailserver import certificate_pem
from standins import APP_ID, TENANT, rsa_key

from bot.cli import main
from bot.partnership import load
from bot.settings import Settings, SettingsWrong, names
from bot.settings_checks import sound_settings

DOCUMENT = Path(__file__).parents[2] / "docs" / "settings.md"
SECRET = "do-not-repeat-this"
KEY = base64.b64encode(bytes(range(32))).decode()


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Settings that are right for production."""
    for name in [*os.environ]:
        if name.upper() in {known.upper() for known in names()}:
            monkeypatch.delenv(name)
    right = {
        "MicrosoftAppId": APP_ID.upper(),
        "MicrosoftAppPassword": SECRET,
        "MicrosoftAppTenantId": TENANT,
        "RR_PARTNERSHIP": str(PARTNERSHIP),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'rapid-review.db'}",
        "RR_MASTER_KEY": KEY,
    }
    for name, value in right.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def _wrong() -> list[str]:
    try:
        sound_settings()
    except SettingsWrong as wrong:
        return wrong.mistakes
    return []


def test_right_settings_are_right(environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _wrong() == []
    assert main(["check-config"]) == 0
    told = capsys.readouterr().out
    assert "The settings are right" in told
    assert f"as {PARTNERSHIP} (RR_TENANTS is not set) has it: {min(load(PARTNERSHIP)[0].tenants)}" in told


@pytest.mark.parametrize("kind", ["SingleTenant", "MultiTenant"])
def test_it_is_said_whose_people_are_let_in(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    environment.setenv("MicrosoftAppType", kind)
    environment.setenv("RR_TENANTS", TENANT)
    assert main(["check-config"]) == 0
    assert f"People of these tenants are let in, as RR_TENANTS has it: {TENANT}\n" in capsys.readouterr().out


def test_the_frameworks_names_work_in_capitals_too(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("MicrosoftAppId")
    environment.setenv("MICROSOFTAPPID", APP_ID)
    assert Settings.read().app_id == APP_ID


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("MicrosoftAppId", "", "MicrosoftAppId must be"),
        ("MicrosoftAppId", "my-bot", "MicrosoftAppId must be"),
        ("MicrosoftAppPassword", "", "MicrosoftAppPassword is missing"),
        ("MicrosoftAppType", "SingelTenant", "MicrosoftAppType must be one of"),
        ("MicrosoftAppType", "singletenant", "MicrosoftAppType must be one of"),
        ("MicrosoftAppType", "UserAssignedMSI", "UserAssignedMSI has no secret of its own. Take MicrosoftAppPassword"),
        ("RR_APP_CERTIFICATE", "/nowhere/bot.pem", "RR_APP_CERTIFICATE must name a readable file"),
        ("RR_APP_CERTIFICATE", "/nowhere/bot.pem", "are both given. Take MicrosoftAppPassword out."),
        ("MicrosoftAppTenantId", "contoso.com", "MicrosoftAppTenantId must be"),
        ("RR_ENV", "dev", "RR_ENV must be one of 'production' or 'demo'"),
        ("RR_ENV", "demo", "RR_ENV=demo takes no MicrosoftAppId"),
        ("RR_TENANTS", "contoso.com", "RR_TENANTS must hold"),
        ("RR_EXTRA_HOSTS", "https://evil.example/", "RR_EXTRA_HOSTS must hold"),
        ("RR_EXTRA_HOSTS", "127.0.0.1", "RR_EXTRA_HOSTS must hold"),
        ("RR_PARTNERSHIP", "/nowhere/partnership.toml", "RR_PARTNERSHIP: /nowhere/partnership.toml cannot be used"),
        ("RR_PORT", "99999", "RR_PORT must be a whole number"),
        ("RR_PORT", "http", "RR_PORT must be a whole number from 1 to 65535."),
        ("RR_PORT", "0", "RR_PORT must be a whole number from 1 to 65535."),
        ("RR_COPIES", "9", "RR_COPIES must be a whole number from 1 to 7."),
        ("RR_COPIES", "2", "RR_COPIES above 1 needs PostgreSQL"),
        ("RR_BIND", "example.org", "RR_BIND must be an address"),
        ("RR_METRICS_PORT", "3978", "RR_METRICS_PORT must be another port"),
        ("RR_METRICS_PORT", "inside", "RR_METRICS_PORT must be a whole number"),
        ("RR_METRICS_BIND", "example.org", "RR_METRICS_BIND must be an address"),
        ("RR_MASTER_KEY", "", "There is no master key"),
        ("RR_MASTER_KEY", SECRET, "RR_MASTER_KEY must hold 32 random bytes"),
        ("RR_MASTER_KEY_FILE", "/nowhere/key", "RR_MASTER_KEY_FILE names a file that cannot be read"),
        ("RR_MASTER_KEY_FILE", "/nowhere/key", "are both given. Take RR_MASTER_KEY out."),
        ("RR_MASTER_KEY", "A" * 43 + "=", "The master key is not random: anybody could guess it."),
        ("RR_MASTER_KEY", "YWJj" * 10 + "YWI=", "The master key is not random: anybody could guess it."),
        ("DATABASE_URL", "mysql://root@localhost/rr", "DATABASE_URL must begin with"),
        ("DATABASE_URL", f"postgresql://rr:{SECRET}@db/rr", "sslmode=verify-full"),
        ("DATABASE_URL", f"postgresql://rr:{SECRET}@db/rr?sslmode=require", "sslmode=verify-full"),
        ("DATABASE_URL", "sqlite:////nowhere/rr.db", "the database's folder does not exist"),
        ("RR_MAIL_HOST", "mail.example.org", "RR_MAIL_FROM must be the e-mail address"),
        ("RR_MAIL_FROM", "rr@example.org", "RR_MAIL_HOST is missing"),
        ("RR_MAIL_SECURITY", "ssl", "RR_MAIL_SECURITY must be one of"),
        ("RR_MAIL_PORT", "smtp", "RR_MAIL_PORT must be a whole number"),
        ("RR_HEARTBEAT_URL", f"http://monitor.example/{SECRET}", "RR_HEARTBEAT_URL must begin with https://"),
        ("RR_SEND_BY", "post", "RR_SEND_BY must be one of 'hand', 'graph' or 'smtp'"),
        ("RR_SEND_BY", "smtp", "RR_SEND_BY=smtp needs RR_MAIL_HOST"),
        ("RR_SEND_BY", "graph", "RR_GRAPH_MAILBOX must be the address"),
        ("RR_GRAPH_MAILBOX", "rr@example.org", "RR_GRAPH_MAILBOX does nothing without RR_SEND_BY=graph"),
        ("RR_GRAPH_SECRET", SECRET, "RR_GRAPH_SECRET does nothing without RR_SEND_BY=graph"),
        ("RR_TENANTS", f"{TENANT}, *", "RR_TENANTS must hold"),
        ("RR_UNHEARD_OF", "1", "RR_UNHEARD_OF is not a setting."),
        ("RR_TENNANTS", TENANT, "RR_TENNANTS is not a setting. Did you mean RR_TENANTS?"),
    ],
)
def test_each_mistake_is_told(environment: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    environment.setenv(name, value)
    told = _wrong()
    assert any(words in line for line in told), told
    assert SECRET not in "".join(told)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("RR_MAIL_FROM", "rapid review", "RR_MAIL_FROM must be"),
        ("RR_MAIL_SECURITY", "none", "for a mail server on this machine only"),
        ("RR_MAIL_USER", "rr", "given together"),
        ("RR_MAIL_PASSWORD", SECRET, "given together"),
    ],
)
def test_mail_is_safe_and_whole_or_not_at_all(
    environment: pytest.MonkeyPatch, name: str, value: str, words: str
) -> None:
    for right, given in {"RR_MAIL_HOST": "mail.example.org", "RR_MAIL_FROM": "rr@example.org"}.items():
        environment.setenv(right, given)
    assert _wrong() == []
    environment.setenv(name, value)
    [told] = _wrong()
    assert words in told
    assert SECRET not in told


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("RR_GRAPH_MAILBOX", "rapid review", "RR_GRAPH_MAILBOX must be the address"),
        ("RR_GRAPH_APP_ID", "mailer", "RR_GRAPH_APP_ID must be the id"),
        ("RR_GRAPH_SECRET", "", "RR_GRAPH_APP_ID needs either"),
        ("RR_GRAPH_CERTIFICATE", str(DOCUMENT), "RR_GRAPH_APP_ID needs either"),
        ("RR_GRAPH_CERTIFICATE", str(DOCUMENT), "RR_GRAPH_CERTIFICATE must name a readable file"),
        ("RR_GRAPH_APP_ID", "", "RR_GRAPH_APP_ID is missing"),
        ("RR_GRAPH_TENANT_ID", "example.org", "RR_GRAPH_TENANT_ID must be the id of the tenant"),
        ("RR_ENV", "demo", "RR_ENV=demo sends nothing to anybody. Take RR_SEND_BY out."),
    ],
)
def test_graph_is_whole_or_not_at_all(environment: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    right = {"SEND_BY": "graph", "GRAPH_MAILBOX": "rr@example.org", "GRAPH_APP_ID": APP_ID, "GRAPH_SECRET": SECRET}
    for setting, given in right.items():
        environment.setenv(f"RR_{setting}", given)
    assert _wrong() == []
    environment.setenv(name, value)
    told = _wrong()
    assert any(words in line for line in told), told
    assert SECRET not in "".join(told)


def test_a_demonstration_sends_no_mail(environment: pytest.MonkeyPatch) -> None:
    for name in ("MicrosoftAppId", "MicrosoftAppPassword"):
        environment.delenv(name)
    for name, value in {"RR_ENV": "demo", "RR_MAIL_HOST": "127.0.0.1", "RR_MAIL_FROM": "rr@example.org"}.items():
        environment.setenv(name, value)
    assert _wrong() == ["RR_ENV=demo sends no e-mail to anybody. Take RR_MAIL_HOST out."]


def test_all_mistakes_are_told_at_once_and_nothing_starts(
    environment: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    environment.setenv("MicrosoftAppId", "x")
    environment.setenv("RR_MASTER_KEY", SECRET)
    environment.setenv("DATABASE_URL", "sqlite:////nowhere/rr.db")
    assert main(["serve"]) == 2
    told = capsys.readouterr().err
    assert "MicrosoftAppId" in told
    assert "RR_MASTER_KEY" in told
    assert "DATABASE_URL" in told
    assert SECRET not in told


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    (file := tmp_path / "bot.pem").write_bytes(b"".join(certificate_pem()))
    return file


def test_a_certificate_does_instead_of_a_secret(environment: pytest.MonkeyPatch, certificate: Path) -> None:
    environment.delenv("MicrosoftAppPassword")
    environment.setenv("RR_APP_CERTIFICATE", str(certificate))
    assert _wrong() == []


def test_a_managed_identity_needs_neither(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("MicrosoftAppPassword")
    environment.setenv("MicrosoftAppType", "UserAssignedMSI")
    assert _wrong() == []
    environment.delenv("MicrosoftAppTenantId")
    [told] = _wrong()
    assert told.startswith("MicrosoftAppTenantId must be")


def test_a_certificate_that_cannot_be_used_is_told(environment: pytest.MonkeyPatch, certificate: Path) -> None:
    (secret, pem), (_, old) = certificate_pem(), certificate_pem(days_ago=30)
    short = b"".join(certificate_pem(bits=1024))
    foreign = rsa_key("forger").private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    environment.delenv("MicrosoftAppPassword")
    environment.setenv("RR_APP_CERTIFICATE", str(certificate))
    for content, words in {
        secret + old: "the certificate ended on ",
        short: "the key has 1024 bits. Make a new one with 2048 at least",
        foreign + pem: "the private key in the file is not the certificate's",
        secret + pem.replace(b"M", b"N"): "is damaged",
        secret: "must name a readable file",
    }.items():
        certificate.write_bytes(content)
        [told] = _wrong()
        assert told.startswith("RR_APP_CERTIFICATE")
        assert words in told
        assert "BEGIN" not in told


def test_a_disk_that_is_nearly_full_is_told(environment: pytest.MonkeyPatch) -> None:
    environment.setattr("shutil.disk_usage", lambda folder: SimpleNamespace(free=499 * 2**20))
    [told] = _wrong()
    assert "less than 500 MB free" in told


def test_what_cannot_be_read_hides_nothing_else_that_is_wrong(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("RR_PORT", "http")
    environment.setenv("MicrosoftAppId", "my-bot")
    environment.setenv("RR_MASTER_KEY", SECRET)
    environment.setenv("RR_TENNANTS", TENANT)
    told = _wrong()
    assert [words.split()[0] for words in told] == ["RR_PORT", "RR_TENNANTS", "MicrosoftAppId", "RR_MASTER_KEY"]


def test_several_unreadable_settings_are_told_together(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("RR_ENV", SECRET)
    environment.setenv("RR_PORT", SECRET)
    told = _wrong()
    assert len(told) == 2
    assert SECRET not in "".join(told)


def test_a_demonstration_stays_on_this_machine(environment: pytest.MonkeyPatch) -> None:
    for name in ("MicrosoftAppId", "MicrosoftAppPassword"):
        environment.delenv(name)
    environment.setenv("RR_ENV", "demo")
    assert _wrong() == []
    for address in ("0.0.0.0", "192.168.1.5", "::", "example.org"):
        environment.setenv("RR_BIND", address)
        assert any("RR_BIND must be 127.0.0.1" in line for line in _wrong())


def test_a_demonstration_makes_its_own_key_and_keeps_it(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("RR_ENV", "demo")
    environment.delenv("RR_MASTER_KEY")
    first, second = Settings.read().key(), Settings.read().key()
    assert first == second
    assert len(first) == 32
    assert stat.S_IMODE((tmp_path / "rapid-review.key").stat().st_mode) == 0o600


def test_a_key_file_is_read(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.delenv("RR_MASTER_KEY")
    file = tmp_path / "key"
    file.write_text(f"{KEY}\n")
    environment.setenv("RR_MASTER_KEY_FILE", str(file))
    assert Settings.read().key() == bytes(range(32))


def test_every_setting_is_documented_and_nothing_else() -> None:
    documented = set(re.findall(r"^\| `(\w+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == set(names())
