"""What happens in rooms."""

from dataclasses import dataclass
from typing import ClassVar

from community.activity.record import Activity
from community.chat.models import Message


@dataclass(frozen=True, kw_only=True)
class MessageSent(Activity):
    """Somebody said something. Nobody is called for it; the room's open pages are handed the message itself."""

    kind: ClassVar[str] = "message_sent"
    message: Message

    @property
    def subject(self) -> Message:
        return self.message
