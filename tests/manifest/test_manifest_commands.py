"""Every command that Teams offers is one the bot understands."""

import json

import pytest

from bot.package_app import SOURCE
from dialogs.verbs import TYPED

NEEDS_A_REFERENCE = {"case"}
"""Picked from the list, this is finished by typing a case's reference."""


@pytest.mark.parametrize("place", json.loads((SOURCE / "manifest.json").read_text())["bots"][0]["commandLists"])
def test_every_command_on_offer_is_understood(place):
    offered = {command["title"] for command in place["commands"]}
    assert offered - TYPED.keys() - NEEDS_A_REFERENCE == set()
