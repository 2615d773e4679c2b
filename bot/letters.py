"""What is read before a letter goes outside, and what is written down at each step: each in one transaction (E29)."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.outward import Attachment, Noun, Outcome, OutwardMail, Refused, Sent, Unknown, id_of
from bot.surroundings import Surroundings
from dialogs.outward.leaving import Letter, letter_of
from documents.packs import Pack
from documents.redacted import Redacted, Wording
from rapid_review.case import Case
from rapid_review.outward.duties import BY_HAND, NOT_MADE, ByMail, DutyKind, Telling
from storage.audit import Via
from storage.auditing import WAITS
from storage.owing import HELD
from storage.work import Claimed, Work

log = logging.getLogger(__name__)

WAITS_SECONDS = 60.0
"""Until a letter is looked at again that waits for an end of what holds every send (E29, E43)."""
LEASE_SECONDS = 600.0
"""Longer than one send may take: whoever finds a beginning after it finds one without an end."""
RETRY_SECONDS = (60, 300, 1800, 7200)
"""After the first refusal that may pass, the second and so on; then a person takes over."""
LOST = "uncertain"
_WORDINGS = {
    DutyKind.PANEL: Wording.PANEL,
    DutyKind.DFE: Wording.NOTICE,
    DutyKind.OFSTED: Wording.NOTICE,
    DutyKind.BOARD: Wording.BRIEFING,
    DutyKind.BOARD_RESPONSE: Wording.BRIEFING,
    DutyKind.REFERRER: Wording.OUTCOME,
    DutyKind.AGENCY: Wording.OUTCOME,
    **dict.fromkeys((DutyKind.PENDING, DutyKind.REPLY, DutyKind.CORRECTION), Wording.LETTER),
    **dict.fromkeys((DutyKind.PUBLISHED_PANEL, DutyKind.PUBLISHED_DFE, DutyKind.PUBLISHED_OFSTED), Wording.NOTICE),
}


def mail_of(claimed: Claimed, letter: Letter) -> OutwardMail:
    """The letter as mail, with its document drawn: not for the loop's thread, nor for a transaction."""
    pack = isinstance(letter.document.wanted.kind, Pack)
    noun, ending = (Noun.PACK, "zip") if pack else (Noun.DOCUMENT, "docx")
    file = Attachment(noun, ending, letter.document.content(letter.template))
    words = Redacted(_WORDINGS.get(letter.duty.kind, Wording.DOCUMENTS), claimed.message.case)
    return OutwardMail(claimed.message.key, letter.address, words, (file,))


@dataclass(frozen=True)
class Letters:
    """The outbox and the case as the mailroom uses them. All of it runs in the database's thread."""

    around: Surroundings
    by_hand: bool
    """Whether nothing leaves by itself any more."""

    def prepare(self, work: Work[Case], claimed: Claimed) -> Letter | None:
        """The letter as it is to go now; None, and that written down, if it is not to go."""
        work.via = Via.OUTWARD
        case = work.case(claimed.message.case)
        telling, mail = self._leaving(case, claimed)
        if telling is None or mail is None:
            work.cancelled(claimed)
        elif mail.began_at or claimed.last_code == HELD:
            self._unknown(work, claimed, telling, LOST)  # Whoever began it did not come to its end, or we forgot it.
        elif case.sends_held:  # Its confirmation stands, unless what it was about is otherwise when sends go on.
            work.postpone(claimed, self._now() + timedelta(seconds=WAITS_SECONDS), WAITS)
        elif isinstance(letter := self._letter(work, case, telling), str):
            self._stop(work, claimed, telling, letter)
        else:
            return letter
        return None

    def begin(self, work: Work[Case], claimed: Claimed, letter: Letter) -> bool:
        """Write down that it goes now. False if it is not ours any more, or the case has moved on since it was read."""
        work.via = Via.OUTWARD
        case, now = work.case(claimed.message.case), self._now()
        telling, mail = self._leaving(case, claimed)
        if not work.renew(claimed, now + timedelta(seconds=LEASE_SECONDS)):
            return False
        if telling is None or mail is None or mail.began_at or case.sends_held or case.version != letter.case_version:
            work.postpone(claimed, now, "case_moved")
            return False
        case.begin_to_send(telling, now)
        return True

    def end(self, work: Work[Case], claimed: Claimed, outcome: Outcome) -> None:
        """Write down what came of it. That it went is true, whoever thinks to have taken it over."""
        work.via = Via.OUTWARD
        case, now = work.case(claimed.message.case), self._now()
        telling = case.attempt(*_about(claimed))
        if telling is None:
            return
        match outcome:
            case Sent():
                work.sent(claimed, "", "", now)
                case.went(telling, outcome.proof, now)
            case Unknown():
                self._unknown(work, claimed, telling, outcome.code)
            case Refused(retryable=True) if claimed.attempts <= len(RETRY_SECONDS):
                self._later(work, claimed, telling, outcome)
            case Refused():
                self._stop(work, claimed, telling, outcome.code)
        log.info("letter case=%s outcome=%s", case.reference, type(outcome).__name__)

    def not_made(self, work: Work[Case], claimed: Claimed, code: str = NOT_MADE) -> None:
        """Its document could not be drawn, or not as it was confirmed, so that nothing was begun."""
        work.via = Via.OUTWARD
        telling, _ = self._leaving(work.case(claimed.message.case), claimed)
        if telling:
            self._stop(work, claimed, telling, code)

    def _leaving(self, case: Case, claimed: Claimed) -> tuple[Telling | None, ByMail | None]:
        telling = case.leaving(*_about(claimed))
        return telling, telling.by_mail if telling else None

    def _letter(self, work: Work[Case], case: Case, telling: Telling) -> Letter | str:
        return BY_HAND if self.by_hand else letter_of(self.around.desk(work, self._now()), case, telling)

    def _later(self, work: Work[Case], claimed: Claimed, telling: Telling, refused: Refused) -> None:
        seconds = max(RETRY_SECONDS[claimed.attempts - 1], refused.after or 0)
        if work.retry(claimed, self._now() + timedelta(seconds=seconds), refused.code):
            work.case(claimed.message.case).put_off(telling, self._now())

    def _stop(self, work: Work[Case], claimed: Claimed, telling: Telling, code: str) -> None:
        if work.gave_up(claimed, code):
            work.case(claimed.message.case).stop_sending(telling, code, self._now())

    def _unknown(self, work: Work[Case], claimed: Claimed, telling: Telling, code: str) -> None:
        if work.gave_up(claimed, code):
            called = str(id_of(claimed.message.key))
            work.case(claimed.message.case).may_have_gone(telling, called, self._now())

    def _now(self) -> datetime:
        return self.around.clock.now()


def _about(claimed: Claimed) -> tuple[str, datetime]:
    """Which duty, and which attempt at it."""
    args = claimed.message.args
    return args["duty"], datetime.fromisoformat(args["prepared"])
