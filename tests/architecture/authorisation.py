"""The table of who may do what through which address: the approved answer of every route to every persona.

A registered route and method without a row fails the test, and so does a row whose route is gone. Personas stand in
tests/personas.py. `allowed` get `status`; everybody else gets `otherwise` (404: what one may not see does not exist)
and the visitor is sent to sign in, unless a row says something else.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.urls import reverse

from community.membership.invitations import invite
from community.notifications.models import Notification
from community.notifications.outbox import unsubscribe_token
from community.roles import GroupKind, Role
from community.spaces.models import Space
from tests.personas import CAST, World
from tests.tellings import answer

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


def _story_post(world: World) -> int:
    return world.topic.posts.get(position=0).pk  # type: ignore[attr-defined]


def _position(world: World) -> dict[str, Any]:
    return {"position": 1}


def _follow(world: World) -> dict[str, Any]:
    return {"following": "follow"}


def _save(world: World) -> dict[str, Any]:
    return {"saved": "1"}


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
    Row("saved_posts", "GET", at("saved_posts"), allowed=MEMBERS),
    Row("post_reply", "POST", at("post_reply", _topic), allowed=OWN_GROUP, status=302, data=_words),
]


def _room(world: World) -> int:
    return world.torsdagsholdet.space.room.pk


def _line(world: World) -> dict[str, Any]:
    return {"body": "oppe", "client_uuid": uuid4()}


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
    Row("notification_settings", "POST", at("notification_settings"), allowed=MEMBERS, status=302),
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
    Row("healthz", "GET", at("healthz"), allowed=EVERYBODY),
    Row("since_last", "GET", at("since_last"), allowed=MEMBERS),
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
        lambda world: at("reaction_rows", _post)(world) + f"?of={_told(world)}",
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

ROWS: list[Row] = [*PUBLIC, *DOORS, *OWN, *REACTIONS, *MEMBERSHIP, *HOME, *FORUM, *SEARCH, *CHAT, *NOTIFICATIONS]
