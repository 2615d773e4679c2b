"""Words that nobody types by chance: another one in every box of every form, each known by where it was planted."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from story import ANSWERS

from rapid_review.permissions import Surface
from rapid_review.questions.forms import Form, Kind

WORD = re.compile(r"Qanary[0-9]{4}")

OF_FORM: dict[str, Surface | None] = {
    "notification": Surface.NOTIFICATION,
    "sin": Surface.NOTIFICATION,
    "declare": Surface.DECLARATIONS,
    "decline": Surface.DECLARATIONS,
    "ruling": Surface.DECLARATIONS,
    "acknowledge": Surface.RETURNS,
    "secure": Surface.RETURNS,
    "extension": Surface.RETURNS,
    "extension_answer": Surface.RETURNS,
    "nil_return": Surface.RETURNS,
    "summary": Surface.RETURNS,
    "amendment": Surface.RETURNS,
    "sufficiency": Surface.RETURNS,
    "child_death": Surface.RETURNS,
    "sharing": Surface.RETURNS,
    "told": Surface.RETURNS,
    "document": Surface.RETURNS,
    "papers": Surface.PAPERS,
    "escalation": Surface.ESCALATION,
    "step_group": Surface.ESCALATION,
    "step_lead": Surface.ESCALATION,
    "step_partners": Surface.ESCALATION,
    "ballot": Surface.POLL,
    "criteria": Surface.DECISION,
    "decision": Surface.DECISION,
    "settlement": Surface.DECISION,
    "panel": Surface.PANEL,
    "variation": Surface.AUDIT,
    "late": Surface.AUDIT,
    "replace": Surface.AUDIT,
    "coopt": Surface.PAPERS,
    "name_decider": Surface.PAPERS,
    "advice": Surface.POLL,
    "tabling": Surface.DECISION,
    "convene": Surface.DECISION,
    "attendance": Surface.DECISION,
    "spoken": Surface.POLL,
    "points": Surface.DECISION,
    "correction": Surface.DECISION,
    "template": Surface.PAPERS,
    "differs": Surface.DECISION,
    "action": Surface.DECISION,
    "evidence": Surface.DECISION,
    "hand_off": Surface.DECISION,
    "deferral": Surface.DECISION,
    "pending": Surface.PANEL,
    "panel_response": Surface.PANEL,
    "reconsideration": Surface.PANEL,
    "preparation": Surface.PANEL,
    "acceptance": Surface.PANEL,
    "sent_back": Surface.PANEL,
    "dispatch": Surface.PANEL,
    "unsure": Surface.PANEL,
    "lost": Surface.PANEL,
    "publication": Surface.PANEL,
    "inspectorate": Surface.PANEL,
    "excuse": Surface.PANEL,
    "hold": Surface.AUDIT,
    "lift_hold": Surface.AUDIT,
    "subject_request": Surface.AUDIT,
    "subject_withdrawn": Surface.AUDIT,
    "family_told": Surface.PANEL,
    "people_list": Surface.NOTIFICATION,
    "glass": Surface.AUDIT,
    "freeze": Surface.AUDIT,
    "mis_send": Surface.BREACH,
    "breach_step": Surface.BREACH,
    "hours": None,
    "mute": None,
}
"""Which part of a case each form's words belong to; those of nobody's part are for nobody but their writer."""

NAMES = ("child_name", "child_aka", "per_name")
"""Who the case is about: more than a label, and not for everybody who reads the notification (Part 6)."""
TO_SEARCH_FOR = (*NAMES, "per_relation")
"""What an agency is told so that it can search its records."""


@dataclass(frozen=True)
class Canary:
    """One planted word: where, by whom, and which agency or person it is about."""

    word: str
    form: str
    field: str
    surface: Surface | None
    by: str
    about: str = ""
    draft: bool = False
    """Typed in a form that was never sent."""

    def __str__(self) -> str:
        return f"{self.form}.{self.field} by {self.by}" + (f" about {self.about}" if self.about else "")


@dataclass
class Aviary:
    """Every canary of a life, by its word."""

    canaries: dict[str, Canary] = field(default_factory=dict)

    def plant(self, form: str, field: str, by: str, about: str = "", *, draft: bool = False) -> str:
        word = f"Qanary{len(self.canaries):04}"
        surface = Surface.PEOPLE if field in NAMES else OF_FORM[form]
        self.canaries[word] = Canary(word, form, field, surface, by, about, draft)
        return word

    def found_in(self, text: str) -> list[Canary]:
        return [self.canaries[word] for word in sorted(set(WORD.findall(text)))]


class Planting(dict[str, Any]):
    """Answers to a form: what was chosen, and a new canary in every box that takes free words."""

    def __init__(
        self, aviary: Aviary, form: Form, by: str, about: str, chosen: Mapping[str, Any], *, draft: bool
    ) -> None:
        super().__init__({**ANSWERS, **chosen})
        self.plant = lambda field: aviary.plant(form.id, field, by, about, draft=draft)
        asked = [question for section in form.sections for question in section.questions]
        free = {q.id for q in asked if q.kind in (Kind.LINE, Kind.LONG) and q.wrong is None}
        self.free = free - set(chosen)

    def __contains__(self, field: object) -> bool:
        return field in self.free or super().__contains__(field)

    def __getitem__(self, field: str) -> Any:
        return self.plant(field) if field in self.free else super().__getitem__(field)
