"""The story of people whom Teams does not reach, and of whoever has to ring them."""

from unreachable import BLOCKED, Unreachable
from watching import Watched, notified, signs

from bot.connector import Gone


def somebody_not_reached(teams: Watched) -> None:
    """Police's contact has blocked the bot, Health's is not known to Teams, and the channel has shut the bot out."""
    there = Unreachable(teams)
    reference = notified(teams)
    there.refusing |= {"ben": BLOCKED, "carys": Gone(404, "ConversationNotFound")}
    signs(teams, "amina", reference)
    teams.sends("amina", "agencies.ask", {"case": reference, "agencies": "police,health"})
    teams.deliver()
    teams.keep("unreached", "amina")
    teams.keep("task-return-as-deputy", "joan")
    there.refusing["team"] = Gone(403, "BotNotInConversationRoster")
    teams.at("Tue 2026-11-24 09:00")
    teams.keep("unreached-channel", "amina")
    del there.refusing["team"]
