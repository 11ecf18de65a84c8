"""Taking a break from all of it, and coming back as one left."""

from django.db import transaction
from django.utils.translation import gettext as _

from community import clock
from community.breaks.policy import can_take_break
from community.notifications import kinds
from community.notifications.models import Notification
from community.people.models import AccessEnding, Person
from community.people.operations import end_access
from community.permissions import require


def _locked(person: Person) -> Person:
    return Person.objects.select_for_update(of=("self",), no_key=True).get(pk=person.pk)


@transaction.atomic
def take_break(*, actor: Person) -> Person:
    """Pause one's own account: no mail comes and nothing calls until `come_back`. Nothing is lost: memberships, words,
    drafts, what one has read and what one follows stay as they are. Open pages of the person are led to where the break
    ends. Nobody is told. Again changes nothing.

    Raises Refused for staff and for whoever runs the site, since others rely on their being told.
    """
    require(can_take_break(actor), _("Others rely on your being told. Put the network into a colleague's hands first."))
    person = _locked(actor)
    if person.paused_at is None:
        person.paused_at = clock.now()
        person.save(update_fields=["paused_at"])
        end_access(person, AccessEnding.Reason.PAUSED)
    return person


@transaction.atomic
def come_back(*, actor: Person) -> int:
    """End the break. What was new before it is still new; what was told meanwhile stands in the list and calls no more,
    but for what waits for the person alone (kinds: waits); forum, chat and home go on from where one left. Gives how
    many things were told meanwhile. Twice is once.
    """
    person = _locked(actor)
    if person.paused_at is None:
        return 0
    meanwhile = Notification.objects.filter(recipient=person, made_at__gte=person.paused_at)
    many = meanwhile.count()
    meanwhile.unread().exclude(kind__in=kinds.waiting()).update(read_at=clock.now())
    person.paused_at = None
    person.save(update_fields=["paused_at"])
    return many
