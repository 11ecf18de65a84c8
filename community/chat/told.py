"""How what is said in rooms is told to people: in the app, and by mail, without a word of it where youths write."""

from dataclasses import replace
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from community.chat.activity import MessageNamed, MessageSent
from community.chat.models import Message
from community.notifications.kinds import Kind, Mail

#: Who is at the chat answers there; a mail comes only to those who have not looked for a while.
AWAY_FOR = timedelta(minutes=15)

MESSAGE_NAMED = Kind(
    activity=MessageNamed,
    label=_("Somebody names or answers me in the chat"),
    visible_to=lambda person: Message.objects.visible_to(person).standing(),
    retell=lambda message: MessageNamed(actor=message.author, message=message),
    space=lambda message: message.room.space,
    thread=lambda message: f"room:{message.room_id}",
    select_related=("author", "room__space__group", "room__space__network", "room__begun_by", "room__begun_with"),
    mail=Mail(
        subject=_("Somebody wrote to you in the company network"),
        general=_("Somebody has written to you in the chat."),
        words=lambda message: message.words,
        delay=AWAY_FOR,
    ),
)

MESSAGE_SENT = replace(
    MESSAGE_NAMED,
    activity=MessageSent,
    label=_("A private message, or news in a chat where I want to hear everything"),
    retell=lambda message: MessageSent(actor=message.author, message=message),
    mail=Mail(
        subject=_("New in the chat of the company network"),
        general=_("There is a message for you in the chat."),
        words=lambda message: message.words,
        delay=AWAY_FOR,
    ),
)
