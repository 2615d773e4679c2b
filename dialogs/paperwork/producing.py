"""Documents made from a case, for those who may read what is in them; each version is kept as what it said."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

from cards.casework import agency_name
from cards.paperwork import producing as cards
from dialogs.desk import Desk
from dialogs.paperwork.casefile import KEPT, casefile
from dialogs.paperwork.documents import HELD_FOR
from dialogs.paperwork.handing_over import Release
from dialogs.turn import Answer, Turn
from documents.casefile import CaseFile
from documents.data import data
from documents.kinds import KINDS, DocumentKind, make
from documents.model import Document, Edition
from documents.packs import PANEL_PACK, Pack, archive, contents, lacking
from documents.pdf import pdf
from documents.plain import body, plain
from documents.unknown_names import possible_names
from documents.versions import Version, difference, following
from documents.web import web
from documents.word import word
from rapid_review.case import Case
from rapid_review.errors import NotYours, Refusal
from rapid_review.openly import of_case
from rapid_review.outward.duties import Copy
from rapid_review.people import Standing
from rapid_review.permissions import Access, Surface, sees
from storage.messages import Message

ZIP = "zip"
"""What a pack is, whatever kind of file was chosen."""


Kind = DocumentKind | Pack
OFFERED: dict[str, Kind] = {**KINDS, PANEL_PACK.id: PANEL_PACK}
"""The whole case is not here: it leaves by command, with a reason and a second person (Part 6, rule 8)."""


class Otherwise(Refusal):
    """What a second person confirmed cannot be made any more, to the byte, so that it does not leave (E29)."""

    def __init__(self, version: int) -> None:
        super().__init__(
            f"Version {version} was confirmed, and the document would be another now: what it says has changed, or "
            "the Word template has. If that version has been sent, record it. If not, prepare it again."
        )


@dataclass(frozen=True)
class Wanted:
    """Which document or pack somebody asked for."""

    kind: Kind
    edition: Edition
    ending: str
    about: str = ""
    version: int = 0
    """That of a copy which a second person confirmed; 0 for the document as the case stands now."""

    @property
    def spec(self) -> str:
        version = (str(self.version),) if self.version else ()
        return "/".join((self.kind.id, self.edition, self.ending, self.about, *version))

    @property
    def subject(self) -> str:
        """Under which its versions are counted: they are the same in Word and as a page."""
        return "/".join((self.kind.id, self.edition, self.about))

    @property
    def of_each_agency(self) -> bool:
        return isinstance(self.kind, DocumentKind) and self.kind.of_each_agency

    def named(self, file: CaseFile) -> list[tuple[str, Document]]:
        """The document, or those of the pack, by name."""
        if isinstance(self.kind, Pack):
            return contents(self.kind, file, self.edition)
        return [(self.kind.id, make(self.kind.id, file, self.edition, self.about))]


@dataclass(frozen=True)
class Produced:
    """What was asked for, in its version."""

    wanted: Wanted
    version: Version
    named: Sequence[tuple[str, Document]]
    file: CaseFile
    copy: Copy | None = None
    """As it was confirmed, where it is to be that copy and nothing else."""

    def to_check(self) -> list[str]:
        """Words that may be names all the same, where it goes without names: for a person to look at, and no log."""
        if self.wanted.edition is Edition.IDENTIFIED:
            return []
        return possible_names([document for _, document in self.named], self.file)

    def content(self, template: bytes | None = None) -> bytes:
        """The file's bytes, in Word with this template or the house's; refuses others than were confirmed."""
        content = self._drawn(template)
        if self.copy and self.copy.digest != digest_of(content):
            raise Otherwise(self.copy.version)
        return content

    def _drawn(self, template: bytes | None) -> bytes:
        number, made_at = self.version.number, self.version.made_at
        if isinstance(self.wanted.kind, Pack):
            return archive(self.wanted.kind, self.named, number, made_at, template=template)
        document = replace(self.named[0][1], version=number, made_at=made_at)
        return drawn(document, self.wanted.ending, template)


def may_have(case: Case, who: Standing, kind: Kind) -> bool:
    """Whether this person reads, in this case, all that such a document says."""
    if case.open_glass(who.id):
        return False  # To read only (Part 6, rule 11).
    return all(sees(case, who, surface) is Access.READ for surface in kind.surfaces)


def menu(turn: Turn, desk: Desk) -> Answer:
    """The documents that can be made for this person."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    kinds = [kind for kind in OFFERED.values() if may_have(case, who, kind)]
    of_agencies = any(_of_each_agency(kind) for kind in kinds)
    agencies = [(id, agency_name(desk.partnership, id)) for id in case.requests] if of_agencies else []
    card = cards.menu(case.reference, [(kind.id, kind.title) for kind in kinds], agencies)
    return Answer.of(card)


def make_it(turn: Turn, desk: Desk) -> Answer:
    """Make the document, say what it lacks, and ask where to put it."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    asked = ("kind", "edition", "ending", "about", "version")
    wanted = _wanted("/".join(str(turn.data.get(id, "")) for id in asked), case, who)
    made = _account(desk, case, wanted, by=who.id)
    desk.work.log_read(case.reference, who.id, f"{KEPT} {wanted.subject}", desk.now)
    desk.work.owe(
        Message(
            key=f"made:{turn.id}",
            to=who.id,
            route="person",
            view="made",
            due=desk.now,
            case=case.reference,
            slot=_slot(case.reference, wanted),
            args={"spec": wanted.spec},
            expires=desk.now + HELD_FOR,
        )
    )
    card = cards.ready(case.reference, made)
    return Answer.of(card)


def _account(desk: Desk, case: Case, wanted: Wanted, by: str) -> cards.Made:
    """Make it, and tell what came of it."""
    before = _version(desk, case, wanted)
    made = produced(desk, case, wanted, by)
    made.content(desk.template)  # What cannot be drawn is refused here, where somebody reads why.
    new = not wanted.version and (before is None or before.number != made.version.number)
    changed = difference(before.said, made.version.said) if before and new else ""
    return cards.Made(_title(made), made.version.number, new, lacking(made.named), changed, made.to_check())


def _title(made: Produced) -> str:
    return made.wanted.kind.title if isinstance(made.wanted.kind, Pack) else made.named[0][1].title


def produced(desk: Desk, case: Case, wanted: Wanted, by: str) -> Produced:
    """It in its version: the one before, if nothing has changed since, or the next, which is kept."""
    if wanted.version:
        return confirmed(desk, case, wanted)
    file, before = casefile(desk, case), _version(desk, case, wanted)
    named = wanted.named(file)
    version = following(_said(named), before, desk.now)
    if version is not before:
        desk.work.put_form(case.reference, KEPT, wanted.subject, by, desk.now, {"text": version.said})
    return Produced(wanted, version, named, file)


def confirmed(desk: Desk, case: Case, wanted: Wanted) -> Produced:
    """The copy that a second person confirmed; refuses once it would be another (E29)."""
    copies = (one.copy for one in case.tellings if one.copy and one.copy.subject == wanted.subject)
    copy = next((copy for copy in copies if copy.version == wanted.version), None)
    made = as_kept(desk, case, wanted, wanted.version) if copy else None
    if made is None:
        raise Otherwise(wanted.version)
    return replace(made, copy=copy)


def as_kept(desk: Desk, case: Case, wanted: Wanted, number: int) -> Produced | None:
    """This version of it, word for word; None if the case says something else by now."""
    kept = desk.work.form(case.reference, KEPT, wanted.subject, number)
    if kept is None:
        return None
    then = replace(desk, now=kept.at)  # A letter keeps its date, however late it is sent.
    file, said = casefile(then, case), str(kept.answers["text"])
    named = wanted.named(file)
    return Produced(wanted, Version(kept.revision, kept.at, said), named, file) if _said(named) == said else None


def _said(named: Sequence[tuple[str, Document]]) -> str:
    return "\n\n".join(body(document) for _, document in named)


def _version(desk: Desk, case: Case, wanted: Wanted) -> Version | None:
    kept = desk.work.form(case.reference, KEPT, wanted.subject)
    return Version(kept.revision, kept.at, str(kept.answers["text"])) if kept else None


def consent(message: Message, case: Case, desk: Desk) -> Answer | None:
    """Teams' own card, for somebody who may still have it."""
    try:
        wanted = _wanted(message.args["spec"], case, desk.standing(message.to))
        made = produced(desk, case, wanted, by=message.to)
        size = len(made.content(desk.template))
    except (NotYours, Refusal):
        return None
    context = {"case": case.reference, "document": _id(wanted), "made": wanted.spec}
    card = cards.consent(case.reference, wanted.kind.id, made.version.number, wanted.ending, size, context)
    return Answer(card, of_case(case.reference, "your document"))


def release(turn: Turn, desk: Desk) -> Release:
    """The person allowed it. Whether they may have it is asked again, and it is drawn from the case as it is now."""
    who = desk.who(turn)
    case = desk.case(str(turn.data.get("case", "")), who)
    wanted = _wanted(str(turn.data.get("made", "")), case, who)
    made = produced(desk, case, wanted, by=who.id)
    desk.work.log_read(case.reference, who.id, f"{KEPT} {wanted.subject}", desk.now)
    name = cards.file_name(case.reference, wanted.kind.id, made.version.number, wanted.ending)
    return Release(case.reference, _id(wanted), name, wanted.ending, made.content(desk.template))


def drawn(document: Document, ending: str, template: bytes | None = None) -> bytes:
    """The file's bytes."""
    match ending:
        case "docx":
            return word(document, template)
        case "pdf":
            return pdf(document)
        case "html":
            return web(document).encode()
        case "json":
            return data(document).encode()
        case _:
            return plain(document).encode()


def _wanted(spec: str, case: Case, who: Standing) -> Wanted:
    """What was asked for, of somebody who may have it. Card data is never trusted."""
    kind_id, edition, ending, about, version = (*spec.split("/"), "", "", "", "", "")[:5]
    kind = OFFERED.get(kind_id)
    endings = (ZIP, *cards.ENDINGS) if isinstance(kind, Pack) else tuple(cards.ENDINGS)
    if kind is None or ending not in endings or edition not in tuple(Edition):
        raise Refusal("Choose a document, an edition and a kind of file.")
    if not may_have(case, who, kind):
        raise NotYours()
    if edition == Edition.IDENTIFIED and sees(case, who, Surface.PEOPLE) is not Access.READ:
        raise Refusal("The names of the family are not for you in this case. Take the pseudonymised edition.")
    agency = about if _of_each_agency(kind) else ""
    if _of_each_agency(kind) and agency not in case.requests:
        raise Refusal("Choose the agency that this document is about.")
    ending = ZIP if isinstance(kind, Pack) else ending
    pinned = int(version) if version.isdecimal() and len(version) < 6 else 0
    return Wanted(kind, Edition(edition), ending, agency, pinned)


def _of_each_agency(kind: Kind) -> bool:
    return isinstance(kind, DocumentKind) and kind.of_each_agency


def digest_of(content: bytes) -> str:
    """By which the very bytes that were confirmed are known."""
    return hashlib.sha256(content).hexdigest()


def _id(wanted: Wanted) -> str:
    return "made-" + hashlib.sha256(wanted.spec.encode()).hexdigest()[:12]


def _slot(reference: str, wanted: Wanted) -> str:
    return f"{reference[:20]}:document:{_id(wanted)}"
