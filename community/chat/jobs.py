"""What is due by the clock in this room."""

from datetime import timedelta

from django.conf import settings

from community.chat import operations, retention
from community.jobs import job
from community.retention import Period, register


@job("erase_deleted_messages", every=timedelta(hours=1))
def erase_deleted_messages() -> None:
    """Erase for good what was taken back more than a day ago."""
    operations.erase_deleted_words()


@job("erase_old_messages", every=timedelta(hours=6))
def erase_old_messages() -> None:
    """Erase what is older than its room keeps."""
    retention.erase_old_messages()


register(
    Period(
        job="erase_deleted_messages",
        what="Words of chat messages that were taken back",
        kept_for=operations.WORDS_KEPT_FOR,
        due=lambda: operations.to_erase().count(),
        run=erase_deleted_messages,
    )
)
register(
    Period(
        job="erase_old_messages",
        what="Chat messages, by the longest that a kind of room keeps them (settings: CHAT_KEEPS_DAYS)",
        kept_for=timedelta(days=max(settings.CHAT_KEEPS_DAYS.values())),
        due=retention.count_old_messages,
        run=erase_old_messages,
    )
)
