"""What may hang on a message: files, words of reaction, and later reports."""

from community.chat.activity import url_of
from community.chat.models import Message
from community.chat.operations import keep_beside
from community.subjects import SubjectKind

MESSAGE = SubjectKind(
    name="message",
    model=Message,
    visible_to=lambda person: Message.objects.visible_to(person).standing(),
    author=lambda message: message.author,
    space=lambda message: message.room.space,
    url=url_of,
    words=lambda message: message.words,
    # The log says what became of a message; no page fetches itself again for it.
    select_related=("author", "room__space__group", "room__space__network"),
    keep=keep_beside,
    takes_reactions=lambda message: message.room.space_id is not None and message.deleted_at is None,
)
