"""The rooms' models, for Django."""

from community.activity.models import ActivityRecord
from community.chat.models import Message, ReadPointer, Room
from community.jobs.models import JobRun
from community.membership.models import Group, Invitation, Membership, Network
from community.notifications.models import Notification, NotificationPreference, OutboxMail
from community.people.models import AccessEnding, Person
from community.reactions.models import Reaction, ReactionWord
from community.search.models import SearchEntry
from community.spaces.models import Space

__all__ = [
    "AccessEnding",
    "ActivityRecord",
    "Group",
    "Invitation",
    "JobRun",
    "Membership",
    "Message",
    "Network",
    "Notification",
    "NotificationPreference",
    "OutboxMail",
    "Person",
    "Reaction",
    "ReactionWord",
    "ReadPointer",
    "Room",
    "SearchEntry",
    "Space",
]
