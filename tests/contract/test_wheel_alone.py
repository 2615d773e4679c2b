"""The wheel as an image has it: apart from the repository, without a home, on a file system that is read-only."""

import os
import re
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import PARTNERSHIP
from served import free_port

ROOT = Path(__file__).parents[2]
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,bind,ro / && cd / && shift && exec "$@"'
"""In a name space of its own everything is read-only but one folder, for root too."""

RUN = "import sys; from bot.cli import main; sys.exit(main())"

pytestmark = pytest.mark.simulation

Command = Callable[..., subprocess.Popen[str]]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    tool = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "--quiet",
        "--no-build-isolation",
        "--no-deps",
        "-w",
        str(folder),
        ".",
    ]
    subprocess.run(tool, cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture
def installed(wheel: Path, tmp_path: Path) -> Command:
    """Runs a command of the wheel, whose dependencies are this environment's and whose code is not the repository's."""
    there, data = tmp_path / "there", tmp_path / "data"
    data.mkdir()
    zipfile.ZipFile(wheel).extractall(there)
    # Paths given so are not looked through for .pth files, so the repository itself is not found.
    paths = os.pathsep.join((str(there), sysconfig.get_path("purelib")))
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": paths,
        "RR_ENV": "demo",  # It reaches for nothing outside this machine.
        "RR_PARTNERSHIP": str(PARTNERSHIP),
        "RR_PORT": str(free_port()),
        "DATABASE_URL": f"sqlite:///{data / 'rapid-review.db'}",
    }
    base = (getattr(sys, "_base_executable", sys.executable), "-P", "-c")

    def command(*words: str, code: str = RUN) -> subprocess.Popen[str]:
        apart = ("unshare", "--map-root-user", "--mount", "sh", "-c", READ_ONLY, "sh", str(data))
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
        return subprocess.Popen([*apart, *base, code, *words], env=environment, text=True, **pipes)  # type: ignore[call-overload,no-any-return]

    if subprocess.run(["unshare", "--map-root-user", "--mount", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system lets us make no name space")
    return command


def test_it_is_the_wheel_that_runs(installed: Command, tmp_path: Path) -> None:
    told, _ = installed(code="import bot, storage; print(bot.__file__, storage.__file__)").communicate(timeout=60)
    assert told.split() == [str(tmp_path / "there" / name / "__init__.py") for name in ("bot", "storage")]


def test_it_makes_the_teams_app_package(installed: Command, tmp_path: Path) -> None:
    """Its manifest and icons are in the wheel: whoever installs it has no repository beside it."""
    app = ("--app-id", "0f3d1c52-7a4e-4b0e-9d6b-2f1a5c7e9b10", "--domain", "bot.example.org")
    out, error = installed("package", *app, "-o", str(tmp_path / "data" / "app.zip")).communicate(timeout=60)
    assert "Written: " in out, error
    names = zipfile.ZipFile(tmp_path / "data" / "app.zip").namelist()
    assert names == ["manifest.json", "color.png", "outline.png"]


def test_it_migrates_serves_and_stops_writing_only_to_its_data(installed: Command, tmp_path: Path) -> None:
    migrated = installed("migrate")
    out, error = migrated.communicate(timeout=60)
    assert "The database is up to date." in out, error
    serving = installed("serve")
    assert serving.stderr
    try:
        said = [serving.stderr.readline()]
        while said[-1] and "listening" not in said[-1]:
            said.append(serving.stderr.readline())
        assert "listening" in said[-1], said
    finally:
        serving.terminate()
        _, rest = serving.communicate(timeout=60)
    assert serving.returncode == 0, rest
    assert re.search(r'"what": "stopped"', rest)
    assert "Read-only file system" not in "".join(said) + rest
    assert {path.name.partition(".")[0] for path in (tmp_path / "data").iterdir()} == {"rapid-review"}
