"""What everyone signs before they see a case: confidentiality (R046) and conflicts of interest (R045)."""

import hashlib
import json
from collections.abc import Iterator

from rapid_review.choices import YES_NO_NOT_KNOWN, options
from rapid_review.declarations import Conflict, Ruling
from rapid_review.forms import Answers, Choice, Form, Kind, Question, Section
from rapid_review.shared_questions import SIGN_NAME


def _statement(id: str, text: str) -> Question:
    return Question(id, text, Kind.AGREE)


CONFIDENTIALITY = Form(
    "confidentiality",
    "Confidentiality agreement",
    "1",
    (
        Section(
            "use",
            "How I use what I see",
            (
                Question(
                    "capacity",
                    "Why are you involved?",
                    Kind.CHOICE,
                    choices=options(
                        member="Member of the Group",
                        deputy="Deputy for a member",
                        author="Author of a summary",
                        expert="Safeguarding expert",
                        minutes="Taking the minutes",
                        team="Partnership Team",
                        scrutineer="Independent Scrutineer",
                        observer="Observer",
                    ),
                ),
                _statement("t_purpose", "I will use what I see only for this review."),
                _statement(
                    "t_need",
                    "I will share it only with people who need it and are on the list for this case. "
                    "If I am unsure, I will ask first.",
                ),
                _statement(
                    "t_secure",
                    "I will not download, print, copy, forward, photograph or record it, or put it into "
                    "other tools, including AI assistants, unless the case allows it.",
                ),
                _statement("t_setting", "I will join meetings where nobody else can overhear."),
                _statement("t_return", "I will return or destroy my copies when I am asked to."),
            ),
            intro="If you cannot agree to one of these, do not sign. You can say why instead.",
        ),
        Section(
            "duties",
            "What stays my duty",
            (
                _statement(
                    "t_safety",
                    "If a child is at risk, I will still act. This agreement never stops me from making a "
                    "safeguarding referral.",
                ),
                _statement(
                    "t_legal",
                    "If the law or a court makes me disclose something, I will tell the Partnership Team "
                    "first where I can.",
                ),
                _statement("t_breach", "If anything is lost or sent to the wrong person, I will say so at once."),
                _statement("t_after", "All of this lasts after my part in the review has ended."),
                SIGN_NAME,
            ),
        ),
    ),
)

DECLINE = Form(
    "decline",
    "If you cannot agree",
    "1",
    (
        Section(
            "decline",
            "If you cannot agree",
            (Question("decline_reason", "What can you not agree to, and why?", Kind.LONG),),
            intro="You will not see this case. The chair is told, and may get in touch.",
        ),
    ),
)


def wording_hash(form: Form) -> str:
    """SHA-256 of every word on the form, in order: what exactly a person signed."""
    return hashlib.sha256(json.dumps(list(_words(form)), ensure_ascii=False).encode()).hexdigest()


def _words(form: Form) -> Iterator[str]:
    yield form.title
    for section in form.sections:
        yield section.title
        yield section.intro
        for question in section.questions:
            yield question.label
            yield question.help
            yield from (choice.text for choice in question.choices)


def declared(answers: Answers) -> bool:
    """Whether there is something for the chair to rule on."""
    conflicts = (Conflict.POSSIBLE, Conflict.ACTUAL, Conflict.UNSURE)
    return answers.get("decl") in conflicts or answers.get("perceived") == "yes"


CONFLICT = Form(
    "conflict",
    "Conflict of interest declaration",
    "1",
    (
        Section(
            "declaration",
            "Your declaration",
            (
                Question(
                    "decl",
                    "Having seen who is involved, do you have a conflict of interest?",
                    Kind.CHOICE,
                    choices=(
                        Choice(Conflict.NONE, "No conflict"),
                        Choice(Conflict.POSSIBLE, "Possible"),
                        Choice(Conflict.ACTUAL, "Yes"),
                        Choice(Conflict.UNSURE, "I need to check"),
                    ),
                ),
                Question(
                    "perceived",
                    "Could a fair-minded outsider think that you might not be impartial?",
                    Kind.CHOICE,
                    choices=YES_NO_NOT_KNOWN,
                ),
                Question(
                    "kinds",
                    "What kind?",
                    Kind.MULTI,
                    choices=options(
                        family="I know the child or the family",
                        worked="I worked on the case",
                        managed="I managed or supervised someone who did",
                        decided="I made or approved a decision in it",
                        agency="My agency’s practice is a main issue (declare it; it is not a bar by itself)",
                        staff="I am related or close to staff involved",
                        financial="A financial interest or contract",
                        complaint="A part in a complaint, grievance, court claim or media story",
                        parallel="A part in another process, such as police, court or another review",
                        public="I have said something about it in public",
                        other="Something else",
                    ),
                    when=declared,
                ),
                Question(
                    "details",
                    "The short facts",
                    Kind.LONG,
                    "No clinical or family detail. Only the chair and the Partnership Team see this.",
                    when=declared,
                ),
                Question(
                    "proposed",
                    "What do you suggest?",
                    Kind.CHOICE,
                    choices=options(
                        take_part="I take part",
                        not_decide="I take part but do not decide",
                        leave="I leave for this item",
                        deputy="My deputy takes my place",
                        withdraw="I withdraw",
                    ),
                    when=declared,
                ),
                Question(
                    "sign_name",
                    "Your full name, to sign that this is true and complete as far as you know",
                ),
            ),
            intro="Declaring is no criticism of anyone. You can declare again at any time.",
        ),
    ),
)


def _papers_fit(paper_access: str, answers: Answers) -> str:
    if answers.get("ruling") == Ruling.RECUSE and paper_access == "full":
        return "Somebody who leaves the case does not see all the papers. Choose “Some of them” or “None”."
    return ""


RULING = Form(
    "ruling",
    "Ruling on a declared conflict",
    "1",
    (
        Section(
            "ruling",
            "Your ruling",
            (
                Question(
                    "ruling",
                    "What follows from the declaration?",
                    Kind.CHOICE,
                    choices=(
                        Choice(Ruling.NO_CONFLICT, "No conflict to manage: takes part"),
                        Choice(Ruling.MANAGE, "Manage it: takes part with limits"),
                        Choice(Ruling.RECUSE, "Recuse: takes no part in the decision"),
                    ),
                ),
                Question(
                    "paper_access",
                    "Which papers may they see?",
                    Kind.CHOICE,
                    "“Some of them” is the notification, and not what the agencies answered.",
                    choices=options(full="All of them", part="Some of them", none="None"),
                    wrong=_papers_fit,
                ),
                Question(
                    "ruling_reason",
                    "Your reason, and any limits",
                    Kind.LONG,
                    "Say what the limits are and until when.",
                ),
            ),
        ),
    ),
)
