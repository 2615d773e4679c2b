"""The app package is what Teams accepts: Microsoft's own schema, and both icons."""

import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator
from png import RGBA, read_png

from bot.package_app import build

ROOT = Path(__file__).parents[2]
SCHEMAS = ROOT / "node_modules/@microsoft/app-manifest/build/json-schemas/teams"
APP_ID = "0f3d1c52-7a4e-4b0e-9d6b-2f1a5c7e9b10"
DOMAIN = "safeguarding.example.org"


@pytest.fixture
def package(tmp_path):
    return build(tmp_path / "rapid-review.zip", APP_ID, DOMAIN)


@pytest.fixture
def manifest(package):
    return json.loads(ZipFile(package).read("manifest.json"))


def schema_for(manifest):
    path = SCHEMAS / f"v{manifest['manifestVersion']}" / "MicrosoftTeams.schema.json"
    if not path.is_file():
        pytest.fail("Microsoft's manifest schema is not installed: run make test, or npm ci, first.")
    return json.loads(path.read_text("utf-8-sig"))


def complaints(manifest):
    # Not check_schema: the schema holds an ECMA pattern that Python's re cannot compile.
    return [error.message for error in Draft4Validator(schema_for(manifest)).iter_errors(manifest)]


def test_microsofts_own_schema_accepts_the_manifest(manifest):
    assert complaints(manifest) == []


@pytest.mark.parametrize("spoilt", [{"name": {}}, {"accentColor": "blue"}, {"surprise": 1}, {"id": "no guid"}])
def test_the_schema_does_find_mistakes(manifest, spoilt):
    assert complaints({**manifest, **spoilt})


def test_the_package_holds_the_manifest_and_both_icons_at_its_root(package):
    assert ZipFile(package).namelist() == ["manifest.json", "color.png", "outline.png"]
    assert ZipFile(package).testzip() is None


def test_the_same_input_gives_the_same_bytes(package, tmp_path):
    assert build(tmp_path / "again.zip", APP_ID.upper(), DOMAIN.upper()).read_bytes() == package.read_bytes()


def test_ids_addresses_and_version_are_filled_in(manifest):
    assert manifest["id"] == manifest["bots"][0]["botId"] == APP_ID
    assert manifest["version"] != "0.0.0"
    assert manifest["developer"]["privacyUrl"] == f"https://{DOMAIN}/privacy"
    assert "https://example.org" not in json.dumps(manifest)


def test_files_can_be_attached_in_a_chat_of_ones_own(manifest):
    assert manifest["bots"][0]["supportsFiles"] is True
    assert "personal" in manifest["bots"][0]["scopes"]


@pytest.mark.parametrize("app_id", ["", "rapid-review", "00000000-0000-0000-0000-000000000000"])
def test_an_app_id_that_is_none_is_refused(tmp_path, app_id):
    with pytest.raises(ValueError, match="The app id must be"):
        build(tmp_path / "no.zip", app_id, DOMAIN)
    assert not (tmp_path / "no.zip").exists()


@pytest.mark.parametrize("domain", ["", "localhost", "https://example.org", "example.org/path", "a b.org", "-a.org"])
def test_a_domain_that_is_none_is_refused(tmp_path, domain):
    with pytest.raises(ValueError, match="The domain must be"):
        build(tmp_path / "no.zip", APP_ID, domain)


def test_teams_shows_each_text_whole(manifest):
    assert len(manifest["name"]["short"]) <= 30
    assert len(manifest["name"]["full"]) <= 100
    assert len(manifest["description"]["short"]) <= 80
    assert len(manifest["description"]["full"]) <= 4000
    assert len(manifest["developer"]["name"]) <= 32


def commands(manifest, scope):
    return [
        command["title"]
        for offered in manifest["bots"][0]["commandLists"]
        if scope in offered["scopes"]
        for command in offered["commands"]
    ]


def test_each_place_has_its_commands(manifest):
    assert commands(manifest, "personal") == ["my tasks", "notify", "my cases", "case", "help"]
    assert commands(manifest, "team") == commands(manifest, "groupChat") == ["board", "help"]


def test_the_colour_icon_is_192_pixels_square(package):
    width, height, mode, _ = read_png(ZipFile(package).read("color.png"))
    assert (width, height, mode) == (192, 192, RGBA)


def test_the_outline_icon_is_32_pixels_square_and_white_on_transparent(package):
    width, height, mode, lines = read_png(ZipFile(package).read("outline.png"))
    assert (width, height, mode) == (32, 32, RGBA)
    pixels = [line[i : i + 4] for line in lines for i in range(0, len(line), 4)]
    assert {pixel[:3] for pixel in pixels if pixel[3]} == {b"\xff\xff\xff"}
    assert 0 < sum(pixel[3] > 128 for pixel in pixels) < len(pixels) / 2


def test_it_has_no_tab_no_search_and_asks_for_no_rights(manifest):
    """One door: what is not there cannot be misused (T14, T15, T16)."""
    doors = {"staticTabs", "configurableTabs", "composeExtensions"}
    rights = {"webApplicationInfo", "authorization", "permissions"}
    assert (doors | rights) & set(manifest) == set()
    assert manifest["validDomains"] == []
