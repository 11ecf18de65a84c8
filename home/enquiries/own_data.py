"""What somebody wrote to us on the contact page with the address of their account, and what they answered for us."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, NEITHER, Entry, Fate, Holder, Way
from community.people.models import Person
from home.enquiries.models import Enquiry


def _wrote(person: Person) -> QuerySet[Enquiry]:
    """By the address, which was proved to be theirs when they came in."""
    if person.left_at is not None:
        return Enquiry.objects.none()
    return Enquiry.objects.filter(email__iexact=person.email)


def _entries(person: Person) -> Iterable[Entry]:
    for enquiry in _wrote(person).order_by("sent_at"):
        yield Entry(
            title=_("What you wrote to us"),
            at=enquiry.sent_at,
            words=enquiry.words,
            facts=((_("Name"), enquiry.name), (_("About"), enquiry.get_about_display())),
            data={"telephone": enquiry.phone, "answered_at": enquiry.answered_at},
        )
    for enquiry in Enquiry.objects.filter(answered_by=person).order_by("answered_at"):
        # The words are of who wrote.
        yield Entry(title=_("You answered somebody who wrote to us"), at=enquiry.answered_at)


def _fates(person: Person) -> Iterable[Fate]:
    if count := _wrote(person).count():
        words = ngettext("%(count)s message to us", "%(count)s messages to us", count) % {"count": count}
        yield Fate(count=count, words=words, goes=BOTH)
    if count := Enquiry.objects.filter(answered_by=person).count():
        yield Fate(count=count, words=_("That you answered for us: a number without a name"), goes=NEITHER)


def _leave(person: Person, way: Way) -> None:
    _wrote(person).delete()


WRITTEN_TO_US = Holder(
    name="enquiries",
    title=gettext_lazy("What you wrote to us"),
    place=80,
    models=("home.Enquiry",),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
