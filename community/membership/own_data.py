"""Where somebody belongs and belonged, and the invitations they came in by and made."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.membership.models import Invitation
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    for membership in person.memberships.select_related("network", "group").order_by("began_at"):
        place = membership.group.name if membership.group else _("The programme")
        network = membership.network.name if membership.network else ""
        yield Entry(
            title=place,
            at=membership.began_at,
            facts=((_("Network"), network), (_("Role"), membership.get_role_display()), (_("Title"), membership.title)),
            data={"role": membership.role, "until": membership.ended_at, "paused_until": membership.paused_until},
        )
    for invitation in Invitation.objects.filter(Q(used_by__person=person) | Q(made_by=person)).order_by("made_at"):
        mine = invitation.made_by_id == person.pk
        yield Entry(
            title=_("An invitation you made") if mine else _("The invitation you came in by"),
            at=invitation.made_at,
            # Whom one invited has a name of their own to guard.
            words="" if mine else invitation.invited_name,
            data={"role": invitation.role, "used_at": invitation.used_at, "revoked_at": invitation.revoked_at},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := person.memberships.filter(ended_at=None).count():
        words = ngettext("Your place in %(count)s group", "Your places in %(count)s groups", count) % {"count": count}
        yield Fate(count=count, words=words, goes=BOTH)
    if count := Invitation.objects.filter(used_by__person=person).exclude(invited_name="", title="").count():
        yield Fate(count=count, words=_("The name on the invitation you came in by"), goes=BOTH)
    if count := person.memberships.count():
        words = _("That somebody was in the group, from when to when: a number without a name")
        yield Fate(count=count, words=words, goes=NEITHER)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    person.memberships.exclude(title="").update(title="")
    person.memberships.exclude(paused_until=None).update(paused_until=None)
    Invitation.objects.filter(used_by__person=person).update(invited_name="", title="")
    # What a consultant wrote on their own open invitations is closed with their account, and named somebody.
    Invitation.objects.filter(made_by=person, used_at=None).update(invited_name="")


BELONGING = Holder(
    name="memberships",
    title=gettext_lazy("Where you belong"),
    place=10,
    models=("community.Membership", "community.Invitation"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
