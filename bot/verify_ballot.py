"""Checks the exported record of a ballot: `python verify_ballot.py record.jsonl`. It needs Python and nothing else.

One JSON object to a line. Each view was committed to when it was cast: SHA-256 over the case, seat, person, version,
view, reason and a salt. The commitments stand in a chain of hashes, in which nothing can be changed, left out or put in
without changing everything after it. So what was revealed is what was cast.
"""

import hashlib
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

FORMAT = "rapid-review ballot 1"
PARTNERS = ("local_authority", "police", "health")
STANCES = ("review", "alternative", "no_further", "more_information")
SHAPES: dict[str, dict[str, type]] = {
    "ballot": {"format": str, "case": str},
    "rules": {"quorum": str, "decision": str, "health": str},
    "seat": {"seat": str, "partner": str, "member": str, "deputy": str},
    "recused": {"person": str},
    "poll": {"opened": str, "closes": str, "closed": str},
    "vote": {"number": int, "seat": str, "person": str, "revision": int, "stance": str, "reason": str}
    | {"salt": str, "at": str, "commitment": str},
    "outcome": {"counted": dict, "quorate": bool, "shared": str, "decided": str},
    "entry": {"number": int, "at": str, "actor": str, "kind": str, "facts": dict, "before": str, "hash": str},
}  # The kinds of line in the order of the record, and what each holds. Moments are ISO 8601 in UTC.
ONCE = ("ballot", "rules", "poll", "outcome")
Line = dict[str, Any]
Fault = tuple[int, str]  # The number of a line, and what is false about it.


class NoRecord(Exception):
    """The line at which it is not a record, and why."""


def canonical(value: object) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def at(line: Line, words: str) -> Fault:
    return line["place"], words


@dataclass
class Record:
    """The lines, each of which knows its number in the file."""

    lines: list[Line]

    def all(self, kind: str) -> list[Line]:
        return [line for line in self.lines if line["line"] == kind]

    def one(self, kind: str) -> Line:
        return self.all(kind)[0]


def read(text: str) -> Record:
    """The record, if every line is written in the one way there is and stands in its place."""
    lines: list[Line] = []
    for number, written in enumerate(text.removesuffix("\n").split("\n"), 1):
        if (line := parsed(written)) is None:
            raise NoRecord(number, "it is not written as the record of a ballot is")
        before = lines[-1]["line"] if lines else ""
        order = list(SHAPES)
        if (before and order.index(line["line"]) < order.index(before)) or before == line["line"] in ONCE:
            raise NoRecord(number, "it stands in the wrong place, or is there twice")
        lines.append({**line, "place": number})
    if missing := {*ONCE, "seat", "entry"} - {line["line"] for line in lines}:
        raise NoRecord(1, f"the record it begins has no line “{min(missing)}”")
    return Record(lines)


def parsed(written: str) -> Line | None:
    """The line, if it has just what belongs in it."""
    try:
        line = json.loads(written)
    except ValueError:
        return None
    if not isinstance(line, dict) or canonical(line) != written or line.get("line") not in SHAPES:
        return None
    shape = {"line": str, **SHAPES[line["line"]]}
    same = {part: type(value) for part, value in line.items()} == shape and line.get("format", FORMAT) == FORMAT
    return line if same else None


def faults(record: Record) -> list[Fault]:
    """Everything that is false, the first line first."""
    told = Told()
    found = [*chain(record), *story(record, told)]
    for check in (terms, recusals, times, views, sums):
        found += check(record, told)
    return sorted(found, key=lambda fault: fault[0])


def chain(record: Record) -> Iterator[Fault]:
    """Each entry has the next number, begins with the hash of the one before it, and has the hash of what it says."""
    before, case = "", record.one("ballot")["case"]
    for number, entry in enumerate(record.all("entry"), 1):
        said = [case, entry["number"], entry["at"], entry["actor"], entry["kind"], canonical(entry["facts"])]
        if entry["number"] != number or entry["before"] != before:
            yield at(entry, f"it does not follow from the entry before it: the chain is broken at entry {number}")
        if entry["hash"] != sha256(entry["before"] + canonical(said)):
            yield at(entry, f"entry {number} does not say what it said when its hash was made")
        before = entry["hash"]


@dataclass
class Told:
    """What the chain tells of the poll."""

    opened: Line = field(default_factory=dict)
    begun: Line = field(default_factory=dict)  # The last round: by the opening, or by an extension.
    closed: Line = field(default_factory=dict)
    closes: str = ""  # As it was last said: a date that moves takes an open poll with it.
    cast: list[Line] = field(default_factory=list)
    denied: set[str] = field(default_factory=set)  # Written down for somebody who says that they did not say it.
    set_aside: int = 0  # How many of those cast belong to a round that ended in asking for more information.
    recused: dict[str, Line] = field(default_factory=dict)
    unsigned: set[str] = field(default_factory=set)
    waiting: set[str] = field(default_factory=set)  # For the ruling on their conflict.
    decided: str = ""
    until: int | None = None  # Whoever stands aside after the decision changes nothing about it.


def story(record: Record, told: Told) -> Iterator[Fault]:
    """Go through the chain, and find what was cast while no poll was open."""
    closes = ""
    for entry in record.all("entry"):
        kind, facts = entry["kind"], entry["facts"]
        if kind == "poll_opened":
            told.opened, told.begun, closes = entry, entry, facts["closes"]
        elif kind == "poll_extended":
            told.begun, closes = entry, facts["until"]
            told.decided, told.until = "", None  # What is asked anew is open again.
            told.set_aside = len(told.cast) if facts["views"] == "set_aside" else told.set_aside
        elif kind == "poll_closed":
            told.closed, closes = entry, ""
        elif kind in ("date_varied", "notice_sent") and "closes" in facts and closes:
            closes = facts["closes"]
        elif kind == "view_denied" and "set_aside" in facts:
            told.denied.add(facts["set_aside"])
        elif kind == "vote_cast":
            told.cast.append(entry)
            if entry["at"] >= closes:
                yield at(entry, "this view was cast after the close")
        elif kind in ("decision_recorded", "disagreement_settled"):
            told.decided, told.until = facts["choice"], entry["number"]
        told.closes = closes or told.closes
    stood_aside(record.all("entry")[: told.until], told)


def stood_aside(entries: list[Line], told: Told) -> None:
    """Who was recused, could not sign or waited for a ruling: the last word on each is the one that holds."""
    conflict, signing = ("conflict_declared", "conflict_ruled"), ("signing_declined", "confidentiality_signed")
    conflicts = {said["facts"].get("about", said["actor"]): said for said in entries if said["kind"] in conflict}
    signed = {said["actor"]: said["kind"] for said in entries if said["kind"] in signing}
    told.recused = {who: last for who, last in conflicts.items() if last["facts"].get("ruling") == "recuse"}
    told.unsigned = {who for who, last in signed.items() if last == "signing_declined"}
    declared = {who: last["facts"] for who, last in conflicts.items() if last["kind"] == "conflict_declared"}
    told.waiting = {who for who, said in declared.items() if (said["conflict"], said["perceived"]) != ("none", "False")}


def terms(record: Record, told: Told) -> Iterator[Fault]:
    """The rules are those the poll was opened with; the seats are those it was closed with."""
    rules, seats, sat = record.one("rules"), record.all("seat"), json.loads(told.closed["facts"]["electorate"])
    for rule in SHAPES["rules"]:
        if rules[rule] != told.opened["facts"][rule]:
            yield at(rules, f"the rule on “{rule}” is not the one the poll was opened with")
    for n, seat in enumerate(seats):
        if [[seat[part] for part in SHAPES["seat"]]] != sat[n : n + 1]:
            yield at(seat, "this seat is not as it was when the poll closed")
    if len(seats) < len(sat):
        yield at(seats[-1], "after this line a seat is missing that had a voice in the poll")


def recusals(record: Record, told: Told) -> Iterator[Fault]:
    """Recused is who was ruled so, and nobody else."""
    named = [line["person"] for line in record.all("recused")]
    for line in record.all("recused"):
        if line["person"] not in told.recused or named.count(line["person"]) > 1:
            yield at(line, "the chain does not tell of this recusal")
    missing = [entry for person, entry in told.recused.items() if person not in named]
    yield from (at(entry, "this recusal is missing among the recused") for entry in missing)


def times(record: Record, told: Told) -> Iterator[Fault]:
    """The poll opened and closed when the chain says so."""
    poll = record.one("poll")
    for name, moment in (("opened", told.begun["at"]), ("closes", told.closes), ("closed", told.closed["at"])):
        if poll[name] != moment:
            yield at(poll, f"the time at “{name}” is not the one in the chain")


def views(record: Record, told: Told) -> Iterator[Fault]:
    """Each version is what was committed to, and there are as many as were cast, in their order."""
    case, votes = record.one("ballot")["case"], record.all("vote")
    parts = ("seat", "person", "revision", "stance", "reason", "salt")
    for vote in votes[len(told.cast) :]:
        yield at(vote, "nobody cast this view: it is not in the chain")
    for number, (vote, cast) in enumerate(zip(votes, told.cast, strict=False), 1):
        if vote["number"] != number or vote["commitment"] != cast["facts"].get("commitment"):
            yield at(vote, f"this is not the view that was cast as number {number}")
        elif vote["commitment"] != sha256(canonical([FORMAT, case, *(vote[part] for part in parts)])):
            yield at(vote, f"view {number} is not what was committed to when it was cast")
        elif vote["at"] != cast["at"] or vote["seat"] != cast["facts"]["seat"]:
            yield at(vote, f"view {number} was not cast then and from that seat")
        elif vote["person"] not in (cast["actor"], cast["facts"].get("spoken_by")):
            yield at(vote, f"view {number} was given in another’s name")
    for cast in told.cast[len(votes) :]:
        yield at(cast, "the view that was cast here is missing from the record")


def sums(record: Record, told: Told) -> Iterator[Fault]:
    """The views that count, the quorum and the shared view follow from all the rest."""
    outcome, counts = record.one("outcome"), counted(record, told)
    if outcome["counted"] != {seat: vote["number"] for seat, vote in counts.items()}:
        yield at(outcome, "these are not the views that count")
    if outcome["quorate"] != quorate(record, told, counts):
        yield at(outcome, "the quorum does not follow from the views that count")
    elif outcome["shared"] != (shared(record, counts) if outcome["quorate"] else ""):
        yield at(outcome, "the shared view does not follow from the views that count")
    if outcome["decided"] != told.decided:
        yield at(outcome, "this is not the decision that was recorded")


def counted(record: Record, told: Told) -> dict[str, Line]:
    """By seat: the member's last view, else the deputy's; none of anybody who stood aside, and none that was denied."""
    asked, aside = record.all("vote")[told.set_aside :], {*told.recused, *told.unsigned, *told.waiting}
    valid = (vote for vote in asked if vote["person"] not in aside and vote["commitment"] not in told.denied)
    last = {(vote["seat"], vote["person"]): vote for vote in valid}
    seats = [(seat["seat"], seat["member"], seat["deputy"]) for seat in record.all("seat")]
    spoke = {id: last.get((id, member)) or last.get((id, deputy)) for id, member, deputy in seats}
    return {id: vote for id, vote in spoke.items() if vote}


def quorate(record: Record, told: Told, counts: dict[str, Line]) -> bool:
    """Whoever the quorum rule wants was heard, and every seat that can speak and that the decision rule waits for."""
    seats, rules, gone = record.all("seat"), record.one("rules"), {*told.recused, *told.unsigned, ""}
    heard = {seat["partner"] for seat in seats if seat["seat"] in counts} == set(PARTNERS)
    each = {"unanimous_seats": PARTNERS, "consensus_of_partners": ("health",) if rules["health"] == "each" else ()}
    silent = [seat for seat in seats if seat["seat"] not in counts and not {seat["member"], seat["deputy"]} <= gone]
    enough = len(counts) > len(seats) // 2 if rules["quorum"] == "majority_of_seats" else heard
    waits = any(seat["partner"] in each.get(rules["decision"], ()) for seat in silent)
    return enough and not waits and (heard or rules["decision"] != "consensus_of_partners")


def shared(record: Record, counts: dict[str, Line]) -> str:
    """The shared view, or nothing. Everybody that the rules wait for was heard."""
    stances, most = [vote["stance"] for vote in counts.values()], len(record.all("seat")) // 2 + 1
    needed = most if record.one("rules")["decision"] == "majority_of_seats" else len(stances)
    return next((stance for stance in STANCES if stances.count(stance) >= needed), "")


def proved(record: Record) -> str:
    """What a true record proves, in plain words."""
    votes, outcome, last = record.all("vote"), record.one("outcome"), record.all("entry")[-1]
    recused = ", ".join(line["person"] for line in record.all("recused")) or "nobody"
    cast = [entry for entry in record.all("entry") if entry["kind"] == "vote_cast"]
    counts = [(votes[number - 1], cast[number - 1]["actor"]) for number in outcome["counted"].values()]
    lines = [
        f"The record of the ballot in {record.one('ballot')['case']} is true.",
        f"- Views cast: {len(votes)}. Each is word for word what was committed to when it was cast.",
        "- None was added, left out, changed, moved, given in another’s name or cast after the close, at "
        f"{record.one('poll')['closed']}.",
        f"- Recused: {recused}. No view of theirs counts. The seats and the rules are those that the poll was held on.",
        "- These views count:",
        *(f"    {v['seat']}: {v['stance']}, given by {v['person']} at {v['at']}, entered by {by}" for v, by in counts),
        f"- Quorum: {'yes' if outcome['quorate'] else 'no'}. Shared view: {outcome['shared'] or 'none'}. "
        f"Decision on record: {outcome['decided'] or 'none yet'}.",
        f"- The chain of {last['number']} entries is whole. Its last hash is {last['hash']}",
        "What a chain cannot show from inside is that all of it was written anew. Whoever kept the end of an earlier",
        "copy can rule that out: it has to be the hash of one of these entries.",
    ]
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> int:
    """0: the record is true. 1: it is false, and where. 2: it cannot be read."""
    try:
        with open("".join(arguments[:1]), encoding="utf-8", newline="") as file:
            false = faults(record := read(file.read()))
    except (OSError, UnicodeDecodeError) as why:
        print(f"This file cannot be read: {why}", file=sys.stderr)
        return 2
    except NoRecord as why:
        false = [why.args]
    except (KeyError, TypeError, ValueError):
        false = [(1, "its chain lacks what a ballot is proved by, or is older than such proof")]
    print("The record is false. The first false line is line {}: {}.".format(*false[0]) if false else proved(record))
    return 1 if false else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
