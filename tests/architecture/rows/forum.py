"""Boards, topics, answers, letters, drafts and tags."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from community.roles import GroupKind
from community.spaces.models import Space
from forums.drafts.operations import discard_draft, save_draft
from forums.tags.models import Tag
from forums.tags.operations import keep_tags, remove_tag
from tests.architecture.rows.row import MEMBERS, OWN_GROUP, Row, at
from tests.architecture.rows.world import companies, story_post, the_topic, words
from tests.personas import World


def _board(world: World) -> int:
    return world.torsdagsholdet.space.board.pk


def _story(world: World) -> dict[str, Any]:
    return words(world) | {"kind": "experience", "wish": "tried"}


def _letter(world: World) -> dict[str, Any]:
    return {"expression": "Så spurgte jeg bare.", "to": "send", "client_uuid": uuid4()}


def _begun(world: World) -> dict[str, Any]:
    return {"body": "Halvt skrevet", "draft_key": f"reply:{the_topic(world)}"}


def _draft(world: World) -> int:
    """Freja has begun to write and put it away."""
    freja = world.people["freja"]
    key = f"topic:{_board(world)}"
    save_draft(actor=freja, key=key, values={"body": ["Halvt skrevet"]})
    return discard_draft(actor=freja, draft=freja.drafts.get(key=key)).pk  # type: ignore[attr-defined]


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
        ("the companies'", companies, "mona signe tine"),
        ("the team's", _team, "signe tine"),
    )
]


FORUM = [
    *OTHER_SPACES,
    Row("network", "GET", at("network"), allowed=MEMBERS),
    Row("board", "GET", at("board", _board), allowed=OWN_GROUP),
    Row("new_topic", "GET", at("new_topic", _board), allowed=OWN_GROUP),
    Row("new_topic", "POST", at("new_topic", _board), allowed=OWN_GROUP, status=302, data=_story),
    Row("topic", "GET", at("topic", the_topic), allowed=OWN_GROUP),
    Row("witness_topic", "GET", at("witness_topic", the_topic), allowed="amina signe tine", refused="freja"),
    Row(
        "witness_topic",
        "POST",
        at("witness_topic", the_topic),
        allowed="amina signe tine",
        refused="freja",
        status=302,
        data=_letter,
    ),
    Row("mark_topic_read", "POST", at("mark_topic_read", the_topic), allowed=OWN_GROUP, status=302, data=_position),
    Row("follow_topic", "POST", at("follow_topic", the_topic), allowed=OWN_GROUP, status=302, data=_follow),
    Row("save_post", "POST", at("save_post", story_post), allowed=OWN_GROUP, status=302, data=_save),
    Row("edit_post", "GET", at("edit_post", story_post), allowed="freja", refused="amina signe tine"),
    Row("edit_post", "POST", at("edit_post", story_post), allowed="freja", refused="amina signe tine", status=422),
    Row("remove_post", "POST", at("remove_post", story_post), refused="amina signe tine", allowed="freja", status=302),
    Row("restore_post", "POST", at("restore_post", story_post), allowed="freja", status=302),
    Row("post_history", "GET", at("post_history", story_post), allowed="freja signe"),
    Row(
        "post_history",
        "POST",
        at("post_history", story_post),
        allowed="freja signe",
        data=lambda world: {"reason": "asked"},
    ),
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
    Row("post_reply", "POST", at("post_reply", the_topic), allowed=OWN_GROUP, status=302, data=words),
]
