"""What was confirmed to go by itself goes to the byte, and nobody writes it off while it goes (E29)."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from confirming import confirms, last, mailroom, opens
from docx import Document
from mailserver import Mailbox
from story import RR
from transcript import Teams, buttons

from bot.outward import ByPost
from documents.shell import house_template


@pytest.fixture
def teams(office: Teams) -> Teams:
    return office


async def test_only_the_very_bytes_that_were_confirmed_go(
    teams: Teams, by_post: ByPost, mailbox: Mailbox, tmp_path: Path
) -> None:
    confirms(teams, "dfe")
    edited = Document(BytesIO(house_template()))
    edited.add_paragraph("Registered charity")
    edited.save(str(tmp_path / "ours.docx"))
    await mailroom(teams, by_post, template=tmp_path / "ours.docx").settle()
    teams.deliver()
    assert "what it says has changed since it was checked, or the Word template has." in teams.sees("amina")
    assert not mailbox.came


async def test_what_is_on_its_way_is_not_excused(teams: Teams, by_post: ByPost, mailbox: Mailbox) -> None:
    confirms(teams, "dfe")

    @dataclass
    class Asked:
        """A mailer while whose send somebody wants to excuse the letter."""

        by_hand: bool = False

        async def send(self, mail: Any) -> Any:
            assert "This may have gone already." in teams.opens("amina", "excuse", f"{RR}/dfe")
            assert "Say why it is not done" not in (opens(teams, "amina", "dfe"), buttons(teams.card("amina")))[1]
            return await by_post.send(mail)

    await mailroom(teams, Asked()).settle()
    assert (len(mailbox.came), last(teams, "dfe").state) == (1, "done")
