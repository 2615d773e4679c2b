"""Somebody's own data: every passage that names them, marked by a person, and a pack of what was released (E25)."""

import csv
import io
import json
import zipfile
from datetime import UTC
from typing import Any

import pytest
from cast import PARTNERSHIP
from story import ANSWERS, RR, amina_asks, declares, dev_notifies, fills, summarises, votes
from transcript import Teams

from bot import marked_table, subject_access
from bot.clock import SystemClock
from bot.subject_access import Sought, Why
from rapid_review.errors import Refusal
from rapid_review.policy import ENGLAND_2026

FILE = (PARTNERSHIP, ENGLAND_2026)
STORY = (
    "Ivy Rook was seen at home by Lena Ford.\n"
    "Her brother Tom Rook goes to Kirkdale Primary.\n"
    "=HYPERLINK(1) and Ivy again, on 01632 960 123."
)
IVY = Sought(RR, ("Ivy Rook",), "amina")
WHY = Why("Asked for by her mother on 20 November.", "efua")


@pytest.fixture
def asked(teams: Teams) -> Teams:
    dev_notifies(teams, inc_facts=STORY)
    amina_asks(teams, RR, "health")
    summarises(teams, "carys", RR, **{**ANSWERS, "sum_contact": "Tom Rook was not seen."})
    declares(teams, "efua", RR)
    logs(teams, "Ivy’s mother", "2026-11-20")
    return teams


def begun(teams: Teams, story: str) -> None:
    """A case in which this was told, and Ivy's mother asks."""
    dev_notifies(teams, inc_facts=story)
    amina_asks(teams, RR, "health")
    declares(teams, "efua", RR)
    logs(teams, "Ivy’s mother", "2026-11-20")


def logs(teams: Teams, who: str, day: str) -> None:
    teams.opens("amina", "subject_request", RR)
    said = {"sar_who": who, "sar_received": day, "sar_identity": "Passport, by Amina"}
    fills(teams, "amina", "Record it", said)


def table(teams: Teams, sought: Sought = IVY) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(subject_access.table(teams.store, FILE, sought, WHY))))


def marked(rows: list[dict[str, str]], **released: str) -> str:
    """Everything withheld, but what holds one of these words."""
    out = io.StringIO()
    lines = csv.DictWriter(out, rows[0].keys())
    lines.writeheader()
    for row in rows:
        let_go = any(word in row["passage"] for word in released.values())
        lines.writerow({**row, "mark": "release" if let_go else "Withhold", "exemption": "" if let_go else "others"})
    return out.getvalue()


def pack(teams: Teams, marks: str | list[str], why: Why = WHY) -> tuple[str, dict[str, Any]]:
    made = zipfile.ZipFile(io.BytesIO(subject_access.pack(teams.store, FILE, IVY, marks, why)))
    return made.read("your information.html").decode(), json.loads(made.read("manifest.json"))


def test_every_passage_that_names_them_is_on_a_line_of_its_own(asked: Teams) -> None:
    rows = table(asked)
    said = [row["passage"] for row in rows]
    assert "Ivy Rook was seen at home by Lena Ford." in said
    assert "'=HYPERLINK(1) and Ivy again, on 01632 960 123." in said, "no formula"
    assert "'Tuesday 2 June 2026" in said, "a row that names them is about them as a whole; no spreadsheet alters it"
    assert "Her brother Tom Rook goes to Kirkdale Primary." in said, "the family name is hers too: a person decides"
    assert "Several agencies knew the family." not in said
    assert "Ivy’s mother" in said, "what was written down of the request is about her too"
    assert len({row["id"] for row in rows}) == len(rows)
    assert {row["mark"] for row in rows} == {""}
    everything = table(asked, Sought(RR, ("Ivy Rook",), "amina", every=True))
    assert "Several agencies knew the family." in [row["passage"] for row in everything]


def test_only_what_is_released_goes_and_nobody_else_is_named(asked: Teams) -> None:
    marks = marked(table(asked), one="seen at home", two="HYPERLINK")
    html, manifest = pack(asked, marks, Why(WHY.reason, WHY.second, names_checked=True))
    assert "Ivy Rook was seen at home by a professional." in html
    assert "Ivy again, on [number]." in html
    assert "Lena" not in html and "01632" not in html and "2 June 2026" not in html
    assert "It is about somebody else" in html
    assert manifest["case"] == RR and "withheld" not in json.dumps(manifest)


def test_the_whole_schedule_stays_in_the_case_and_the_request_is_answered(asked: Teams) -> None:
    rows = table(asked)
    pack(asked, marked(rows, one="seen at home"))
    kept = asked.store.run_now(lambda work: work.form(RR, "subject_access", "1"))
    assert kept.answers["marks"].keys() == {row["id"] for row in rows}
    assert sorted(set(kept.answers["marks"].values())) == ["others", "release"]
    assert (kept.answers["by"], kept.answers["second"], kept.answers["reason"]) == ("amina", "efua", WHY.reason)
    assert asked.case(RR).subject_requests_open() == []
    with pytest.raises(Refusal, match="No request is open"):
        table(asked)


def test_nothing_goes_by_default(asked: Teams) -> None:
    rows = table(asked)
    whole = marked(rows)
    for slip, why in (
        (subject_access.table(asked.store, FILE, IVY, WHY), f"{len(rows)} passages are not marked"),
        (whole.replace(",others", ","), "are not marked so that it is clear"),
        (whole.replace(",others", ",because"), "are not marked so that it is clear"),
        (whole.replace("Withhold", "yes"), "are not marked so that it is clear"),
        ("\n".join(whole.splitlines()[:-1]), f"1 passages are on no line, or were written since: {rows[-1]['id']}"),
        (whole + whole.splitlines()[-1], f"1 passages are on several lines: {rows[-1]['id']}"),
        (whole + "p0,,,,,,,x,release,\n", "1 lines are of no passage that was found: p0"),
        ("", "This is not the table"),
        ("a,b\n1,2\n", "This is not the table"),
    ):
        with pytest.raises(Refusal, match=why):
            pack(asked, slip)
    assert len(asked.case(RR).subject_requests_open()) == 1


def test_a_table_that_an_old_spreadsheet_saved_is_read(asked: Teams) -> None:
    rows = table(asked)
    assert all(row["id"].startswith("p") for row in rows), "none can be taken for a number"
    saved = marked(rows, one="seen at home").encode("cp1252", errors="replace")
    html, _ = pack(asked, marked_table.as_saved(saved))
    assert "seen at home" in html


def test_what_was_written_since_is_marked_by_itself_and_no_mark_is_lost(asked: Teams) -> None:
    marks = marked(table(asked), one="seen at home")
    said = {"text": "Ivy was seen once more."}
    asked.store.run_now(lambda work: work.put_form(RR, "told", "health", "amina", asked.now, said))
    with pytest.raises(Refusal, match=r"1 passages are on no line, or were written since: \w+ \(told\)"):
        pack(asked, marks)
    more = list(csv.DictReader(io.StringIO(subject_access.table(asked.store, FILE, IVY, WHY, marks))))
    assert [row["passage"] for row in more] == ["Ivy was seen once more."]
    html, _ = pack(asked, [marks, marked(more, one="once more")])
    assert "seen at home" in html and "Ivy was seen once more." in html


def test_empty_lines_at_the_end_of_a_table_are_none(asked: Teams) -> None:
    html, _ = pack(asked, marked(table(asked), one="seen at home") + ",,,,,,,,,\r\n" * 3)
    assert "seen at home" in html


def test_the_same_words_twice_in_one_answer_are_two_passages(teams: Teams) -> None:
    begun(teams, "Ivy Rook was seen.\nHealthy.\nIvy Rook was seen.")
    rows = table(teams)
    assert [row["passage"] for row in rows].count("Ivy Rook was seen.") == 2
    assert len({row["id"] for row in rows}) == len(rows)
    html, _ = pack(teams, marked(rows, one="was seen"))
    assert html.count("Ivy Rook was seen.") == 2


def test_words_taken_out_of_the_table_do_not_go_out_all_the_same(teams: Teams) -> None:
    begun(teams, "Ivy Rook told us that her uncle at number 9 did it.")
    rows = table(teams)
    for cell in ("Ivy Rook told us [redacted].", "Ivy Rook told us that her uncle at number █ did it.", ""):
        blacked = [{**row, "passage": cell} if "uncle" in row["passage"] else row for row in rows]
        with pytest.raises(Refusal, match="The text of 1 passages was changed in the table"):
            pack(teams, marked(blacked, one="Ivy"))
    assert len(teams.case(RR).subject_requests_open()) == 1
    assert "not change the text" in marked_table.HOW_TO_MARK


def test_with_two_requests_open_a_person_says_which_is_answered(teams: Teams) -> None:
    begun(teams, "Tom Rook was seen.")
    logs(teams, "Tom himself", "2026-11-19")
    tom = Sought(RR, ("Tom Rook",), "amina")
    marks = marked(table(teams, tom))
    for number in (None, 3):
        with pytest.raises(Refusal, match=r"--request .*1, received on .*20 November 2026; 2, received on .*19 Nov"):
            subject_access.pack(teams.store, FILE, tom, marks, Why("x", "efua", number))
    subject_access.pack(teams.store, FILE, tom, marks, Why("x", "efua", 2))
    assert [request.number for request in teams.case(RR).subject_requests_open()] == [1]


def test_a_pack_that_cannot_be_kept_answers_nothing(asked: Teams) -> None:
    marks = marked(table(asked))

    def keep(content: bytes) -> None:
        raise Refusal("The disk is full.")

    with pytest.raises(Refusal, match="disk is full"):
        subject_access.pack(asked.store, FILE, IVY, marks, WHY, keep)
    assert len(asked.case(RR).subject_requests_open()) == 1
    pack(asked, marks)


def test_what_may_be_somebodys_name_is_looked_at_before_it_goes(teams: Teams) -> None:
    begun(teams, "Ivy Rook lives with her nan Doreen Sparrow and PC 4411 Kev Bright came.")
    marks = marked(table(teams), one="Ivy Rook lives")
    with pytest.raises(Refusal, match="may be names of other people") as told:
        pack(teams, marks)
    assert "\n  Doreen Sparrow\n  Kev Bright\n" in str(told.value), "and not her own"
    assert len(teams.case(RR).subject_requests_open()) == 1
    html, _ = pack(teams, marks, Why("x", "efua", names_checked=True))
    assert "Any other name is here because a person looked at it" in html
    kept = teams.store.run_now(lambda work: work.form(RR, "subject_access", "1"))
    assert kept.answers["names_checked"] == ["Doreen Sparrow", "Kev Bright"]


def test_it_takes_two_people_of_the_team_a_reason_and_a_name_that_is_there(asked: Teams) -> None:
    marks = marked(table(asked))
    slips = ((Why("x", "ben"), "chair or of"), (Why("x", "amina"), "somebody else"), (Why(" ", "efua"), "Say why"))
    for why, words in slips:
        with pytest.raises(Refusal, match=words):
            pack(asked, marks, why)
    with pytest.raises(Refusal, match="nor of the Partnership Team"):
        table(asked, Sought(RR, ("Ivy Rook",), "ben"))
    for why, words in (
        (Why("x", ""), "Two people"),
        (Why("x", "amina"), "somebody else"),
        (Why(" ", "efua"), "Say why"),
    ):
        with pytest.raises(Refusal, match=words):
            subject_access.table(asked.store, FILE, IVY, why)
    with pytest.raises(Refusal, match="Nobody of that name"):
        table(asked, Sought(RR, ("Zebedee Quill",), "amina"))


def test_a_colleague_is_found_by_their_id_with_their_declaration(asked: Teams) -> None:
    rows = table(asked, Sought(RR, ("carys",), "amina"))
    assert {"confidentiality", "conflict"} <= {row["form"] for row in rows if row["about"] == "carys"}


def test_that_it_was_read_is_in_the_record(asked: Teams) -> None:
    table(asked)
    chain = asked.store.run_now(lambda work: work.chain(RR))
    assert [(link.actor, link.kind) for link in chain if link.facts.get("what") == "subject access"] == [
        ("command line", "read"),
        ("", "written_out"),
    ]


# -- While the poll is open (Part 6, rule 6) -----------------------------------------------------------------------

WHOLE = Sought(RR, ("farid",), "amina", every=True)


@pytest.fixture
def sealed(polling: Teams, monkeypatch: pytest.MonkeyPatch) -> Teams:
    """Farid asks for his own data, and gives his view."""
    monkeypatch.setattr(SystemClock, "now", lambda self: polling.now.astimezone(UTC))
    logs(polling, "Farid himself", "2026-11-20")
    votes(polling, "farid", RR, "review", "Ivy Rook was never seen alone.")
    return polling


def test_a_sealed_view_is_read_by_nobody_who_asks_for_a_table(sealed: Teams) -> None:
    heard: list[str] = []
    for sought in (WHOLE, Sought(RR, ("Farid Aziz",), "amina", every=True), IVY):
        told = subject_access.table(sealed.store, FILE, sought, WHY, tell=heard.append)
        assert "never seen alone" not in told and "ballot" not in told
    assert len(heard) == 3
    assert heard[0].startswith(f"The poll of {RR} is open until ") and "are left out" in heard[0]
    assert "--without and the one you have" in heard[0]


def test_no_pack_is_made_before_its_views_can_be_in_it(sealed: Teams) -> None:
    """What is sealed is part of the answer: it counts as answered once that is in it."""
    first = subject_access.table(sealed.store, FILE, WHOLE, WHY)
    marks = marked(list(csv.DictReader(io.StringIO(first))))
    with pytest.raises(Refusal, match=rf"The poll of {RR} is open until .* No pack was made, and the request is open"):
        subject_access.pack(sealed.store, FILE, WHOLE, marks, WHY)
    votes(sealed, "gwen", RR, "review")
    votes(sealed, "efua", RR, "review")
    heard: list[str] = []
    more = subject_access.table(sealed.store, FILE, WHOLE, WHY, marks, tell=heard.append)
    assert "Ivy Rook was never seen alone." in more and heard == []
    assert len(sealed.case(RR).subject_requests_open()) == 1
    rest = marked(list(csv.DictReader(io.StringIO(more))))
    subject_access.pack(sealed.store, FILE, WHOLE, [marks, rest], WHY)
    assert sealed.case(RR).subject_requests_open() == []
