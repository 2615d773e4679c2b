"""What people can say and press, and what is answered. One module per conversation."""

from dialogs.announcements import announce
from dialogs.conversation import answer
from dialogs.desk import Desk
from dialogs.reminders import tick
from dialogs.views import draw

__all__ = ["Desk", "announce", "answer", "draw", "tick"]
