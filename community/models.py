"""The rooms' models, for Django."""

from community.access_review.models import AccessAnswer, AccessReview
from community.activity.models import ActivityRecord
from community.asides.models import Aside
from community.asks.models import Ask
from community.attachments.models import Attachment, EmptiedFolder
from community.audit.models import AuditEntry
from community.care_rules.models import CareRules
from community.chat.models import Message, Muted, ReadPointer, Room, RoomChange, RoomChoice, RoomHours
from community.concerns.models import ConcernNote
from community.house_rules.models import GeneralRule, HouseRule, HouseRules, HouseRulesVote
from community.jobs.models import JobRun
from community.keeping_away.models import KeptAway, TalksClosed
from community.meetings.models import Attendance, CalendarFeed, Meeting, MeetingNews, MeetingSeries
from community.membership.models import Group, Invitation, Membership, Network
from community.moderation.models import Alarm, Appeal, Case, CaseNote, Deed, Report
from community.notifications.models import MailTimes, Notification, NotificationPreference, OutboxMail
from community.own_data.models import DataCopy, Leaving
from community.people.models import AccessEnding, Person
from community.reactions.models import Reaction, ReactionWord
from community.search.models import SearchEntry
from community.second_look.models import Look, LookRound
from community.spaces.models import Space

__all__ = [
    "AccessAnswer",
    "AccessEnding",
    "AccessReview",
    "ActivityRecord",
    "Alarm",
    "Appeal",
    "Aside",
    "Ask",
    "Attachment",
    "Attendance",
    "AuditEntry",
    "CalendarFeed",
    "CareRules",
    "Case",
    "CaseNote",
    "ConcernNote",
    "DataCopy",
    "Deed",
    "EmptiedFolder",
    "GeneralRule",
    "Group",
    "HouseRule",
    "HouseRules",
    "HouseRulesVote",
    "Invitation",
    "JobRun",
    "KeptAway",
    "Leaving",
    "Look",
    "LookRound",
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
    "Report",
    "Room",
    "RoomChange",
    "RoomChoice",
    "RoomHours",
    "SearchEntry",
    "Space",
    "TalksClosed",
]
