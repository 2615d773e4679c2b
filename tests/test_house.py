"""The house rules that a machine can check. Each list of exceptions says why, and may only shrink."""

import ast
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "cards"))

from hostile import every_section

from bot.settings import Settings
from dialogs.session import Pressed

ROOT = Path(__file__).parents[1]
PACKAGES = ("rapid_review", "storage", "cards", "dialogs", "bot")
CEILING = 300
LONGER = {
    "tests/contract/test_dispatcher.py": "every way that sending can fail; to be parted",
    "tests/process/test_case.py": "the case's own transcript; to be parted",
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
CLOCKS = {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
SPEAKERS = {
    *("bot/backup_commands.py", "bot/case_commands.py", "bot/cli.py"),
    *("bot/demo.py", "bot/record_commands.py", "bot/verify_ballot.py"),
    *("bot/key_commands.py", "bot/keeping_commands.py"),
    *("bot/verify_record.py",),
}
"""The only files that write to the terminal: they are what a person runs there."""
CARRIED = {"case", "task", "verb", "send", *Pressed.model_fields}
"""What buttons carry beside the answers in the same bag."""


def ours(*folders: str) -> list[str]:
    """Our Python files under these folders, by their place in the repository."""
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    return sorted(path.relative_to(ROOT).as_posix() for path in found if "node_modules" not in path.parts)


EVERYWHERE = ours(*PACKAGES, "documents", "tests", "bench", "demo", "deploy", "manifest")
PRODUCT = ours(*PACKAGES)


def tree(file: str) -> ast.Module:
    return ast.parse((ROOT / file).read_text("utf-8"))


def calls(file: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(file)) if isinstance(node, ast.Call))


# -- Packages ------------------------------------------------------------------------------------------------------


def test_imports_point_one_way() -> None:
    done = run("lint-imports", "--no-cache")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("package", PACKAGES)
def test_no_dependency_ships_a_package_of_our_name(package: str) -> None:
    owners = {name.lower() for name in packages_distributions().get(package, ())}
    assert owners <= {"rapid-review"}


def test_the_wheel_holds_all_our_packages(tmp_path: Path) -> None:
    built = run(
        "python", "-m", "pip", "wheel", "--quiet", "--no-build-isolation", "--no-deps", "-w", str(tmp_path), "."
    )
    assert built.returncode == 0, built.stderr
    names = zipfile.ZipFile(next(tmp_path.glob("*.whl"))).namelist()
    assert set(PACKAGES) <= {name.partition("/")[0] for name in names}
    assert {file for file in PRODUCT if file not in names} == set()
    assert "cards/words/help.md.j2" in names
    assert "storage/migrations/script.py.mako" in names


def test_the_locks_hold_hashes_and_no_addresses() -> None:
    for lock in ("requirements.lock", "requirements-dev.lock", "deploy/build.lock", "deploy/audit.lock"):
        text = (ROOT / lock).read_text("utf-8")
        pinned = re.findall(r"^[\w.\[\]-]+==\S+[^\n]*\\\n {4}--hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
        named = re.findall(r"^[\w.-]+", text, re.MULTILINE)
        assert len(pinned) == len(named) > 0, f"{lock}: each line needs a version and a hash"
        assert not re.search(r"https?://|--index-url|--find-links|file:", text)


# -- Files ---------------------------------------------------------------------------------------------------------


def test_every_file_says_what_it_is() -> None:
    assert [file for file in EVERYWHERE if not ast.get_docstring(tree(file))] == []


def test_no_file_is_too_long_to_read() -> None:
    lengths = {file: len((ROOT / file).read_text("utf-8").splitlines()) for file in EVERYWHERE}
    longer = {file for file, length in lengths.items() if length > CEILING}
    assert longer - set(LONGER) == set(), f"longer than {CEILING} lines"
    assert set(LONGER) - longer == set(), "no longer too long: take it off the list"


def test_names_say_something() -> None:
    assert [file for file in EVERYWHERE if VAGUE & set(Path(file).with_suffix("").parts)] == []


# -- What code may do ----------------------------------------------------------------------------------------------


def test_only_the_edge_reads_the_clock() -> None:
    inner = [file for file in PRODUCT if not file.startswith("bot/")]
    assert {(file, *called) for file in inner for call in calls(file) if (called := dotted(call)) in CLOCKS} == set()


def test_only_the_command_line_prints() -> None:
    printed = {file for file in PRODUCT for call in calls(file) if dotted(call) == ("", "print")}
    assert printed <= SPEAKERS


def dotted(call: ast.Call) -> tuple[str, str]:
    """The last two names of what is called: ("datetime", "now") of `datetime.datetime.now()`."""
    match call.func:
        case ast.Attribute(value=ast.Attribute(attr=owner) | ast.Name(id=owner), attr=name):
            return owner, name
        case ast.Name(id=name):
            return "", name
    return "", ""


# -- Words that must agree -----------------------------------------------------------------------------------------


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "settings.md").read_text("utf-8")
    settings = [field.alias or name for name, field in Settings.model_fields.items()]
    assert [setting for setting in settings if f"`{setting}`" not in page] == []


def test_ci_runs_the_test_command_of_the_readme() -> None:
    command = re.search(r"^(make test)\b", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    script = (ROOT / ".ci" / "run").read_text("utf-8")
    assert command
    assert re.search(rf"^(exec )?{command[1]}$", script, re.MULTILINE)


def test_no_question_has_the_name_of_what_a_button_carries() -> None:
    """Teams puts both in one bag, where the button's would win and the answer would be lost."""
    asked = {question.id for _, section in every_section() for question in section.questions}
    assert asked & CARRIED == set()
    assert {section.id for _, section in every_section()} & CARRIED == set()


def test_the_start_takes_in_nothing_large_that_may_never_be_used() -> None:
    """Some ten megabytes each (G30): imported where it is first used."""
    large = {"alembic", "docx", "docxtpl", "lxml", "psycopg", "weasyprint"}
    names = run("python", "-c", "import sys, bot.app, bot.cli; print(*sys.modules)").stdout.split()
    assert "bot.app" in names
    assert large & {*names} == set()


def run(*command: str) -> subprocess.CompletedProcess[str]:
    """A tool of this environment, run at the root of the repository."""
    tool = Path(sys.executable).parent / command[0]
    return subprocess.run([tool, *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
