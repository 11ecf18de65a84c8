"""The rooms' models, for Django."""

from community.activity.models import ActivityRecord
from community.asks.models import Ask
from community.attachments.models import Attachment, EmptiedFolder
from community.chat.models import Message, Muted, ReadPointer, Room, RoomChange, RoomChoice, RoomHours
from community.house_rules.models import HouseRule, HouseRules, HouseRulesVote
from community.jobs.models import JobRun
from community.meetings.models import Attendance, CalendarFeed, Meeting, MeetingNews, MeetingSeries
from community.membership.models import Group, Invitation, Membership, Network
from community.notifications.models import MailTimes, Notification, NotificationPreference, OutboxMail
from community.people.models import AccessEnding, Person
from community.reactions.models import Reaction, ReactionWord
from community.search.models import SearchEntry
from community.spaces.models import Space

__all__ = [
    "AccessEnding",
    "ActivityRecord",
    "Ask",
    "Attachment",
    "Attendance",
    "CalendarFeed",
    "EmptiedFolder",
    "Group",
    "HouseRule",
    "HouseRules",
    "HouseRulesVote",
    "Invitation",
    "JobRun",
    "MailTimes",
    "Meeting",
    "MeetingNews",
    "MeetingSeries",
    "Membership",
    "Message",
    "Muted",
    "Network",
    "Notification",
    "NotificationPreference",
    "OutboxMail",
    "Person",
    "Reaction",
    "ReactionWord",
    "ReadPointer",
    "Room",
    "RoomChange",
    "RoomChoice",
    "RoomHours",
    "SearchEntry",
    "Space",
]
