"""What can be said to be wrong, and what can be done about it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ReportKind(models.TextChoices):
    WORRIED = "worried", _("I am worried about somebody")
    HURTS = "hurts", _("It hurts someone")
    NAMES = "names", _("It names someone")
    OTHER = "other", _("Something else")
    ADVERTISING = "advertising", _("It is advertising")
    #: Nobody's report: a new member's first words, where the network looks at them first.
    FIRST_WORDS = "first_words", _("A new member's first words")


#: What people choose from, in the order of the page.
SAID_KINDS = (
    ReportKind.HURTS,
    ReportKind.NAMES,
    ReportKind.WORRIED,
    ReportKind.ADVERTISING,
    ReportKind.OTHER,
)
#: How near danger is, the nearest first: the order of the queue.
DANGER = {
    ReportKind.WORRIED: 0,
    ReportKind.HURTS: 1,
    ReportKind.NAMES: 2,
    ReportKind.OTHER: 3,
    ReportKind.FIRST_WORDS: 4,
    ReportKind.ADVERTISING: 5,
}


class DeedKind(models.TextChoices):
    HIDE = "hide", _("Hidden")
    LET_STAND = "let_stand", _("Let stand")
    ASK_CHANGE = "ask_change", _("Asked to change it")
    CLOSE_TOPIC = "close_topic", _("Closed")
    MOVE_TOPIC = "move_topic", _("Moved")
    PAUSE = "pause", _("A pause")
    END_MEMBERSHIP = "end_membership", _("Membership ended")
    HAND_OVER = "hand_over", _("Handed to the psychologist")
    HIDE_ALL = "hide_all", _("Much hidden at once")
    CLOSE_CASE = "close_case", _("Looked at, nothing to do")
    #: Nobody's deeds: the rules of protecting.py.
    HIDDEN_UNTIL_SEEN = "until_seen", _("Hidden until somebody has looked")
    HELD = "held", _("Held until somebody has looked")


#: Deeds against somebody's words or person: held by a rule, and one can ask for another look at them.
BY_A_RULE = (
    DeedKind.HIDE,
    DeedKind.ASK_CHANGE,
    DeedKind.CLOSE_TOPIC,
    DeedKind.MOVE_TOPIC,
    DeedKind.PAUSE,
    DeedKind.END_MEMBERSHIP,
    DeedKind.HIDE_ALL,
)
#: What the person whom it concerns is told of.
TOLD = (*BY_A_RULE, DeedKind.LET_STAND, DeedKind.HIDDEN_UNTIL_SEEN, DeedKind.HELD)
#: Nobody's.
AUTOMATIC = (DeedKind.HIDDEN_UNTIL_SEEN, DeedKind.HELD)
