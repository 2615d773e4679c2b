"""A Teams that keeps every card it shows, and the steps that the stories of the cards are made of."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from story import checked, declares, dev_notifies, fills, goes_through, returns_nil, summarises, votes
from transcript import Teams, buttons, inputs, open_store

from dialogs.turn import Answer, Card, Turn
from storage.files import Folder

PEOPLE = ("amina", "ben", "carys", "dev", "efua", "farid", "gwen", "harriet", "imran", "zack")
OF_A_CASE = (
    "dates",
    "notification.read",
    "returns.read",
    "people.read",
    "papers.read",
    "meeting.read",
    "actions.read",
    "template.read",
    "minutes.read",
    "poll.results",
    "decision.read",
    "criteria.read",
    "deferral.read",
    "disagreement.read",
    "panel.read",
    "duties.read",
    "keeping",
    "chase",
    "sharing.register",
    "membership",
    "declarations.read",
    "messages",
)
OF_AN_AGENCY = (
    "return.read",
    "chase.agency",
    "escalation.read",
    "formal.read",
    "told.read",
    "sharing.read",
    "answer.query",
)
"""What can be looked at by pressing."""


class Watched(Teams):
    """Teams, with a camera: every card and every summary is kept, and some cards get a name."""

    answers: dict[str, Any]
    named: dict[str, Card]
    answered: list[str]
    named_themselves: dict[str, str]

    def keep(self, name: str, person: str, title: str = "") -> None:
        """Name the person's newest card, or the newest that has this button."""
        cards = [card for card in self.chats[person] if not title or title in buttons(card)]
        self.named[name] = cards[-1]

    def turn(self, person: str, *, said: str = "", verb: str = "", data: dict[str, Any] | None = None) -> Turn:
        turn = super().turn(person, said=said, verb=verb, data=data)
        name = self.named_themselves.get(person, turn.who.name)
        return replace(turn, who=replace(turn.who, name=name))

    def _do(self, turn: Turn) -> Answer:
        given = super()._do(turn)
        self.answered.append(given.summary)
        return given

    @property
    def all_summaries(self) -> Iterable[str]:
        return [*self.answered, *(line for lines in self.summaries.values() for line in lines)]


def live_through(story: Callable[[Watched], None], folder: Path, answers: dict[str, Any]) -> Watched:
    """Begin with empty chats and live through one story."""
    store = open_store(folder / "review.db")
    teams = Watched(store)
    teams.answers, teams.named, teams.answered, teams.named_themselves = answers, {}, [], {}
    teams.files = Folder(folder / "files")
    story(teams)
    store.close()
    return teams


# -- Steps ---------------------------------------------------------------------------------------------------------


def notified(teams: Watched, **changed: Any) -> str:
    return dev_notifies(teams, **{**teams.answers, **changed})


def everyone_looks(teams: Watched, reference: str) -> None:
    """Each person looks at all there is to look at, Amina at every page; whoever may not is refused on a card too."""
    for person in PEOPLE:
        for said in ("my tasks", "my cases", reference, "help"):
            teams.types(person, said)
        for verb in OF_A_CASE:
            looks(teams, person, verb, reference)
        for agency in ("police", "health"):
            for verb in OF_AN_AGENCY:
                looks(teams, person, verb, reference, agency=agency)


def looks(teams: Watched, person: str, verb: str, reference: str, **more: str) -> None:
    """Read something; for Amina, every page of it."""
    for page in range(30 if person == "amina" else 1):
        answer = teams._do(teams.turn(person, verb=verb, data={"case": reference, "page": page, **more}))
        if "Next page" not in buttons(answer.card):
            return


def signs(teams: Watched, person: str, reference: str, **said: str) -> None:
    declares(teams, person, reference, **{"sign_name": teams.answers.get("sign_name", person.title()), **said})


def up_to_papers(teams: Watched, reference: str) -> None:
    signs(teams, "amina", reference)
    teams.presses("amina", "Send the requests", agencies="police,health")
    teams.deliver()
    returns_nil(teams, "ben", reference)
    summarises(teams, "carys", reference, **teams.answers)
    papers(teams, reference)


def papers(teams: Watched, reference: str) -> None:
    for member in ("efua", "farid", "gwen"):
        if "Make your declarations" in teams.types(member, reference):
            signs(teams, member, reference)
    teams.types("amina", reference)
    teams.presses("amina", "Send the papers and open the poll")
    without = {"without": teams.answers["reason_now"]} if inputs(teams.card("amina")) else {}
    teams.presses("amina", "Send the papers and open the poll", **without)
    teams.deliver()


def all_vote(teams: Watched, reference: str, **options: str) -> None:
    for member, option in options.items():
        votes(teams, member, reference, option, teams.answers.get("reason", "It would add something."))


def decides(teams: Watched, person: str, send: str, decision: str = "lcspr") -> None:
    goes_through(teams, person, {**teams.answers, "decision": decision}, send)
    teams.deliver()


def opens(teams: Watched, person: str, form: str, subject: str) -> None:
    """Open a form as its button would."""
    answer = teams._do(teams.turn(person, verb="form.open", data={"form": form, "subject": subject}))
    teams.chats[person].append(answer.card)


def signs_from_card(teams: Watched, person: str, **said: str) -> None:
    answers = {"agree_all": "yes", "decl": "none", "perceived": "no", "sign_name": person.title(), **said}
    if "leads to another question" in fills(teams, person, "Sign both", answers):
        fills(teams, person, "Sign both", answers)
    teams.deliver()


def the_criteria(teams: Watched, reference: str) -> None:
    teams.types("efua", reference)
    teams.presses("efua", "Answer the eight criteria")
    teams.presses("efua", "Answer the criteria")
    teams.keep("form-criterion", "efua")
    goes_through(teams, "efua", teams.answers, "Record the answers")


def the_decision(teams: Watched, reference: str) -> None:
    the_criteria(teams, reference)
    teams.keep("task-decide", "efua")
    teams.presses("efua", "Record the decision")
    decides(teams, "efua", "Record the decision")
    teams.presses("efua", "Read the decision")
    teams.keep("decision", "efua")


def signed_off_and_sent(teams: Watched, reference: str) -> None:
    for member in ("efua", "farid", "gwen"):
        teams.types(member, reference)
        teams.presses(member, "Sign the decision off for your organisation")
        teams.keep("task-sign-off", member)
        teams.presses(member, "Sign it off")
    teams.deliver()
    checked(teams, reference, "panel")
    teams.types("amina", reference)
    teams.presses("amina", "Send the outcome to the national Panel")
    teams.presses("amina", "It has been sent: record it")
    fills(teams, "amina", "Record it", {**teams.answers, "sent_on": f"{teams.now:%Y-%m-%d}"})
    teams.deliver()


def a_conflict(teams: Watched, kind: str) -> dict[str, str]:
    text = teams.answers.get("details", "I supervised the worker.")
    return {"decl": kind, "kinds": "managed", "details": text, "proposed": "take_part", "perceived": "yes"}


def rules(teams: Watched, reference: str, about: str, ruling: str) -> None:
    opens(teams, "efua", "ruling", f"{reference}/{about}")
    if ruling == "manage":
        teams.keep("form-ruling", "efua")
    access = "none" if ruling == "recuse" else "full"
    said = {**teams.answers, "ruling": ruling, "paper_access": access}
    for _ in range(2):
        if "Record the ruling" in buttons(teams.card("efua")):
            fills(teams, "efua", "Record the ruling", said)
    teams.deliver()


def declines(teams: Watched, person: str, reference: str) -> None:
    opens(teams, person, "decline", reference)
    fills(teams, person, "Tell the chair", teams.answers)
    teams.deliver()
    teams.keep("told-somebody-could-not-sign", "amina", "See the case")


def first_section(teams: Watched) -> Card:
    """The first card of a notification that has gone on since."""
    teams.types("dev", "notify")
    old = teams.card("dev")
    fills(teams, "dev", "Save and continue", teams.answers)
    teams.presses("dev", "Save and finish later") if "Save and finish later" in buttons(teams.card("dev")) else None
    return old
