"""Photos and clips."""

from typing import Any
from uuid import uuid4

from community.attachments.operations import begin_upload
from tests.architecture.rows.row import OWN_GROUP, Row, at
from tests.architecture.rows.world import unknown
from tests.personas import World
from tests.samples import hung_photo


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
    Row("attachment_file", "GET", at("attachment_file", _waiting_file, unknown), about="of what is no file yet"),
]
