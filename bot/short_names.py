"""Whom the short name of the partnership's file means, where it is typed on the command line in the place of an id."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.partnership_blocks import GUID
from bot.partnership_text import read
from rapid_review.people import Partnership, PersonId

TYPED = ("by", "second")


def put_ids(asked: Namespace, path: Path, partnership: Partnership) -> None:
    """The id for each short name of somebody who is there; anything else stays as it was typed, to be refused."""
    people = read(path).data["people"]
    for option in TYPED:
        if typed := getattr(asked, option, ""):
            meant = id_of(typed, people)
            setattr(asked, option, meant if meant in partnership.people else typed)


def id_of(typed: str, people: Mapping[str, Any]) -> PersonId:
    """What looks like an id is one, and nobody's short name: so neither can be taken for the other."""
    if GUID.fullmatch(typed.strip().lower()):
        return typed.strip().lower()
    return str(people[typed]["entra_id"]).strip().lower() if typed in people else typed
