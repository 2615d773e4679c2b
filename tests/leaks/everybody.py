"""The cast of the leaks: everybody, and somebody more for each part that nobody has alone."""

from dataclasses import replace

from cast import PARTNERSHIP

from rapid_review.people import Agency, Partnership, Person, Role


def _person(id: str, name: str, agency: str = "") -> Person:
    return Person(id=id, name=name, agency=agency, email=f"{id}@fellshire.example")


_MORE = (
    _person("noor", "Noor Haddad", "housing"),
    _person("lars", "Lars Holm", "housing"),
    _person("lena", "Lena Ford", "childrens-services"),
    _person("nell", "Nell Rudd", "childrens-services"),
    _person("tess", "Tess Quine", "health"),
    _person("dora", "Dora Quill"),
)
_AGENCIES = {
    **PARTNERSHIP.agencies,
    "housing": Agency("housing", "Fellshire Housing", "noor", strategic_lead="lars"),
}

EVERYBODY: Partnership = replace(
    PARTNERSHIP,
    people={**PARTNERSHIP.people, **{person.id: person for person in _MORE}},
    agencies=_AGENCIES,
    roles={**PARTNERSHIP.roles, Role.LA_NOTIFIER: ("lena", "nell"), Role.DPO: ("dora",)},
    formal_request=("We ask you formally to give us what you hold.",),
    information_law=("We had regard to the law.",),
)
"""With Housing’s point of contact and strategic lead, the local authority’s notifiers, the data protection officer, and
Tess, who is an expert."""

CARYS_HAS_LEFT: Partnership = replace(
    EVERYBODY,
    people={id: person for id, person in EVERYBODY.people.items() if id != "carys"},
    agencies={**_AGENCIES, "health": replace(_AGENCIES["health"], spoc="kofi", strategic_lead="")},
)
"""Health has another point of contact, and the file no longer knows Carys (E36)."""

READERS = (*EVERYBODY.people, "zack")
"""Everybody who looks at everything: all of the file, and somebody whom it does not know."""
