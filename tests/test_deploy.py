"""The image's recipe and the compose file keep what deploy/README.md promises: no root, no secret, all by its hash."""

import fnmatch
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "deploy" / "Dockerfile").read_text("utf-8")
COMPOSE = (ROOT / "deploy" / "compose.yaml").read_text("utf-8")
SERVICE = {name: (ROOT / "deploy" / f"rapid-review.{name}").read_text("utf-8") for name in ("service", "sh")}
SERVICE_ENV = (ROOT / "deploy" / "service.env").read_text("utf-8")
IGNORED = [line for line in (ROOT / ".dockerignore").read_text("utf-8").splitlines() if line and line[0] != "#"]
PACKAGES = {"rapid_review", "storage", "cards", "documents", "dialogs", "bot", "manifest"}


def steps(text: str = DOCKERFILE) -> list[tuple[str, str]]:
    """Each instruction with its arguments; continued lines are one."""
    joined = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE))
    lines = [line.strip() for line in joined.splitlines() if line.strip()]
    return [(word.upper(), rest.strip()) for word, _, rest in (line.partition(" ") for line in lines)]


def last_stage() -> list[tuple[str, str]]:
    whole = steps()
    return whole[max(n for n, (word, _) in enumerate(whole) if word == "FROM") :]


def copied() -> list[str]:
    """What is taken from the repository."""
    sources: list[str] = []
    for word, rest in steps():
        if word in ("COPY", "ADD") and "--from=" not in rest:
            sources += rest.split()[:-1]
    return sources


def sent_to_the_builder(path: str) -> bool:
    """As .dockerignore has it: the last line that matches decides."""
    kept = True
    for line in IGNORED:
        pattern = line.removeprefix("!")
        parts = [path, *map(str, Path(path).parents)]
        if any(fnmatch.fnmatch(part, pattern) or fnmatch.fnmatch(f"/{part}", f"*/{pattern[3:]}") for part in parts):
            kept = line.startswith("!")
    return kept


def test_every_copied_file_is_there_and_is_sent_to_the_builder() -> None:
    assert [source for source in copied() if not (ROOT / source).exists()] == []
    assert [source for source in copied() if not sent_to_the_builder(source)] == []
    assert set(copied()) >= PACKAGES


@pytest.mark.parametrize(
    "path",
    [
        "rapid-review.db",
        "bot/x.db-wal",
        ".env",
        "bot/.env",
        "deploy/secrets/master_key",
        "bot/rapid-review.key",
        ".git/HEAD",
    ],
)
def test_no_database_key_or_setting_is_sent_to_the_builder(path: str) -> None:
    assert not sent_to_the_builder(path)


def test_nothing_secret_is_in_it() -> None:
    assert [rest for word, rest in steps() if word == "ADD"] == [], "ADD fetches and unpacks by itself"
    given = " ".join(rest for word, rest in steps() if word in ("ENV", "ARG"))
    assert not re.search(r"PASSWORD|SECRET|MASTER_KEY|TOKEN|MicrosoftApp", given, re.IGNORECASE)


def test_it_does_not_run_as_root() -> None:
    users = [rest for word, rest in last_stage() if word == "USER"]
    assert users
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", users[-1]), "by number, so that an orchestrator can see it is not root"
    after = last_stage()[[word for word, _ in last_stage()].index("USER") :]
    assert not [rest for word, rest in after if word in ("RUN", "COPY")]


def test_every_dependency_is_installed_by_its_hash() -> None:
    installs = re.findall(r"pip install [^&]*", " ".join(rest for word, rest in steps() if word == "RUN"))
    assert len(installs) == 3
    locked = "--require-hashes --only-binary :all: -r"  # A source distribution would run code while it is installed.
    assert all(locked in one or "--no-deps /wheel/" in one for one in installs)


def test_the_base_is_slim_and_can_be_pinned() -> None:
    assert re.search(r"^ARG PYTHON=python:3\.\d+-slim-\w+$", DOCKERFILE, re.MULTILINE)
    assert all(rest.startswith("${PYTHON}") for word, rest in steps() if word == "FROM")


def test_its_health_is_asked_without_a_shell_or_a_tool_it_lacks() -> None:
    [check] = [rest for word, rest in last_stage() if word == "HEALTHCHECK"]
    assert 'CMD ["python", "-c"' in check
    assert "/healthz" in check


def test_it_hears_the_signal_itself() -> None:
    """A shell in between would keep it, and ten seconds later all that is under way would be cut off."""
    forms = {word: rest for word, rest in last_stage() if word in ("ENTRYPOINT", "CMD")}
    assert forms == {"ENTRYPOINT": '["rapid-review"]', "CMD": '["serve"]'}


def test_compose_gives_it_no_more_than_it_needs() -> None:
    shared = COMPOSE.partition("services:")[0]
    for line in ("read_only: true", "cap_drop: [ALL]", "no-new-privileges:true", "stop_grace_period: 30s"):
        assert line in shared
    assert 'ports: ["127.0.0.1:3978:3978"]' in shared, "only the proxy on this machine reaches it"
    assert len(re.findall(r"<<: \*bot", COMPOSE)) == 2
    assert not re.search(r"privileged: true|network_mode|/var/run/docker|user: .?(root|0)\b", COMPOSE)


def test_compose_makes_backups_and_gives_them_room() -> None:
    """A drill unpacks the whole database; the /tmp in memory is too small for it."""
    shared = COMPOSE.partition("services:")[0]
    for line in ("RR_BACKUP_FOLDER: /backups", "RR_BACKUP_KEY_FILE: /run/secrets/backup_key", "TMPDIR: /scratch"):
        assert line in shared
    assert re.search(r"RR_BACKUP_MINUTES: [1-9]", shared)
    assert COMPOSE.count('"backups:/backups", "scratch:/scratch"') == COMPOSE.count("<<: *backups") == 2
    assert len(re.findall(r"secrets: \[master_key, backup_key", COMPOSE)) == 2
    made = next(rest for word, rest in last_stage() if word == "RUN")
    assert "install -d -o bot -g bot -m 0700 /data /backups /scratch" in made


def test_the_service_makes_backups_too() -> None:
    given = dict(re.findall(r"^(\w+)='(.*)'$", SERVICE_ENV, re.MULTILINE))
    assert f"ReadWritePaths={given['RR_BACKUP_FOLDER']}\n" in SERVICE["service"]
    assert given["RR_BACKUP_KEY_FILE"] != given["RR_MASTER_KEY_FILE"]
    assert int(given["RR_BACKUP_MINUTES"]) > 0


def test_a_command_runs_as_the_user_and_with_the_settings_of_the_service(tmp_path: Path) -> None:
    """By root alone it would make a database and locks that the bot cannot write to."""
    (tmp_path / "bot.env").write_text("MicrosoftAppPassword='a $HOME \"of\" `its` own'\n")
    (said := tmp_path / "setpriv").write_text('#!/bin/sh\nprintf "%s\\n" "$MicrosoftAppPassword" "$HOME" "$PWD" "$@"\n')
    said.chmod(0o755)
    script = (
        SERVICE["sh"].replace("/etc/rapid-review/", f"{tmp_path}/").replace("cd /var/lib", f"cd {tmp_path}/var/lib")
    )
    (tmp_path / "var/lib/rapid-review/desk").mkdir(parents=True)
    there = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    done = subprocess.run(
        ["sh", "-c", script, "rapid-review", "drill", "--latest", "a b"],
        env=there,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == [
        *('a $HOME "of" `its` own', "/var/lib/rapid-review", f"{tmp_path}/var/lib/rapid-review/desk"),
        *("--reuid=rapid-review", "--regid=rapid-review", "--init-groups", "--"),
        *("/opt/rapid-review/bin/rapid-review", "drill", "--latest", "a b"),
    ]
    unit = (
        "User=rapid-review",
        "ExecStart=/opt/rapid-review/bin/rapid-review serve",
        "EnvironmentFile=/etc/rapid-review/bot.env",
    )
    assert [line for line in unit if f"{line}\n" not in SERVICE["service"]] == []


def test_the_steps_without_containers_name_files_that_are_there() -> None:
    page = (ROOT / "deploy" / "README.md").read_text("utf-8")
    steps = page[page.index("## Without containers") : page.index("## The reverse proxy")]
    named = set(re.findall(r"(?<![\w/])(?:deploy|demo)/[\w.-]+|requirements\.lock", steps))
    assert {"deploy/service.env", "deploy/rapid-review.sh", "deploy/rapid-review.service", "deploy/build.lock"} <= named
    assert [name for name in named if not (ROOT / name).is_file()] == []


def test_secrets_are_files_that_are_never_committed() -> None:
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {"deploy/bot.env", "deploy/secrets/", "deploy/tls/"} <= set(ignored)
    for name in re.findall(r"file: \./(\w+)/", COMPOSE):
        assert f"deploy/{name}/" in ignored
    assert not re.search(r"^\s*(RR_MASTER_KEY|MicrosoftAppPassword|POSTGRES_PASSWORD):", COMPOSE, re.MULTILINE)
