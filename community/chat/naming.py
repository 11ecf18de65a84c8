"""Whom a message calls: by name, or by answering what they said."""

from community.chat.models import Message
from community.spaces.naming import naming_in


def named_in(message: Message) -> tuple[int, ...]:
    """The people whom the message names ("@Freja") or answers; they hear of it where they read here. In a private talk
    nobody is called by name: the other hears of everything."""
    room = message.room
    if room.space is None:
        return ()
    called: list[int] = []
    if "@" in message.body:
        naming = naming_in(room.space, message.author, {})
        for place, sign in enumerate(message.body):
            # An address of mail names nobody.
            if sign == "@" and not message.body[:place][-1:].isalnum():
                naming(message.body, place + 1)
        called += naming.found
    answered = message.reply_to
    if answered is not None and answered.author_id not in (message.author_id, *called):
        called.append(answered.author_id)
    return tuple(called)
