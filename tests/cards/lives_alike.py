"""The story of two notifications about one child: the team compares them, relates them, and thinks better of it."""

from watching import Watched, looks, notified, opens, signs


def two_notify_the_same_child(teams: Watched) -> None:
    first, second = notified(teams), notified(teams)
    teams.keep("told-same-child", "amina", f"{first} is related")
    for reference in (first, second):
        signs(teams, "amina", reference)
    for reference in (first, second):
        teams.types("amina", reference)
    teams.keep("case-overview-same-child", "amina")
    teams.presses("amina", "Compare the cases")
    teams.presses("amina", f"{first} is related")
    teams.keep("related-cases", "amina")
    teams.types("amina", first)
    teams.keep("case-overview-related", "amina")
    teams.types("amina", second)
    teams.presses("amina", "Related cases")
    teams.presses("amina", f"{first} is a different child")
    for person in ("efua", "dev", "zack"):
        looks(teams, person, "alike.read", second)
    opens(teams, "amina", "freeze", second)
