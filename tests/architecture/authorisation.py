"""The table of who may do what through which address: the approved answer of every route to every persona.

A registered route and method without a row fails the test, and so does a row whose route is gone. Personas stand in
tests/personas.py. `allowed` get `status`; everybody else gets `otherwise` (404: what one may not see does not exist)
and the visitor is sent to sign in, unless a row says something else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.urls import reverse

from community import clock
from community.asks.models import Ask
from community.asks.operations import ask_author
from community.attachments.operations import begin_upload
from community.chat.models import Message
from community.chat.operations import delete_message, send_message
from community.chat.talks import begin_talk
from community.house_rules.models import HouseRules
from community.meetings.feeds import make_calendar_feed
from community.meetings.operations import open_meeting
from community.membership.invitations import invite
from community.notifications import kinds
from community.notifications.mails import unsubscribe_token
from community.notifications.models import Notification
from community.roles import GroupKind, Role
from community.spaces.models import Space
from forums.drafts.operations import discard_draft, save_draft
from forums.tags.models import Tag
from forums.tags.operations import keep_tags, remove_tag
from tests.personas import CAST, World
from tests.samples import hung_photo
from tests.tellings import answer
from youth_network.agendas.from_topics import PURPOSE
from youth_network.agendas.models import Agenda, AgendaItem, Placement
from youth_network.agendas.operations import propose_item
from youth_network.live_meetings.models import Agreement, EmptyChair, WitnessRound

EVERYBODY = " ".join(CAST)
MEMBERS = " ".join(name for name in CAST if name != "visitor")
SIGN_IN = "sign-in"

#: Who sees Torsdagsholdet's space, as design.md section 2 has it.
OWN_GROUP = "freja amina signe tine"


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    path: Callable[[World], str]
    allowed: str = ""
    status: int = 200
    otherwise: int = 404
    visitor: int | str = SIGN_IN
    data: Callable[[World], dict[str, Any]] = field(default=lambda world: {})
    headers: dict[str, str] = field(default_factory=dict)
    #: Who may see it, but not do this with it: 403 and a sentence.
    refused: str = ""
    #: What tells rows of one route and method apart.
    about: str = ""

    def expected(self, persona: str) -> int | str:
        if persona == "visitor" and "visitor" not in self.allowed.split():
            return self.visitor
        if persona in self.refused.split():
            return 403
        return self.status if persona in self.allowed.split() else self.otherwise

    def __str__(self) -> str:
        return " ".join(filter(None, (self.method, self.name, self.about)))


def at(name: str, *args: Callable[[World], Any]) -> Callable[[World], str]:
    """The route's address with arguments taken from the world."""
    return lambda world: reverse(name, args=[arg(world) for arg in args])


def _topic(world: World) -> int:
    return world.topic.pk  # type: ignore[attr-defined]


def _board(world: World) -> int:
    return world.torsdagsholdet.space.board.pk


def _words(world: World) -> dict[str, Any]:
    return {"body": "Et svar", "client_uuid": uuid4()}


def _story(world: World) -> dict[str, Any]:
    return _words(world) | {"kind": "experience", "wish": "tried"}


def _letter(world: World) -> dict[str, Any]:
    return {"expression": "Så spurgte jeg bare.", "to": "send", "client_uuid": uuid4()}


def _begun(world: World) -> dict[str, Any]:
    return {"body": "Halvt skrevet", "draft_key": f"reply:{_topic(world)}"}


def _draft(world: World) -> int:
    """Freja has begun to write and put it away."""
    freja = world.people["freja"]
    key = f"topic:{_board(world)}"
    save_draft(actor=freja, key=key, values={"body": ["Halvt skrevet"]})
    return discard_draft(actor=freja, draft=freja.drafts.get(key=key)).pk  # type: ignore[attr-defined]


def _story_post(world: World) -> int:
    return world.topic.posts.get(position=0).pk  # type: ignore[attr-defined]


def _position(world: World) -> dict[str, Any]:
    return {"position": 1}


def _follow(world: World) -> dict[str, Any]:
    return {"following": "follow"}


def _save(world: World) -> dict[str, Any]:
    return {"saved": "1"}


def _tag_called(name: str) -> Callable[[World], int]:
    def tag(world: World) -> int:
        keep_tags(world.topic, ["kantine", "pauser"])  # type: ignore[attr-defined]
        return Tag.objects.get(name=name).pk

    return tag


def _removed_tag(world: World) -> int:
    return remove_tag(actor=world.signe, tag=Tag.objects.get(pk=_tag_called("pauser")(world))).pk


def _two_tags(world: World) -> dict[str, Any]:
    return {"gone": _tag_called("pauser")(world), "into": _tag_called("kantine")(world)}


def _group_space(world: World) -> int:
    return world.torsdagsholdet.space.pk


def _other_board(space: Callable[[World], Any]) -> Callable[[World], int]:
    return lambda world: space(world).board.pk


def _companies(world: World) -> Any:
    return world.group(world.roskilde, GroupKind.COMPANY_NETWORK).space


def _team(world: World) -> Any:
    return world.group(world.roskilde, GroupKind.TEAM).space


def _youth_forum(world: World) -> Any:
    return Space.objects.get(network=world.roskilde, kind="youth_forum")


#: The same page for spaces that stand in other relations to the cast.
OTHER_SPACES = [
    Row(name, "GET", at(name, _other_board(space)), allowed=allowed, about=about)
    for name in ("board", "new_topic")
    for about, space, allowed in (
        ("another group's", lambda world: world.mandagsholdet.space, "sofie signe tine"),
        ("another network's", lambda world: world.onsdagsholdet.space, "yusuf bo"),
        ("all youths'", _youth_forum, "freja amina sofie signe tine"),
        ("the companies'", _companies, "mona signe tine"),
        ("the team's", _team, "signe tine"),
    )
]

FORUM = [
    *OTHER_SPACES,
    Row("network", "GET", at("network"), allowed=MEMBERS),
    Row("board", "GET", at("board", _board), allowed=OWN_GROUP),
    Row("new_topic", "GET", at("new_topic", _board), allowed=OWN_GROUP),
    Row("new_topic", "POST", at("new_topic", _board), allowed=OWN_GROUP, status=302, data=_story),
    Row("topic", "GET", at("topic", _topic), allowed=OWN_GROUP),
    Row("witness_topic", "GET", at("witness_topic", _topic), allowed="amina signe tine", refused="freja"),
    Row(
        "witness_topic",
        "POST",
        at("witness_topic", _topic),
        allowed="amina signe tine",
        refused="freja",
        status=302,
        data=_letter,
    ),
    Row("mark_topic_read", "POST", at("mark_topic_read", _topic), allowed=OWN_GROUP, status=302, data=_position),
    Row("follow_topic", "POST", at("follow_topic", _topic), allowed=OWN_GROUP, status=302, data=_follow),
    Row("save_post", "POST", at("save_post", _story_post), allowed=OWN_GROUP, status=302, data=_save),
    Row("edit_post", "GET", at("edit_post", _story_post), allowed="freja", refused="amina signe tine"),
    Row("edit_post", "POST", at("edit_post", _story_post), allowed="freja", refused="amina signe tine", status=422),
    Row("remove_post", "POST", at("remove_post", _story_post), refused="amina signe tine", allowed="freja", status=302),
    Row("restore_post", "POST", at("restore_post", _story_post), allowed="freja", status=302),
    Row("post_history", "GET", at("post_history", _story_post), allowed="freja signe"),
    Row("drafts", "GET", at("drafts"), allowed=MEMBERS),
    Row("save_draft", "POST", at("save_draft"), allowed=OWN_GROUP, status=302, data=_begun),
    Row("discard_draft", "POST", at("discard_draft"), allowed=MEMBERS, status=302, data=_begun, about="of one's own"),
    Row("restore_draft", "POST", at("restore_draft", _draft), allowed="freja", status=302),
    Row("saved_posts", "GET", at("saved_posts"), allowed=MEMBERS),
    Row("follow_board", "POST", at("follow_board", _board), allowed=OWN_GROUP, status=302, data=_follow),
    Row("board_tag", "GET", at("board_tag", _board, _tag_called("kantine")), allowed=OWN_GROUP),
    Row("suggest_tags", "GET", at("suggest_tags", _board), allowed=OWN_GROUP),
    Row("edit_tags", "GET", at("edit_tags", lambda world: world.roskilde.pk), allowed="signe"),
    Row(
        "rename_tag",
        "POST",
        at("rename_tag", _tag_called("kantine")),
        allowed="signe",
        status=302,
        data=lambda world: {"name": "frokost"},
    ),
    Row("merge_tags", "POST", at("merge_tags", _group_space), allowed="signe", status=302, data=_two_tags),
    Row("remove_tag", "POST", at("remove_tag", _tag_called("kantine")), allowed="signe", status=302),
    Row("restore_tag", "POST", at("restore_tag", _removed_tag), allowed="signe", status=302),
    Row("post_reply", "POST", at("post_reply", _topic), allowed=OWN_GROUP, status=302, data=_words),
]


def _room(world: World) -> int:
    return world.torsdagsholdet.space.room.pk


def _line(world: World) -> dict[str, Any]:
    return {"body": "oppe", "client_uuid": uuid4()}


def _tells(world: World) -> dict[str, Any]:
    return {"tells": "all"}


def _hours(world: World) -> dict[str, Any]:
    return {"host": world.people["signe"].pk, "weekdays": [0, 3], "begins": "09:00", "ends": "16:00"}


def _say(world: World, name: str) -> Message:
    room = world.torsdagsholdet.space.room
    return send_message(actor=getattr(world, name), room=room, body="oppe", client_uuid=uuid4())[0]


def _said(world: World) -> int:
    return _say(world, "freja").seq


def _taken_back(world: World) -> int:
    return delete_message(actor=world.freja, message=_say(world, "freja")).seq


def _heard(world: World) -> int:
    return _say(world, "amina").author_id


def _talk(world: World) -> int:
    return begin_talk(actor=world.freja, other=world.tine, network_id=world.roskilde.pk).pk


CHAT = [
    Row("chat", "GET", at("chat"), allowed="freja amina sofie yusuf emil signe bo tine ellen karla", otherwise=302),
    Row("chat_room", "GET", at("chat_room", _room), allowed=OWN_GROUP),
    Row("chat_log", "GET", at("chat_log", _room), allowed=OWN_GROUP),
    Row("send_message", "POST", at("send_message", _room), allowed=OWN_GROUP, status=302, data=_line),
    Row(
        "send_message",
        "POST",
        at("send_message", _room),
        allowed=OWN_GROUP,
        status=201,
        data=_line,
        headers={"Accept": "application/json"},
        about="by script",
    ),
    Row("read_room", "POST", at("read_room", _room), allowed=OWN_GROUP, status=302, data=lambda world: {"seq": 1}),
    Row("chat_room", "GET", at("chat_room", _talk), allowed="freja tine", about="a private talk"),
    Row("chat_log", "GET", at("chat_log", _talk), allowed="freja tine", about="a private talk"),
    Row("send_message", "POST", at("send_message", _talk), allowed="freja tine", status=302, data=_line, about="alone"),
    Row("room_about", "GET", at("room_about", _room), allowed=OWN_GROUP),
    Row("choose_tells", "POST", at("choose_tells", _room), allowed=OWN_GROUP, status=302, data=_tells),
    Row("room_hours", "GET", at("room_hours", _room), allowed="signe"),
    Row("room_hours", "POST", at("room_hours", _room), allowed="signe", status=302, data=_hours),
    Row("remove_hours", "POST", at("remove_hours", _room, lambda world: 1), allowed="signe", status=302),
    Row("chat_messages", "GET", at("chat_messages", _room), allowed=OWN_GROUP),
    Row("chat_message", "GET", at("chat_message", _room, _said), allowed=OWN_GROUP),
    Row(
        "edit_message",
        "POST",
        at("edit_message", _room, _said),
        allowed="freja",
        status=302,
        refused="amina signe tine",
        data=_line,
    ),
    Row(
        "delete_message",
        "POST",
        at("delete_message", _room, _said),
        allowed="freja",
        status=302,
        refused="amina signe tine",
    ),
    Row(
        "restore_message",
        "POST",
        at("restore_message", _room, _taken_back),
        allowed="freja",
        status=302,
        refused="amina signe tine",
    ),
    Row(
        "begin_talk",
        "POST",
        at("begin_talk", lambda world: world.people["tine"].pk),
        allowed="freja amina sofie",
        status=302,
    ),
    Row("begin_talk", "POST", at("begin_talk", lambda world: world.people["mona"].pk), about="with a company"),
    Row("mute", "POST", at("mute", _heard), allowed="freja signe tine", status=302),
    Row("unmute", "POST", at("unmute", _heard), allowed="freja signe tine", status=302),
]


#: What the settings page sends: every kind as it is, no quiet hours.
MAIL_CHOICE = {"digest_hour": 16, "digest_weekday": 0} | {f"rhythm_{kind.name}": "daily" for kind in kinds.mailed()}


def _a_meeting(world: World) -> int:
    """One of Torsdagsholdet, in a place that nobody else hears of."""
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=7)
    place = "Kanariefuglen synger i baglokalet"
    return open_meeting(actor=None, group=world.torsdagsholdet, starts_at=starts_at, place=place).pk


def _torsdagsholdet(world: World) -> int:
    return world.torsdagsholdet.pk


def _coming(world: World) -> dict[str, Any]:
    return {"answer": "coming"}


NOT_CONSULTANTS = "freja amina tine"
MEETINGS = [
    # Whoever sees one group only is led to its next meeting.
    Row("meetings", "GET", at("meetings"), allowed="emil signe bo tine ellen karla", otherwise=302),
    Row("meeting", "GET", at("meeting", _a_meeting), allowed=OWN_GROUP),
    Row("meeting_calendar", "GET", at("meeting_calendar", _a_meeting), allowed=OWN_GROUP),
    Row("answer_meeting", "GET", at("answer_meeting", _a_meeting), allowed=OWN_GROUP),
    Row(
        "answer_meeting",
        "POST",
        at("answer_meeting", _a_meeting),
        allowed="freja amina",
        refused="signe tine",
        status=302,
        data=_coming,
    ),
    Row(
        "withdraw_answer",
        "POST",
        at("withdraw_answer", _a_meeting),
        allowed="freja amina",
        refused="signe tine",
        status=302,
    ),
    Row(
        "hold_meeting_after_all",
        "POST",
        at("hold_meeting_after_all", _a_meeting),
        "signe",
        302,
        refused=NOT_CONSULTANTS,
    ),
    Row("group_meetings", "GET", at("group_meetings", _torsdagsholdet), allowed=OWN_GROUP),
    Row("earlier_meetings", "GET", at("earlier_meetings", _torsdagsholdet), allowed=OWN_GROUP),
    *(
        Row(name, method, at(name, of), allowed="signe", status=status, refused=NOT_CONSULTANTS)
        for name, of in (
            ("move_meeting", _a_meeting),
            ("cancel_meeting", _a_meeting),
            ("open_meeting", _torsdagsholdet),
            ("set_series", _torsdagsholdet),
            ("end_series", _torsdagsholdet),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    Row("my_calendar", "GET", at("my_calendar"), allowed=MEMBERS),
    Row("make_calendar_feed", "POST", at("make_calendar_feed"), allowed=MEMBERS),
    Row("revoke_calendar_feed", "POST", at("revoke_calendar_feed"), allowed=MEMBERS, status=302),
    # The secret address speaks for itself, whoever holds it.
    Row(
        "calendar_feed",
        "GET",
        at("calendar_feed", lambda world: make_calendar_feed(actor=world.people["yusuf"])),
        allowed=EVERYBODY,
    ),
    Row("calendar_feed", "GET", at("calendar_feed", lambda world: "x" * 43), visitor=404, about="nobody's"),
]


def _own_notification(world: World) -> int:
    """Freja is told that Amina answered her."""
    return Notification.objects.filter(recipient=world.people["freja"]).earliest("pk").pk


def _stop(world: World) -> str:
    return unsubscribe_token(world.people["freja"].pk, "reply_posted")


#: The signed address of a mail speaks for itself, whoever holds it; the button of the page carries a form token.
ONE_CLICK = {"List-Unsubscribe": "One-Click"}

NOTIFICATIONS = [
    Row("notifications", "GET", at("notifications"), allowed=MEMBERS),
    Row("notifications_mark", "GET", at("notifications_mark"), allowed=MEMBERS),
    Row("mark_notifications_read", "POST", at("mark_notifications_read"), allowed=MEMBERS, status=302),
    Row("open_notification", "POST", at("open_notification", _own_notification), allowed="freja", status=302),
    Row("notification_settings", "GET", at("notification_settings"), allowed=MEMBERS),
    Row(
        "notification_settings",
        "POST",
        at("notification_settings"),
        allowed=MEMBERS,
        status=302,
        data=lambda world: MAIL_CHOICE,
    ),
    Row("unsubscribe", "GET", at("unsubscribe", _stop), allowed=EVERYBODY),
    Row("unsubscribe", "POST", at("unsubscribe", _stop), allowed=EVERYBODY, about="by the button"),
    Row(
        "unsubscribe",
        "POST",
        at("unsubscribe", _stop),
        allowed=EVERYBODY,
        status=204,
        data=lambda world: ONE_CLICK,
        about="by one click",
    ),
]

HOME = [
    Row("service_worker", "GET", at("service_worker"), allowed=EVERYBODY),
    Row("offline", "GET", at("offline"), allowed=EVERYBODY),
    Row("healthz", "GET", at("healthz"), allowed=EVERYBODY),
    Row("since_last", "GET", at("since_last"), allowed=MEMBERS),
    Row("mark_home_seen", "POST", at("mark_home_seen"), allowed=MEMBERS, status=302, data=lambda world: {"until": 1}),
    Row("demo", "GET", at("demo"), allowed=EVERYBODY),
    Row("demo_sign_in", "POST", at("demo_sign_in"), allowed="", visitor=404, data=lambda world: {"person": "nobody"}),
]

PUBLIC = [
    Row("get_help", "GET", at("get_help"), allowed=EVERYBODY),
    Row("robots", "GET", at("robots"), allowed=EVERYBODY),
    Row("sitemap", "GET", at("sitemap"), allowed=EVERYBODY),
    Row("wagtail_serve", "GET", at("wagtail_serve", lambda world: ""), allowed=EVERYBODY),
    Row("wagtail_serve", "GET", at("wagtail_serve", lambda world: "nowhere/"), visitor=404, about="unknown"),
    Row("wagtaildocs_serve", "GET", lambda world: "/documents/1/nothing.pdf", visitor=404, about="unknown"),
]


def _letter(world: World) -> str:
    """A fresh invitation into Torsdagsholdet."""
    return invite(actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH)[1]


def _open_invitation(world: World) -> int:
    return invite(actor=world.signe, network=world.roskilde, group=world.torsdagsholdet, role=Role.YOUTH)[0].pk


def _roskilde(world: World) -> int:
    return world.roskilde.pk


def _nobody(world: World) -> int:
    return 0


def _unknown(world: World) -> str:
    return "unknown"


#: Pages for those who are outside: who is in is sent on.
DOORS = [
    Row("account_login", "GET", at("account_login"), allowed="visitor", otherwise=302),
    Row(
        "account_login",
        "POST",
        at("account_login"),
        allowed=EVERYBODY,
        status=302,
        data=lambda world: {"email": "nobody@example.com"},
    ),
    Row("account_request_login_code", "GET", at("account_request_login_code"), allowed=EVERYBODY, status=302),
    Row("account_confirm_login_code", "GET", at("account_confirm_login_code"), allowed=EVERYBODY, status=302),
    Row("account_confirm_login_code", "POST", at("account_confirm_login_code"), allowed=EVERYBODY, status=302),
    Row("mfa_login_webauthn", "GET", at("mfa_login_webauthn"), allowed=EVERYBODY, status=302),
    Row("mfa_login_webauthn", "POST", at("mfa_login_webauthn"), allowed=EVERYBODY, status=302),
    Row("mfa_authenticate", "GET", at("mfa_authenticate"), allowed=EVERYBODY, status=302),
    Row("mfa_authenticate", "POST", at("mfa_authenticate"), allowed=EVERYBODY, status=302),
    Row("account_logout", "GET", at("account_logout"), allowed=MEMBERS, visitor=302),
    Row("account_logout", "POST", at("account_logout"), allowed=EVERYBODY, status=302),
    Row("account_inactive", "GET", at("account_inactive"), allowed=EVERYBODY),
    Row("admin_sign_in", "GET", at("admin_sign_in"), allowed=EVERYBODY, status=302),
    Row("admin_sign_out", "POST", at("admin_sign_out"), allowed=EVERYBODY, status=302),
    Row("page_sign_in", "GET", at("page_sign_in"), allowed=EVERYBODY, status=302),
    Row("account_reauthenticate", "GET", at("account_reauthenticate"), allowed=MEMBERS),
    Row("account_reauthenticate", "POST", at("account_reauthenticate"), allowed=MEMBERS),
    # Without a passkey or app there is nothing to prove with: a mailed code does.
    Row("mfa_reauthenticate", "GET", at("mfa_reauthenticate"), allowed=MEMBERS, status=302),
    Row("mfa_reauthenticate", "POST", at("mfa_reauthenticate"), allowed=MEMBERS, status=302),
    Row("mfa_reauthenticate_webauthn", "GET", at("mfa_reauthenticate_webauthn"), allowed=MEMBERS, status=302),
    Row("mfa_reauthenticate_webauthn", "POST", at("mfa_reauthenticate_webauthn"), allowed=MEMBERS, status=302),
    Row("invitation", "GET", at("invitation", _letter), allowed=EVERYBODY),
    Row("invitation", "GET", at("invitation", _unknown), visitor=404, about="unknown"),
    Row("invitation", "POST", at("invitation", _unknown), visitor=404, about="unknown"),
    Row("invitation_code", "GET", at("invitation_code", _letter), allowed=EVERYBODY, status=302),
    Row("invitation_code", "POST", at("invitation_code", _unknown), visitor=404),
]

#: What is one's own; what belongs to somebody else does not exist.
OWN = [
    Row("me", "GET", at("me"), allowed=MEMBERS),
    Row("edit_profile", "GET", at("edit_profile"), allowed=MEMBERS),
    Row(
        "edit_profile",
        "POST",
        at("edit_profile"),
        allowed=MEMBERS,
        status=302,
        data=lambda world: {"display_name": "Nogen", "language": "da"},
    ),
    Row("remove_portrait", "POST", at("remove_portrait"), allowed=MEMBERS, status=302),
    Row("portrait", "GET", at("portrait", lambda world: world.people["freja"].pk), about="of somebody without one"),
    Row("usersessions_list", "GET", at("usersessions_list"), allowed=MEMBERS),
    Row("usersessions_list", "POST", at("usersessions_list"), allowed=MEMBERS, status=302),
    Row("sign_out_device", "POST", at("sign_out_device", _nobody)),
    Row("second_factor", "GET", at("second_factor"), allowed=MEMBERS),
    Row("mfa_index", "GET", at("mfa_index"), allowed=EVERYBODY, status=302),
    Row("mfa_list_webauthn", "GET", at("mfa_list_webauthn"), allowed=EVERYBODY, status=302),
    Row("mfa_add_webauthn", "GET", at("mfa_add_webauthn"), allowed=MEMBERS),
    Row("mfa_add_webauthn", "POST", at("mfa_add_webauthn"), allowed=MEMBERS),
    Row("mfa_edit_webauthn", "GET", at("mfa_edit_webauthn", _nobody)),
    Row("mfa_edit_webauthn", "POST", at("mfa_edit_webauthn", _nobody)),
    Row("mfa_remove_webauthn", "GET", at("mfa_remove_webauthn", _nobody)),
    Row("mfa_remove_webauthn", "POST", at("mfa_remove_webauthn", _nobody)),
    Row("mfa_activate_totp", "GET", at("mfa_activate_totp"), allowed=MEMBERS),
    Row("mfa_activate_totp", "POST", at("mfa_activate_totp"), allowed=MEMBERS),
    Row("mfa_deactivate_totp", "GET", at("mfa_deactivate_totp"), about="without an app"),
    Row("mfa_deactivate_totp", "POST", at("mfa_deactivate_totp"), about="without an app"),
    Row("mfa_view_recovery_codes", "GET", at("mfa_view_recovery_codes"), about="without any"),
    Row("mfa_generate_recovery_codes", "GET", at("mfa_generate_recovery_codes"), allowed=MEMBERS),
    Row("mfa_generate_recovery_codes", "POST", at("mfa_generate_recovery_codes"), allowed=MEMBERS),
    Row("close_account", "GET", at("close_account"), allowed=MEMBERS),
    Row("close_account", "POST", at("close_account"), allowed=MEMBERS, about="without the tick"),
]

MEMBERSHIP = [
    Row("members", "GET", at("members", _roskilde), allowed="signe"),
    Row(
        "make_group",
        "POST",
        at("make_group", _roskilde),
        allowed="signe",
        status=302,
        data=lambda world: {"name": "Fredagsholdet"},
    ),
    Row("invite", "GET", at("invite", _roskilde), allowed="signe ellen"),
    Row("invite", "POST", at("invite", _roskilde), allowed="signe ellen"),
    Row("invite_to_programme", "GET", at("invite_to_programme"), allowed="ellen"),
    Row("invite_to_programme", "POST", at("invite_to_programme"), allowed="ellen"),
    Row("invitation_card", "POST", at("invitation_card"), about="unknown"),
    Row("revoke_invitation", "POST", at("revoke_invitation", _open_invitation), allowed="signe", status=302),
    Row(
        "move_youth",
        "POST",
        at("move_youth", lambda world: world.membership("jonas").pk),
        allowed="signe",
        status=302,
        data=lambda world: {"group": world.mandagsholdet.pk},
    ),
    Row("end_membership", "GET", at("end_membership", lambda world: world.membership("rashid").pk), allowed="signe"),
    Row(
        "end_membership",
        "POST",
        at("end_membership", lambda world: world.membership("rashid").pk),
        allowed="signe",
        status=302,
    ),
    Row("networks", "GET", at("networks"), allowed="ellen"),
    Row("networks", "POST", at("networks"), allowed="ellen"),
]


def _told(world: World) -> int:
    """What Jonas answered, who is not asked himself: one's own words take none of one's own."""
    return answer(world, world.topic, "jonas", body="Et svar").pk  # type: ignore[attr-defined]


def _word(world: World) -> int:
    return world.torsdagsholdet.space.reaction_words.first().pk


def _post(world: World) -> str:
    return "post"


SEARCH = [
    Row("search", "GET", at("search"), allowed=MEMBERS),
    Row("search", "POST", at("search"), allowed=MEMBERS, data=lambda world: {"words": "baglokalet"}),
]

REACTIONS = [
    Row("react", "POST", at("react", _post, _told, _word), allowed=OWN_GROUP, status=302),
    Row(
        "take_back_reaction",
        "POST",
        at("take_back_reaction", _post, _told, _word),
        allowed=OWN_GROUP,
        status=302,
    ),
    Row(
        "reaction_rows",
        "GET",
        lambda world: at("reaction_rows", _post)(world) + f"?row={_told(world)}",
        allowed=OWN_GROUP,
    ),
    Row("reaction_words", "GET", at("reaction_words", _roskilde), allowed="signe"),
    Row(
        "add_reaction_word",
        "POST",
        at("add_reaction_word", lambda world: world.torsdagsholdet.space.pk),
        allowed="signe",
        status=302,
        data=lambda world: {"text": "Stærkt"},
    ),
    Row(
        "rename_reaction_word",
        "POST",
        at("rename_reaction_word", _word),
        allowed="signe",
        status=302,
        data=lambda world: {"text": "Godt sagt"},
    ),
    Row("move_reaction_word", "POST", at("move_reaction_word", _word), allowed="signe", status=302),
    Row("retire_reaction_word", "POST", at("retire_reaction_word", _word), allowed="signe", status=302),
]


def _space(world: World) -> int:
    return world.torsdagsholdet.space.pk


WRITING = [
    Row("people_to_name", "GET", at("people_to_name", _space), allowed=OWN_GROUP),
    Row(
        "people_to_name",
        "GET",
        at("people_to_name", lambda world: _companies(world).pk),
        allowed="mona signe tine",
        about="the companies'",
    ),
    Row("preview_words", "POST", at("preview_words", _space), allowed=OWN_GROUP, data=_words),
    Row("emoji_picker", "GET", at("emoji_picker"), allowed=MEMBERS),
]


def _waiting_file(world: World) -> Any:
    """An upload that Freja has begun; it hangs on nothing."""
    begun, _new = begin_upload(actor=world.freja, client_uuid=uuid4(), kind="picture", size=10)
    return begun.uuid


def _file_of_a_post(world: World) -> Any:
    """Freja's photo on the story that Torsdagsholdet reads."""
    return hung_photo(world.freja, world.topic.posts.get(position=0)).uuid  # type: ignore[attr-defined]


BELONGING = "freja amina sofie yusuf mona line signe bo tine ellen"

ATTACHMENTS = [
    Row(
        "begin_upload",
        "POST",
        at("begin_upload"),
        allowed=BELONGING,
        refused="emil karla",
        status=201,
        data=lambda world: {"client_uuid": uuid4(), "kind": "picture", "size": 10},
    ),
    Row("add_bytes", "POST", at("add_bytes", _waiting_file), allowed="freja", status=415, about="as a form"),
    Row("upload_state", "GET", at("upload_state", _waiting_file), allowed="freja"),
    Row("describe_attachment", "POST", at("describe_attachment", _waiting_file), allowed="freja", status=204),
    Row("remove_attachment", "POST", at("remove_attachment", _waiting_file), allowed="freja", status=204),
    Row("attachment", "GET", at("attachment", _file_of_a_post), allowed=OWN_GROUP),
    Row(
        "attachment_file",
        "GET",
        at("attachment_file", _file_of_a_post, lambda world: "thumb.webp"),
        allowed=OWN_GROUP,
    ),
    Row("attachment_file", "GET", at("attachment_file", _waiting_file, _unknown), about="of what is no file yet"),
]


def _place(world: World) -> int:
    """Something of Freja's on Torsdagsholdet's table, with words that nobody else hears."""
    _a_meeting(world)
    item = propose_item(actor=world.freja, group=world.torsdagsholdet, title="Kanariepunktet")
    return item.placements.get().pk


def _item(world: World) -> int:
    return Placement.objects.get(pk=_place(world)).item_id


def _reached(world: World) -> Placement:
    """The same, once the meeting has come to it."""
    place = Placement.objects.get(pk=_place(world))
    place.started_at = clock.now()
    place.save()
    return place


def _chair(world: World) -> int:
    author = world.membership("freja")
    return EmptyChair.objects.create(placement=_reached(world), author=author, words="Kanariestolen").pk


def _round_place(world: World) -> int:
    place = _reached(world)
    WitnessRound.objects.create(placement=place, teller=world.membership("freja"))
    return place.pk


def _agreement_of(world: World) -> int:
    place = _reached(world)
    made_by = world.membership("freja")
    return Agreement.objects.create(agenda=place.agenda, placement=place, what="Kanarieaftalen", made_by=made_by).pk


def _held(world: World) -> int:
    """A meeting that is over."""
    now = clock.now()
    meeting = open_meeting(actor=None, group=world.torsdagsholdet, starts_at=now + timedelta(days=2)).pk
    Agenda.objects.filter(pk=meeting).update(phase="closed", started_at=now, ended_at=now, remark="Kanariereferatet")
    return meeting


def _rules(world: World) -> int:
    version = HouseRules.objects.filter(group=world.torsdagsholdet).count() + 1
    proposer = world.membership("freja")
    HouseRules.objects.filter(group=world.torsdagsholdet, adopted_at=None).exclude(version=1).delete()
    return HouseRules.objects.create(group=world.torsdagsholdet, version=version, proposed_by=proposer).pk


def _ask(world: World) -> int:
    """Amina has asked Freja for her topic."""
    topic = world.topic  # type: ignore[attr-defined]
    AgendaItem.objects.filter(topic=topic).update(topic=None)
    Ask.objects.filter(subject_id=topic.pk).delete()
    return ask_author(actor=world.amina, purpose=PURPOSE, subject=topic, place_id=world.torsdagsholdet.pk).pk


def _freja_in_the_group(world: World) -> int:
    return world.membership("freja").pk


def _host(world: World) -> str:
    return "host"


YOUTHS = "freja amina"
AGENDAS = [
    *(
        Row(name, "GET", at(name, of), allowed=OWN_GROUP, status=status)
        for name, of, status in (
            ("agenda", _a_meeting, 200),
            ("live_meeting", _a_meeting, 200),
            ("host_script", _a_meeting, 200),
            ("minutes", _held, 200),
            ("past_meetings", _torsdagsholdet, 200),
            ("agenda_balance", _torsdagsholdet, 200),
            ("house_rules", _torsdagsholdet, 200),
        )
    ),
    Row("minutes", "GET", at("minutes", _a_meeting), OWN_GROUP, 302, about="of a meeting to come"),
    # Forms: who may do the deed sees them, who may only look on is told so.
    *(
        Row(name, method, at(name, of), allowed=who, status=status, refused=others)
        for name, of, who, others in (
            ("propose_item", _a_meeting, "freja amina signe", "tine"),
            ("propose_practical", _a_meeting, "signe", "freja amina tine"),
            ("change_item", _item, "freja", "amina signe tine"),
            ("take_item_down", _item, "signe", "freja amina tine"),
            ("set_closing", _torsdagsholdet, YOUTHS, "signe tine"),
            ("leave_chair", _place, YOUTHS, "signe tine"),
            ("propose_house_rules", _torsdagsholdet, YOUTHS, "signe tine"),
        )
        for method, status in (("GET", 200), ("POST", 422))
    ),
    # Deeds at the table: whoever sees it comes back to it, with a sentence where they may not
    # (tests/youth_network/agendas and live_meetings say who may).
    *(
        Row(name, "POST", at(name, *of), allowed=OWN_GROUP, status=302, data=lambda world, data=data: data)
        for name, of, data in (
            ("order_items", (_a_meeting,), {"order": "1"}),
            ("take_role", (_a_meeting, _host), {}),
            ("hand_back_role", (_a_meeting, _host), {}),
            ("vote_on_item", (_place,), {}),
            ("take_back_vote", (_place,), {}),
            ("move_item", (_place,), {"where": "earlier"}),
            ("set_minutes", (_place,), {"minutes": 5}),
            ("withdraw_item", (_item,), {}),
            ("put_back_item", (_item,), {}),
            ("start_meeting", (_a_meeting,), {}),
            ("take_turn", (_a_meeting, _freja_in_the_group), {}),
            ("go_to_items", (_a_meeting,), {}),
            ("go_to_check_out", (_a_meeting,), {}),
            ("end_meeting", (_a_meeting,), {}),
            ("start_item", (_place,), {}),
            ("finish_item", (_place,), {}),
            ("reopen_item", (_place,), {}),
            ("give_more_time", (_place,), {"given": "0"}),
            ("wish_time", (_place,), {"wish": "move_on"}),
            ("hand_to_consultant", (_a_meeting,), {"back": "1"}),
            ("settle_agreement", (_a_meeting, _agreement_of), {"state": "kept"}),
            ("take_agreement_back", (_agreement_of,), {}),
            ("go_to_step", (_round_place,), {"seen": "telling", "step": "expression"}),
            ("mark_chair_read", (_chair,), {}),
            ("take_chair_back", (_chair,), {}),
            ("vote_on_house_rules", (_rules,), {"yes": "0"}),
            ("take_back_house_rules", (_rules,), {}),
        )
    ),
    # What was typed stands in the page that says why it was not taken.
    *(
        Row(name, "POST", at(name, of), allowed=OWN_GROUP, status=422)
        for name, of in (
            ("write_takeaway", _place),
            ("make_agreement", _a_meeting),
            ("begin_round", _place),
            ("answer_chair", _chair),
            ("correct_minutes", _held),
        )
    ),
    Row("leave_round", "POST", at("leave_round", _round_place), allowed=YOUTHS, status=302),
    Row("ask", "GET", at("ask", _ask), allowed=YOUTHS),
    Row("answer_ask", "POST", at("answer_ask", _ask), allowed=YOUTHS, status=302),
    Row("take_back_ask", "POST", at("take_back_ask", _ask), allowed=YOUTHS, status=302),
    Row("propose_from_topic", "POST", at("propose_from_topic", _topic, _torsdagsholdet), allowed=YOUTHS, status=302),
]


ROWS: list[Row] = [
    *PUBLIC,
    *DOORS,
    *OWN,
    *REACTIONS,
    *MEMBERSHIP,
    *HOME,
    *FORUM,
    *WRITING,
    *SEARCH,
    *CHAT,
    *MEETINGS,
    *AGENDAS,
    *NOTIFICATIONS,
    *ATTACHMENTS,
    # Last: the story is gone after it.
    Row("undo_post", "POST", at("undo_post", _story_post), refused="amina signe tine", allowed="freja", status=302),
]
