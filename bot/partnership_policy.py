"""The [policy] block: a profile, and over it the local switches, which are the fields of `Policy`."""

from dataclasses import fields
from datetime import date, time
from enum import StrEnum
from itertools import pairwise
from typing import Any, get_type_hints

from bot.partnership_blocks import Block, did_you_mean
from rapid_review.policy import PROFILES, Policy

_KINDS = get_type_hints(Policy)
_ELSEWHERE = {"profile", "version", "board_name"}
SWITCHES = [field.name for field in fields(Policy) if field.name not in _ELSEWHERE]

_MILESTONES = ("summaries_day", "collated_day", "papers_day", "meeting_day", "panel_day")
_MAY_BE_NONE_AT_ALL = {"below_criteria_extra_days"}


def read_policy(block: Block, board_name: str) -> Policy:
    """The policy this block describes; after a mistake the profile's value stands in and reading goes on."""
    profile = _profile(block)
    switches = {name: _value(block, name, getattr(profile, name)) for name in SWITCHES if name in block.data}
    if "board_name" in block.data:
        block.wrong("board_name", "has board_name. Write it under [partnership], so that it is said once.")
        block.asked.add("board_name")
    block.finish(also=SWITCHES)
    policy = profile.with_switches(**switches, board_name=board_name or profile.board_name)
    _check_order(block, policy)
    _check_law(block, policy)
    return policy


def _profile(block: Block) -> Policy:
    name = block.text("profile", "england-2026", required=True)
    if name and name not in PROFILES:
        listed = ", ".join(f'"{known}"' for known in PROFILES)
        block.wrong("profile", f"has “{name}” for profile. Choose one of {listed}.{did_you_mean(name, PROFILES)}")
    return PROFILES.get(name, PROFILES["england-2026"])


def _value(block: Block, name: str, otherwise: Any) -> object:
    kind = _KINDS[name]
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return block.choice(name, kind, required=True) or otherwise
    if kind is bool:
        return block.flag(name, otherwise)
    if kind is int:
        return block.number(name, otherwise, least=0 if name in _MAY_BE_NONE_AT_ALL else 1, most=366)
    if kind is time:
        return block.clock(name, otherwise)
    if kind == tuple[date, ...]:
        return block.days(name)
    return block.text(name, otherwise) or otherwise


def _check_order(block: Block, policy: Policy) -> None:
    for earlier, later in pairwise(_MILESTONES):
        if getattr(policy, later) < getattr(policy, earlier):
            days = f"{later} on Day {getattr(policy, later)}, before {earlier} on Day {getattr(policy, earlier)}"
            block.wrong(later if later in block.data else earlier, f"has {days}. Put the days in order.")


def _check_law(block: Block, policy: Policy) -> None:
    """Slower than the national rule is allowed, since the rule may change, but never unnoticed."""
    if policy.sin_days > 5:
        block.warn(
            "sin_days",
            f"allows {policy.sin_days} days for the local authority's notification. The law gives 5.",
        )
    if max(policy.panel_limit_days, policy.panel_day) > 15:
        key = "panel_limit_days" if policy.panel_limit_days > 15 else "panel_day"
        block.warn(key, f"has {key} = {getattr(policy, key)}. The national Panel asks for the review within 15 days.")
