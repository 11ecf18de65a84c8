"""The signed stamp of a contact form: when it was drawn, and which form it is. It keeps machines out without asking
anybody else about the visitor, and makes a form that is sent twice one enquiry."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from django.core import signing

from community import clock

_SALT = "home.enquiries.stamp"
#: Nobody reads the form and writes a sentence in less; a form that lay open longer is drawn anew.
QUICKEST = timedelta(seconds=3)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class Stamp:
    form_id: UUID
    drawn_at: datetime

    @property
    def age(self) -> timedelta:
        return clock.now() - self.drawn_at

    @property
    def is_too_fresh(self) -> bool:
        return self.age < QUICKEST

    @property
    def is_too_old(self) -> bool:
        return self.age > LONGEST


def new_stamp() -> str:
    return signing.dumps([uuid4().hex, int(clock.now().timestamp())], salt=_SALT)


def read_stamp(text: str) -> Stamp | None:
    """None where it is not ours."""
    try:
        form_id, seconds = signing.loads(text, salt=_SALT)
        return Stamp(UUID(form_id), datetime.fromtimestamp(seconds, UTC))
    except (signing.BadSignature, ValueError, TypeError):
        return None
