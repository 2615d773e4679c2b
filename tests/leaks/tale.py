"""The tale in which every kind of thing is said by somebody: from the notification to the Panel, with conflicts."""

from collections.abc import Callable

from leaks.life import Planted
from story import dev_notifies
from transcript import buttons

RR = "RR-2026-002"
"""The second case: the first is only there beside it."""
AGENCIES = ("childrens-services", "police", "health", "housing")


def a_case_with_conflicts(teams: Planted, keep: Callable[[str], None]) -> None:
    """A silent agency is taken as far as it goes; one member is recused, two are limited; the partners disagree."""
    dev_notifies(teams)
    teams.fills_in("dev", "notification", "new", "Send the notification", sin_status="not_sent")
    _leaves_a_draft(teams, "zack", "notification", "new")
    keep("received")
    why = f"{teams.aviary.plant('glass', 'glass_why', 'efua')} has to be read tonight."
    teams.fills_in("efua", "glass", RR, "Open it now", glass_why=why)
    keep("under break-glass")
    _acts(teams, "efua", "glass.end")
    for person in ("amina", "efua", "farid"):
        declares(teams, person)
    _acts(teams, "amina", "agencies.ask", agencies=",".join(AGENCIES))
    keep("asked")
    for person in ("ben", "carys", "lena", "nell"):
        declares(teams, person)
    _hand_over_and_more_time(teams)
    keep("gathering")
    _answers_come_in(teams)
    keep("answers in")
    _a_silence(teams)
    keep("taken to the lead")
    _a_silence_goes_on(teams)
    _conflicts(teams)
    keep("conflicts ruled on")
    _papers(teams)
    keep("poll open")
    _the_meeting(teams)
    keep("the Group meets")
    _acts(teams, "marcus", "spoken.confirm", revision="1")
    teams.at("Thu 2026-12-10 18:00")
    teams.fills_in("efua", "criteria", RR, "Record the answers")
    keep("poll closed")
    _after_the_meeting(teams)
    _acts(teams, "efua", "disagreement.refer")
    keep("disagreed")
    teams.fills_in("harriet", "settlement", RR, "Record your decision", decision="no_further_action")
    keep("decided")
    for person in ("efua", "farid", "marcus"):
        _acts(teams, person, "decision.sign_off")
    teams.fills_in("amina", "preparation", f"{RR}/panel", "Ask a second person")
    _confirms(teams, "efua", "panel")
    teams.fills_in("amina", "panel", RR, "Record it", sent_on=f"{teams.now:%Y-%m-%d}")
    keep("reported")
    said = {"received_on": "2026-12-10", "response": "disagrees", "reply_by": "2026-12-18"}
    teams.fills_in("amina", "panel_response", RR, "Record it", **said)
    teams.fills_in("efua", "reconsideration", f"{RR}/panel", "Record it", changes="no")
    keep("the Panel has answered")


def a_chair_who_stands_aside(teams: Planted, keep: Callable[[str], None]) -> None:
    """The chair has a conflict, on which another has to rule, and the notice is not sent."""
    dev_notifies(teams)
    teams.fills_in("dev", "notification", "new", "Send the notification", sin_status="not_sent")
    for person in ("amina", "farid", "gwen", "harriet"):
        declares(teams, person)
    declares(teams, "efua", decl="actual")
    teams.fills_in("lena", "sin", f"{RR}/panel", "Record it", sin_done="not_sending")
    teams.fills_in("imran", "decline", RR, "Tell the chair")
    keep("the chair waits for a ruling")
    rules(teams, "farid", "efua", "recuse", "none")
    keep("the chair is recused")


def the_group_wants_to_know_more(teams: Planted, keep: Callable[[str], None]) -> None:
    """Health has nobody left, so its lead names somebody; one who cannot sign is replaced; the decision waits."""
    dev_notifies(teams)
    teams.fills_in("dev", "notification", "new", "Send the notification", sin_status="not_sent")
    for person in ("amina", "efua", "farid"):
        declares(teams, person)
    _acts(teams, "amina", "agencies.ask", agencies="health,police")
    teams.fills_in("carys", "decline", RR, "Tell the chair")
    teams.fills_in("efua", "replace", f"{RR}/carys", "Record it", replace_what="nobody")
    for person in ("gwen", "marcus"):
        declares(teams, person, decl="actual")
        rules(teams, "efua", person, "recuse", "none")
    _acts(teams, "amina", "lead.ask", task="ask_lead/health", lead="kofi")
    teams.fills_in("kofi", "name_decider", f"{RR}/health", "Name them", decider_person="tess")
    declares(teams, "tess")
    keep("health has nobody left")
    _acts(teams, "amina", "papers.send", without=teams.aviary.plant("papers", "without", "amina"))
    for person in ("efua", "farid", "tess"):
        _votes(teams, person, option="more_information")
    teams.fills_in("efua", "deferral", RR, "Let it wait", deferred_until="2026-12-15")
    keep("the decision waits")


def declares(teams: Planted, person: str, decl: str = "none") -> None:
    more = {} if decl == "none" else {"kinds": "managed", "proposed": "take_part"}
    teams.fills_in(person, "declare", RR, "Sign both", agree_all="yes", decl=decl, perceived="no", **more)


def rules(teams: Planted, by: str, about: str, ruling: str, access: str) -> None:
    said = {"ruling": ruling, "paper_access": access}
    teams.fills_in(by, "ruling", f"{RR}/{about}", "Record the ruling", **said)


# -- Steps ---------------------------------------------------------------------------------------------------------


def _leaves_a_draft(teams: Planted, person: str, form: str, subject: str) -> None:
    """The first section of a form, saved and left."""
    answers = teams.planting(person, form, subject, {}, draft=True)
    teams.opens(person, form, subject)
    title = next(t for t in ("Save and continue", "Continue") if t in buttons(teams.card(person)))
    fields = [field for field in teams.card(person)["body"] if str(field.get("type", "")).startswith("Input.Text")]
    teams.presses(person, title, **{field["id"]: answers[field["id"]] for field in fields if field["id"] in answers})


def _hand_over_and_more_time(teams: Planted) -> None:
    """Each way in which an agency says something before its answer."""
    teams.fills_in("ben", "acknowledge", f"{RR}/police", "Send", ack="yes", author_id="somebody_else")
    teams.fills_in(
        "owen", "acknowledge", f"{RR}/childrens-services", "Send", ack="wrong_person", ack_right="somebody_else"
    )
    teams.fills_in("ben", "secure", f"{RR}/police", "Send", rec_secured="partly", rec_next="2026-11-30")
    teams.fills_in("ben", "extension", f"{RR}/police", "Ask for this day", ext_date="2026-12-07")
    _leaves_a_draft(teams, "carys", "summary", f"{RR}/health")


def _answers_come_in(teams: Planted) -> None:
    """A nil return, a summary that is questioned and corrected, one by phone, documents."""
    teams.fills_in("amina", "extension_answer", f"{RR}/police", "Send this answer", ext_answer="refuse")
    teams.fills_in(
        "ben", "nil_return", f"{RR}/police", "We hold nothing: send the nil return", nil_should_have_been="yes"
    )
    teams.fills_in("carys", "summary", f"{RR}/health", "Send the summary", qa_pending="teams", more="no")
    teams.fills_in("amina", "sufficiency", f"{RR}/health", "Record it", quality="query")
    teams.fills_in("carys", "amendment", f"{RR}/health", "Send the changed answer", qa_pending="teams", more="no")
    said = {"told_answer": "told_summary", "told_on": "2026-11-23"}
    teams.fills_in("amina", "told", f"{RR}/childrens-services", "Record their answer", **said)
    for person, agency in (("ben", "police"), ("amina", "")):
        teams.attaches(person, teams.aviary.plant("document", "name", person, agency) + ".pdf", said=RR)


def _a_silence(teams: Planted) -> None:
    """Housing does not answer: the chair, its strategic lead, then the partners."""
    step = f"{RR}/housing"
    teams.at("Mon 2026-12-07 09:00")
    _a_mis_send(teams)
    teams.fills_in("amina", "late", f"{RR}/summaries_due", "Record it")
    teams.fills_in("amina", "escalation", step, "Take this step", rung="group", wanted_by="2026-12-08")
    teams.fills_in("efua", "step_group", step, "Record it", said="ask_lead", until="2026-12-09")


def _a_mis_send(teams: Planted) -> None:
    """Ben reports it; the family is looked to, and other sends go on."""
    today = {"ms_sent_on": "2026-12-07", "ms_found_on": "2026-12-07"}
    teams.fills_in("ben", "mis_send", RR, "Report it now", ms_item="other", **today)
    declares(teams, "dora")
    teams.fills_in("amina", "breach_step", f"{RR}/b1.family", "Record it", bs_done="done")
    _acts(teams, "dora", "breach.release", breach="b1")


def _a_silence_goes_on(teams: Planted) -> None:
    step = f"{RR}/housing"
    declares(teams, "lars")
    teams.fills_in("lars", "step_lead", step, "Record it", said="cannot_answer")
    teams.fills_in("efua", "escalation", step, "Take this step", rung="partners", wanted_by="2026-12-10")
    teams.fills_in("farid", "step_partners", step, "Record it", said="formal_request", until="2026-12-11")


def _conflicts(teams: Planted) -> None:
    """Gwen is recused and Marcus comes in for her; Imran reads in part, Lena nothing; Joan waits for a ruling."""
    for person, ruling, access in (
        ("gwen", "recuse", "none"),
        ("imran", "manage", "part"),
        ("lena", "manage", "none"),
    ):
        declares(teams, person, decl="actual")
        rules(teams, "efua", person, ruling, access)
    for person in ("marcus", "kofi", "noor", "harriet", "dev"):
        declares(teams, person)
    declares(teams, "joan", decl="need_to_check")
    teams.fills_in("amina", "coopt", f"{RR}/health", "Bring them in", coopt_person="tess", coopt_as="expert")
    declares(teams, "tess")


def _papers(teams: Planted) -> None:
    _acts(teams, "amina", "papers.send", without=teams.aviary.plant("papers", "without", "amina"))
    _votes(teams, "efua", option="review")
    _votes(teams, "farid", option="review")


def _votes(teams: Planted, person: str, **said: str) -> None:
    teams.fills_in(person, "ballot", RR, "Give this view", **said)


def _the_meeting(teams: Planted) -> None:
    """A paper comes late; the Group meets; actions and the template are agreed, and the template is not by Farid."""
    teams.at("Wed 2026-12-09 10:00")
    teams.fills_in("carys", "amendment", f"{RR}/health", "Send the changed answer", qa_pending="no", more="no")
    teams.fills_in("amina", "tabling", f"{RR}/return/health/3", "Table it")
    called = {"meeting_on": "2026-12-10", "meeting_at": "14:30", "meeting_kind": "extraordinary"}
    teams.fills_in("amina", "convene", RR, "Tell the members", **called)
    teams.at("Thu 2026-12-10 14:30")
    _acts(teams, "amina", "meeting.start")
    here = {"here_local-authority": "member", "here_police": "member", "here_health": "deputy"}
    teams.fills_in("amina", "attendance", RR, "Save who is here", **here)
    for person in ("amina", "efua", "farid", "marcus", "tess"):
        _acts(teams, person, "declaration.same")
    teams.fills_in("tess", "advice", RR, "Give this view", option="review")
    teams.fills_in("amina", "spoken", RR, "Write it down", spoken_seat="health", option="no_further")
    agreed = {"act_for": "safety", "act_owner": "ben", "act_due": "2026-12-11"}
    teams.fills_in("amina", "action", RR, "Agree it", **agreed)
    teams.fills_in("amina", "template", RR, "Put it to the members", imm_action_needed="yes", imm_learning="no")
    teams.fills_in("farid", "differs", RR, "Keep my words")


def _after_the_meeting(teams: Planted) -> None:
    _acts(teams, "amina", "meeting.end")
    teams.fills_in("amina", "points", f"{RR}/1", "Put it to the chair")
    teams.fills_in("farid", "correction", f"{RR}/1", "Send the correction")
    teams.fills_in("ben", "evidence", f"{RR}/a1", "Record it", ev_on="2026-12-10")


def _confirms(teams: Planted, person: str, duty: str) -> None:
    """The second person reads it and lets it leave, with a reason for what is missing from it."""
    read = teams._do(teams.turn(person, verb="duty.read", data={"case": RR, "duty": duty}))
    why = teams.aviary.plant("acceptance", "missing_reason", person)
    _, seen = teams.pressed(read.card, "Confirm it", missing_reason=why)
    _acts(teams, person, "duty.confirm", **{id: value for id, value in seen.items() if id not in ("case", "verb")})


def _acts(teams: Planted, person: str, verb: str, **data: str) -> None:
    """Press what a card carries, and see that it was done."""
    shown = teams.sends(person, verb, {"case": RR, **data})
    assert not shown.startswith("That could not be done"), shown
    teams.deliver()
