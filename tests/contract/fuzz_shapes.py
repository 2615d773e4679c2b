"""What is sent: every kind of activity and every press there is, and then whatever else somebody might make of it."""

import json
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from cast import PARTNERSHIP
from forging import PACKED
from fuzz_world import CANARY, Played, Told, World
from hypothesis import strategies as st
from sharepoint import allowed
from standins import BOT, Teams, activity, pressed
from story import RR, plain
from transcript import elements, inputs

from dialogs.forms import FILLINGS
from dialogs.verbs import DIALOGS, TYPED

Activity = dict[str, Any]

SUBJECTS = ("", "/police", "/health", "/ben", "/gwen", "/1")
INVOKES = ("task/fetch", "task/submit", "composeExtension/query", "application/search", "signin/verifyState", "")
EVENTS = (
    "typing",
    "messageReaction",
    "messageUpdate",
    "messageDelete",
    "event",
    "endOfConversation",
    "handoff",
    "trace",
)

TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)
HOSTILE = st.sampled_from(
    [
        *(None, True, False, 0, -1, 2**31, 2**62, 10**17, 0.5, -0.0, 1e300, "", " ", "\0", "\ud800", "x" * 9_000),
        *("2026-W01-1", "20260101", "0000-01-01", "9999-12-31", "2026-02-30", "25:99", "-1", "1e9", "NaN", "true"),
        *(
            "RR-2026-001",
            "RR-2026-002/police",
            "RR-2026-999",
            "rr-2026-001",
            "../../etc/passwd",
            "' OR 1=1 --",
            "%",
            "_",
        ),
        *(
            "{{7*7}}",
            "<at>x</at>",
            "[x](https://evil.example)",
            "\u202eevil",
            "e\u0301",
            "\U0001f468\u200d\U0001f469",
            "İ",
        ),
        *([], {}, [[]], [None], {"": {}}, [{"a": 1}] * 50, "police,health", ["police", 5, None, {}]),
    ]
)
ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**17), 10**17)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)
VALUES = HOSTILE | ANYTHING


def sender(person: str) -> dict[str, str]:
    known = PARTNERSHIP.people.get(person)
    return {"id": f"29:{person}", "aadObjectId": person, "name": f"{known.name if known else person} {CANARY}"}


def press(teams: Teams, verb: str, person: str, data: dict[str, Any]) -> Activity:
    whole = pressed(teams, verb, sender(person))
    whole["value"]["action"]["data"] = data
    return whole


class Shapes(list[Activity]):
    """Too many to be printed when something goes wrong with one of them."""

    def __repr__(self) -> str:
        return f"{len(self)} shapes"


def every_shape(world: World, played: Played) -> Shapes:
    """One of each, as Teams would send it."""
    teams = world.connector
    presses = [*_real_presses(teams, played), *_made_up_presses(teams)]
    return Shapes([*_events(teams), *_messages(world), *_consents(world), *presses])


def _events(teams: Teams) -> Iterator[Activity]:
    for kind in EVENTS:
        yield activity(teams, sender("ben"), type=kind, reactionsAdded=[{"type": "like"}], value={"a": CANARY})
    for action in ("add", "remove", "add-upgrade", "remove-upgrade"):
        yield activity(teams, sender("ben"), type="installationUpdate", action=action, id=action)
    for changed in ({"membersAdded": [BOT]}, {"membersRemoved": [BOT]}, {"membersAdded": [sender("gwen")]}):
        yield activity(teams, sender("ben"), type="conversationUpdate", **changed)
    for name in INVOKES:
        yield activity(teams, sender("ben"), type="invoke", name=name, value={"data": CANARY})


def _messages(world: World) -> Iterator[Activity]:
    teams = world.connector
    channel = {"conversationType": "channel", "id": "19:team@thread.tacv2;messageid=1", "isGroup": True}
    mention = {"type": "mention", "text": "<at>Rapid Review</at>", "mentioned": BOT}
    for said in (*TYPED, RR, f"case {RR}", CANARY, f"tell {CANARY}"):
        yield activity(teams, sender("amina"), text=said, id=f"m-{said}")
    yield activity(teams, sender("amina"), text=f"<at>Rapid Review</at> {RR}", entities=[mention], conversation=channel)
    offer = world.place.offer(f"{CANARY}.pdf", world.place.files["letter.pdf"])
    for attached in ([offer], [offer] * 12, [{"contentType": "image/png"}, {"contentType": "text/html"}]):
        yield activity(teams, sender("ben"), text=CANARY, attachments=attached)
    yield activity(teams, sender("ben"), value={"verb": "case", "case": RR, "msteams": {}})


def _consents(world: World) -> Iterator[Activity]:
    data = {"case": RR, "document": "1", "made": "report", "meeting": "1", "edition": "full", "format": "pdf"}
    for left_out in ((), ("made",), ("meeting",), ("made", "meeting")):
        context = {name: value for name, value in data.items() if name not in left_out}
        for room in (world.place.room("x.pdf"), None):
            yield allowed(world.connector, context, room, sender("amina"), id=f"consent{left_out}{bool(room)}")


def _real_presses(teams: Teams, played: Played) -> Iterator[Activity]:
    """Every button that was ever shown, by whoever it was shown to, with its card filled in."""
    seen: set[str] = set()
    for person, card in played.everything():
        for element in elements(card):
            if element.get("type") != "Action.Execute":
                continue
            data = {**{field["id"]: plain(field, {}) for field in inputs(card)}, **element["data"]}
            mark = json.dumps([element["verb"], sorted(data), data.get("form"), data.get("section")])
            if mark not in seen:
                seen.add(mark)
                yield press(teams, element["verb"], person, data)


def _made_up_presses(teams: Teams) -> Iterator[Activity]:
    """Every verb with what a card of ours could carry; every form about everything that it could be about."""
    usual: dict[str, Any] = {
        "case": RR,
        "agency": "health",
        "agencies": "police",
        "task": "vote",
        "page": 0,
        "duty": "dfe",
    }
    for verb in DIALOGS:
        if not verb.startswith("form."):
            yield press(teams, verb, "efua", usual)
    for n, form in enumerate(FILLINGS):
        for verb in [verb for verb in DIALOGS if verb.startswith("form.")]:
            about = SUBJECTS[(n + len(verb)) % len(SUBJECTS)]
            data = {
                "form": form,
                "subject": f"{RR}{about}",
                "rev": "0.0",
                "section": "view",
                "row": 0,
                "reason": CANARY,
            }
            yield press(teams, verb, ("efua", "amina", "ben")[n % 3], {**usual, **data})


# -- What is made of them --------------------------------------------------------------------------------------------


def places(part: Any) -> list[tuple[Any, Any]]:
    """Every place in it: what holds it, and by which name or number."""
    held = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
    found = [(part, at) for at, _ in held]
    for _, inner in list(held):
        found += places(inner)
    return found


@st.composite
def changed(draw: st.DrawFn, shapes: Shapes) -> Activity:
    """One of the shapes, from anybody, with a few places in it not as they should be."""
    whole = deepcopy(draw(st.sampled_from(shapes)))
    if draw(st.integers(0, 3)) == 0:
        whole["from"] = sender(draw(st.sampled_from([*PARTNERSHIP.people, "zack", ""])))
    whole["id"] = draw(st.sampled_from([whole["id"], f"new-{draw(st.integers(0, 10**9))}"]))
    target = draw(st.sampled_from(_parts(whole)))
    for _ in range(draw(st.integers(0, 4))):
        _change(draw, target)
    return whole


def _parts(whole: Activity) -> list[Activity]:
    """What to change something in: mostly what a button carries and a person filled in, which goes in deepest."""
    value = whole.get("value")
    action = value.get("action") if isinstance(value, dict) else None
    data = action.get("data") if isinstance(action, dict) else None
    return [whole, *([value] if isinstance(value, dict) else []), *([data] * 6 if isinstance(data, dict) else [])]


def _change(draw: st.DrawFn, whole: Activity) -> None:
    found = places(whole)
    if not found:
        return
    holder, at = draw(st.sampled_from(found))
    match draw(st.sampled_from(["replace", "replace", "replace", "drop", "wrap", "add"])):
        case "drop" if isinstance(holder, dict):
            holder.pop(at, None)
        case "wrap":
            holder[at] = draw(st.sampled_from([[holder[at]], {"value": holder[at]}, str(holder[at])]))
        case "add" if isinstance(holder, dict):
            holder[draw(st.sampled_from(["verb", "form", "subject", "row", "task", "case"]) | TEXT)] = deepcopy(
                draw(VALUES)
            )
        case _:
            holder[at] = deepcopy(draw(VALUES))


@st.composite
def bytes_of(draw: st.DrawFn, shapes: Shapes) -> bytes:
    """What goes over the wire: mostly JSON, now and then not quite, and sometimes nothing of the kind."""
    kind = draw(st.sampled_from(["shape"] * 28 + ["json", "cut", "flipped", "bytes"]))
    if kind == "bytes":
        return draw(st.binary(max_size=200))
    if kind == "json":
        return json.dumps(draw(ANYTHING)).encode()
    raw = json.dumps(draw(changed(shapes))).encode()
    if kind == "shape":
        return raw
    at = draw(st.integers(0, len(raw) - 1))
    return raw[:at] if kind == "cut" else raw[:at] + draw(st.binary(min_size=1, max_size=3)) + raw[at + 1 :]


@st.composite
def packed(draw: st.DrawFn, shapes: Shapes) -> tuple[bytes, dict[str, str]]:
    """Such bytes, now and then packed or said to be: whole, large or a lie. With the headers that go with them."""
    raw, how = draw(bytes_of(shapes)), draw(st.sampled_from([""] * 20 + [*PACKED, "identity", "gzip, br", "zstd", "x"]))
    if how in PACKED and draw(st.booleans()):
        raw = PACKED[how](draw(st.sampled_from([raw, bytes(2_000_000)])))
    return raw, {"Content-Encoding": how} if how else {}


# -- What must hold --------------------------------------------------------------------------------------------------

INSIDES = ("Traceback", 'File "', "sqlalchemy", "psycopg", "site-packages", "our side")


def wrong_with(told: Told) -> str:
    """What is wrong with an answer, in a word; empty if nothing is."""
    allowed_status = 200 <= told.status < 300 or 400 <= told.status < 500
    busy = told.status == 503 and bool(told.retry_after)
    if not (allowed_status or busy):
        return f"status {told.status}"
    return next((f"says {inside}" for inside in INSIDES if inside in told.text), "")
