"""What a notification's branches hang on: claims about its answers, and what cannot be true together."""

from datetime import date
from typing import Any

from rapid_review.questions.choices import LOOKED_AFTER
from rapid_review.questions.forms import Answers, in_words, read_day, rows
from rapid_review.questions.shared_questions import includes, is_one_of

ABUSE = ("known", "suspected")
SUBJECTS = ("died", "harmed", "caused_harm")

# Of one child, read in that child's row.
this_child_died = is_one_of("child_role", "died")
this_child_unborn = is_one_of("child_dob_precision", "unborn")

# Of the notification as a whole.
incident_date_not_known = is_one_of("inc_date_precision", "not_known")
for_local_authority = is_one_of("ref_is_la", "yes")
referral_made = is_one_of("cp_referral_made", "yes")
lead_agreed = is_one_of("ref_lead_discussed", "yes")
lead_not_reached = is_one_of("ref_lead_discussed", "no")
abuse_in_question = is_one_of("limb1_abuse", *ABUSE)
sin_sent = is_one_of("sin_status", "sent")
sin_refused = is_one_of("sin_status", "decided_not")
police_involved = includes("parallel", "police")


def other_abuse(answers: Answers) -> bool:
    return abuse_in_question(answers) and includes("abuse_type", "other")(answers)


def child_died(answers: Answers) -> bool:
    said = answers.get("inc_type") == "child_died" or answers.get("limb2_outcome") == "died"
    return said or any(map(this_child_died, rows(answers, "children")))


def child_harmed(answers: Answers) -> bool:
    said = answers.get("inc_type") == "child_harmed" or answers.get("limb2_outcome") == "harmed"
    return said or any(child.get("child_role") == "harmed" for child in rows(answers, "children"))


def is_looked_after(child: Answers) -> bool:
    legal = child.get("child_legal")
    return isinstance(legal, list) and not LOOKED_AFTER.isdisjoint(map(str, legal))


def looked_after(answers: Answers) -> bool:
    return any(map(is_looked_after, rows(answers, "children")))


def looked_after_child_died(answers: Answers) -> bool:
    """Whether the looked-after child is the one who died: the duty holds without abuse or neglect (R061)."""
    return any(this_child_died(child) and is_looked_after(child) for child in rows(answers, "children"))


def care_leaver(answers: Answers) -> bool:
    said = answers.get("inc_type") == "care_leaver_died"
    return said or any(map(includes("child_legal", "care_leaver"), rows(answers, "children")))


def care_leaver_died(answers: Answers) -> bool:
    leaver = includes("child_legal", "care_leaver")
    said = answers.get("inc_type") == "care_leaver_died"
    return said or any(this_child_died(row) and leaver(row) for row in rows(answers, "children"))


def something_parallel(answers: Answers) -> bool:
    given = answers.get("parallel")
    return isinstance(given, list) and bool(set(map(str, given)) - {"none_known", "not_known"})


def agency_named(row: Answers) -> bool:
    return row.get("agency") not in (None, "", "none_known")


def exact_incident(answers: Answers) -> date | None:
    """The day of the incident if it is certain. An estimate proves nothing (E4)."""
    return read_day(answers.get("inc_date")) if answers.get("inc_date_precision") == "exact" else None


def found_before_it_happened(found: Any, answers: Answers) -> str:
    return _before_incident(found, answers, "It cannot come to light before it happens.")


def known_before_it_happened(known: Any, answers: Answers) -> str:
    return _before_incident(known, answers, "If the incident went on for some time, say “about” for its date.")


def _before_incident(value: Any, answers: Answers, advice: str) -> str:
    incident, day = exact_incident(answers), read_day(value)
    if incident and day and day < incident:
        return f"This is before the incident on {in_words(incident)}. {advice}"
    return ""


def born_after_incident(born: Any, answers: Answers) -> str:
    """A child at the heart of the incident was born before it; a brother or sister may have come later."""
    incident, day = exact_incident(answers), read_day(born)
    subject = answers.get("child_role") in SUBJECTS
    if incident and day and subject and day > incident:
        return (
            f"This is after the incident on {in_words(incident)}. "
            "If the child was not born yet, say so and give the expected date."
        )
    return ""


def not_an_nhs_number(number: Any, answers: Answers) -> str:
    """Ten digits, the last of which checks the others; one number on each line, with or without words."""
    for n, line in enumerate(str(number).splitlines(), 1):
        digits = [int(c) for c in line.partition(":")[2] or line if c in "0123456789"]
        if digits and not _checks(digits):
            return f"Line {n} is not a valid NHS number. Check its ten digits, or leave it out."
    return ""


def _checks(digits: list[int]) -> bool:
    total = sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False))
    return len(digits) == 10 and (11 - total % 11) % 11 == digits[9]
