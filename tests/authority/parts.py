"""Somebody in each part and in no other, in every state that a person or a case can be in."""

import pickle
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from cast import PARTNERSHIP
from test_case import MONDAY, deliberating

from rapid_review.case import Case
from rapid_review.declaration.declarations import Conflict, Declaration, PaperAccess, Ruled, Ruling
from rapid_review.group.actions import For
from rapid_review.group.cooptee import Capacity, Cooptee, Vacancy
from rapid_review.outcome.decided import Referral
from rapid_review.people import Partner, Person, Role, Seat, Standing
from rapid_review.stages import Stage
from rapid_review.trust.guarded import Freeze, Glass


def _somebody(name: str, *roles: Role, **part: object) -> Standing:
    return replace(Standing(Person(id=f"only-{name}", name="Somebody")), roles=frozenset(roles), **part)  # type: ignore[arg-type]


def _seat(member: str, deputy: str, id: str = "police") -> tuple[Seat, ...]:
    return (Seat(id, "A seat", Partner(id), member, deputy),)


PARTS: dict[str, Standing] = {
    "referrer": _somebody("referrer"),
    "partnership_team": _somebody("team", Role.PARTNERSHIP_TEAM),
    "agency_spoc": _somebody("spoc", agencies=frozenset({"police"})),
    "colleague": replace(_somebody("colleague"), person=Person(id="only-colleague", name="Somebody", agency="police")),
    "member": _somebody("member", seats=_seat("only-member", "")),
    "deputy": _somebody("deputy", seats=_seat("farid", "only-deputy")),
    "coopted": _somebody("coopted"),
    "chair": _somebody("chair", Role.CHAIR),
    "board_chair": _somebody("board", Role.BOARD_CHAIR),
    "scrutineer": _somebody("scrutineer", Role.SCRUTINEER),
    "la_notifier": _somebody("notifier", Role.LA_NOTIFIER),
    "strategic_lead": _somebody("lead", leads=frozenset({"police"})),
    "dpo": _somebody("dpo", Role.DPO),
    "covering": replace(_somebody("covering"), person=Person(id="only-covering", name="Somebody", agency="health")),
    "deputy_chair_with_seat": _somebody("seated", Role.DEPUTY_CHAIR, seats=_seat("only-seated", "", "health")),
    # The same by another way, and two at once.
    "decider": _somebody("decider"),
    "vacancy_lead": _somebody("vacancy-lead"),
    "spoc_and_member": _somebody("two", agencies=frozenset({"police"}), seats=_seat("only-two", "", "health")),
    "referrer_and_board_chair": _somebody("referrer", Role.BOARD_CHAIR),
    # Those who have no part, though they might be taken for somebody who has.
    "nobody": _somebody("nobody"),
    "other_agency": _somebody("other", agencies=frozenset({"housing"}), leads=frozenset({"housing"})),
    "left_the_agency": replace(_somebody("left"), person=Person(id="only-left", name="Somebody", agency="housing")),
    "deputy_not_called": _somebody("waiting", seats=_seat("gwen", "only-waiting", "health")),
    "deputy_chair": _somebody("deputy-chair", Role.DEPUTY_CHAIR),
    "of_the_agency": replace(_somebody("of-it"), person=Person(id="only-of-it", name="Somebody", agency="police")),
    "no_longer_coopted": _somebody("was-coopted"),
    "no_longer_decider": _somebody("was-decider"),
    "it_admin": _somebody("it", Role.IT_ADMIN),
    # The partnership's file has them no more, though the case still names them.
    "coopted_who_left": _somebody("coopted-gone", listed=False),
    "decider_who_left": _somebody("decider-gone", listed=False),
    "vacancy_lead_who_left": _somebody("vacancy-gone", listed=False),
}
NO_PART = ("nobody", "other_agency", "left_the_agency", "deputy_not_called", "deputy_chair", "no_longer_coopted")
NO_PART += ("of_the_agency", "no_longer_decider", "it_admin")
NO_PART += ("coopted_who_left", "decider_who_left", "vacancy_lead_who_left")


def _case() -> Case:
    case = deliberating()
    case.referrer = PARTS["referrer"].id
    case.deputies_called.append("police")
    request = case.requests["police"]
    request.handed_to, request.author_id = PARTS["colleague"].id, PARTS["left_the_agency"].id
    for name, ended in (("coopted", None), ("no_longer_coopted", MONDAY), ("coopted_who_left", None)):
        person = PARTS[name].id
        case.cooptees[person] = Cooptee(person, Capacity.EXPERT, "amina", MONDAY, 1, ended_at=ended)
    covered = case.requests["health"]
    covered.handed_to, covered.until = PARTS["covering"].id, (MONDAY - timedelta(days=1)).date()
    amina = PARTNERSHIP.standing("amina")
    case.agree_action(For.SAFETY, "farid", MONDAY.date(), by=amina, revision=1, now=MONDAY)
    case.start_meeting(by=amina, now=MONDAY)
    case.end_meeting(by=amina, now=MONDAY)
    case.note_minutes(1, by=amina, revision=1, now=MONDAY)
    empty = Seat("local-authority", "A seat", Partner.LOCAL_AUTHORITY, "", "")
    case.vacancies[Partner.LOCAL_AUTHORITY] = Vacancy(empty, MONDAY, PARTS["vacancy_lead"].id, MONDAY)
    case.vacancies[Partner.HEALTH] = Vacancy(empty, MONDAY, PARTS["vacancy_lead_who_left"].id, MONDAY)
    for name, ended in (("decider", None), ("no_longer_decider", MONDAY), ("decider_who_left", None)):
        person = PARTS[name].id
        seat = _seat(person, "")[0]
        case.cooptees[person] = Cooptee(person, Capacity.DECIDER, "amina", MONDAY, 1, seat=seat, ended_at=ended)
    case.found_alike(["RR-2026-002"], MONDAY)
    for name in ("partnership_team", "agency_spoc"):
        case.report_breach(by=PARTS[name], aware_at=MONDAY, revision=1, now=MONDAY)
    case.happened = []
    return case


def _declared(case: Case, who: Standing) -> Declaration:
    signer = replace(who, roles=who.roles | {Role.SCRUTINEER})  # So that somebody without a part can sign as well.
    case.sign_confidentiality(by=signer, now=MONDAY)
    case.declare_conflict(Conflict.NONE, perceived=False, by=signer, revision=1, now=MONDAY)
    return case.declarations[who.id]


def _ruled(ruling: Ruling, access: PaperAccess = PaperAccess.FULL) -> "Change":
    def change(case: Case, who: Standing) -> None:
        declared = _declared(case, who)
        declared.conflict, declared.needs_ruling = Conflict.ACTUAL, True
        declared.ruled = Ruled(ruling, "efua", MONDAY, 1, access)

    return change


def _waits(case: Case, who: Standing) -> None:
    declared = _declared(case, who)
    declared.conflict, declared.needs_ruling = Conflict.POSSIBLE, True


def _signed_only(case: Case, who: Standing) -> None:
    _declared(case, who).conflict = None


def _signed_in_other_words(case: Case, who: Standing) -> None:
    _declared(case, who).wording = "0" * 64


def _unsigned(case: Case, who: Standing) -> None:
    declared = _declared(case, who)
    declared.signed_at, declared.declined_at = None, MONDAY


def _frozen(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.frozen = Freeze("amina", MONDAY, 1)


def _glass(case: Case, who: Standing) -> None:
    case.glass_broken.append(Glass(who.id, MONDAY, MONDAY + timedelta(hours=4), 1))


def _limited_under_glass(case: Case, who: Standing) -> None:
    _ruled(Ruling.MANAGE, PaperAccess.NONE)(case, who)
    _glass(case, who)


def _cleared_under_glass(case: Case, who: Standing) -> None:
    """They broke it, and declared afterwards that they have no conflict: it stays open to its end."""
    _declared(case, who)
    _glass(case, who)


def _glass_due(case: Case, who: Standing) -> None:
    case.glass_broken.append(Glass(who.id, MONDAY - timedelta(hours=5), MONDAY - timedelta(hours=1), 1))


def _member_recused(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.declarations["gwen"].ruled = Ruled(Ruling.RECUSE, "efua", MONDAY, 1)


def _glass_over(case: Case, who: Standing) -> None:
    _glass(case, who)
    case.end_glass_if_due(MONDAY + timedelta(hours=4))


def _chair_aside(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.chair = "efua"
    case.declarations["efua"].needs_ruling = True


def _chair_undeclared(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.chair = "efua"
    del case.declarations["efua"]


def _chair_away(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.chair_away_since = MONDAY


def _referred(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.disagreement = Referral(by="efua", at=MONDAY, due=MONDAY)


def _cooptees_vote(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.policy = case.policy.with_switches(cooptees_vote=True)


def _ignored(declared: Declaration) -> None:
    pass


def _closed(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.stage = Stage.CLOSED


def _reading_is_over(case: Case, who: Standing) -> None:
    _closed(case, who)
    case.access_ended_at = MONDAY


def _somebody_elses_glass(case: Case, who: Standing) -> None:
    case.glass_broken.append(Glass("efua", MONDAY, MONDAY + timedelta(hours=4), 1))


def _disagreed(case: Case, who: Standing) -> None:
    _declared(case, who)
    case.stage = Stage.DISAGREED


def _owns_an_action(case: Case, who: Standing) -> None:
    case.actions["a1"] = replace(case.actions["a1"], owner=who.id)


Change = Callable[[Case, Standing], None]
STATES: dict[str, Change] = {
    "nothing": lambda case, who: None,
    "declared": lambda case, who: _ignored(_declared(case, who)),
    "signed only": _signed_only,
    "could not sign": _unsigned,
    "signed in words that have changed": _signed_in_other_words,
    "waits for a ruling": _waits,
    "recused": _ruled(Ruling.RECUSE),
    "reads in part": _ruled(Ruling.MANAGE, PaperAccess.PART),
    "reads nothing": _ruled(Ruling.MANAGE, PaperAccess.NONE),
    "frozen": _frozen,
    "under glass": _glass,
    "limited under glass": _limited_under_glass,
    "cleared under glass": _cleared_under_glass,
    "glass has ended": _glass_over,
    "glass is due": _glass_due,
    "a member is recused": _member_recused,
    "the chair stands aside": _chair_aside,
    "the chair is away": _chair_away,
    "the chair has not declared": _chair_undeclared,
    "referred to the board": _referred,
    "those brought in vote": _cooptees_vote,
    "the partners disagree": _disagreed,
    "closed": _closed,
    "the time to read is over": _reading_is_over,
    "another broke glass": _somebody_elses_glass,
    "no breach": lambda case, who: case.breaches.clear(),
}
_BASE = pickle.dumps(_case())


def fresh() -> Case:
    """The case as nobody has touched it yet."""
    case: Case = pickle.loads(_BASE)
    return case


def prepared() -> dict[tuple[str, str], bytes]:
    """The case for each part in each state, to be had again and again."""
    kept = {}
    for part, who in PARTS.items():
        for state, change in STATES.items():
            case = fresh()
            change(case, who)
            if part == "agency_spoc":
                _owns_an_action(case, who)
            case.happened = []
            kept[part, state] = pickle.dumps(case)
    return kept
