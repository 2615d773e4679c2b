"""What everyone declares before they see a case, and the ruling on it: conflicts of interest (R045, form 3e)."""

from rapid_review.declaration.declarations import Conflict, Ruling
from rapid_review.questions.choices import YES_NO_NOT_KNOWN, options
from rapid_review.questions.forms import Answers, Choice, Form, Kind, Question, Section


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
