"""Whose files they are. Who sees them is asked of the thing they hang on (models.py: visible_to)."""

from community.attachments.models import Attachment
from community.people.models import Person
from community.permissions import memberships


def can_begin_upload(person: Person) -> bool:
    """Whoever belongs somewhere, and so has somewhere to post."""
    return any(memberships(person))


def can_change_upload(person: Person, attachment: Attachment) -> bool:
    """One's own, while it hangs on nothing. What stands in a post is changed with the post."""
    return attachment.owner_id == person.pk and not attachment.hangs_on_something
