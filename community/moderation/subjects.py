"""People, as something about which one can say something: that one is worried, or that somebody hurts."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community.people.models import Person
from community.people.operations import hide_portrait
from community.permissions import memberships
from community.roles import Role
from community.subjects import Care, SubjectKind


def _where_they_met(person: Person, reporter: Person) -> int | None:
    """The first network that both belong to."""
    theirs = {m.network_id for m in memberships(person)}
    shared = [m.network_id for m in memberships(reporter) if m.network_id and m.network_id in theirs]
    return min(shared, default=None)


PERSON = SubjectKind(
    name="person",
    model=Person,
    visible_to=lambda person: Person.objects.visible_to(person),
    author=lambda person: person,
    space=lambda person: None,
    url=lambda person: reverse("since_last"),
    words=lambda person: person.display_name,
    care=Care(
        noun=_("a person"),
        network=_where_they_met,
        passages=lambda person: [("", person.about or person.display_name)],
        # Of a person it is the portrait: the only thing of theirs that stands wherever they are named.
        hide=hide_portrait,
        may_hide=lambda person: bool(person.portrait),
        # Nobody is hidden by others together.
        hides_by_itself=False,
        is_hidden=lambda person: person.portrait_hidden_at is not None,
    ),
)


def people_to_speak_of(reporter: Person) -> list[Person]:
    """Those whom one can say something about without something they wrote: who shares a space with one."""
    shared = Person.objects.visible_to(reporter).exclude(pk=reporter.pk)
    if all(m.role == Role.PROGRAMME for m in memberships(reporter)):
        return []
    return list(shared.order_by("display_name", "pk")[:MOST_PEOPLE])


#: More than any network's spaces hold together.
MOST_PEOPLE = 400
