"""What somebody put on the agenda, their votes, and the roles they held."""

from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, NEITHER, ONLY_ERASING, Entry, Fate, Holder, Way
from community.people.models import Person
from youth_network.agendas.models import Agenda, AgendaItem, ItemState, MeetingRole, Outcome, Vote
from youth_network.agendas.operations import lift
from youth_network.agendas.order import touch


def _entries(person: Person) -> Iterable[Entry]:
    for item in AgendaItem.objects.filter(proposer__person=person).select_related("group").order_by("proposed_at"):
        facts = [(_("Group"), item.group.name), (_("What became of it"), item.get_state_display())]
        if item.taken_down_because:
            facts.append((_("Why it was taken down"), item.taken_down_because))
        yield Entry(
            title=item.title,
            at=item.proposed_at,
            facts=tuple(facts),
            data={"item": item.pk, "form": item.form, "minutes": item.minutes, "state": item.state},
        )
    votes = Vote.objects.filter(membership__person=person).select_related("agenda__meeting__group")
    for vote in votes.order_by("cast_at"):
        # What the item is called is the words of who proposed it.
        yield Entry(
            title=_("A vote of yours"),
            at=vote.cast_at,
            facts=((_("Group"), vote.agenda.meeting.group.name),),
            data={"meeting": vote.agenda_id, "place": vote.placement_id},
        )
    roles = MeetingRole.objects.filter(membership__person=person).select_related("agenda__meeting__group")
    for role in roles.order_by("taken_at"):
        yield Entry(
            title=role.get_role_display(),
            at=role.taken_at,
            facts=((_("Group"), role.agenda.meeting.group.name),),
            data={"meeting": role.agenda_id, "role": role.role},
        )


def _fates(person: Person) -> Iterable[Fate]:
    items = AgendaItem.objects.filter(proposer__person=person).exclude(title=taken_back())
    waiting = items.filter(state__in=[ItemState.OPEN, ItemState.WITHDRAWN]).count()
    if waiting:
        words = ngettext(
            "%(count)s item that was not talked about yet", "%(count)s items that were not talked about yet", waiting
        )
        yield Fate(count=waiting, words=words % {"count": waiting}, goes=BOTH)
    if talked := items.count() - waiting:
        words = ngettext(
            "The words of %(count)s item that was on the agenda",
            "The words of %(count)s items that were on the agenda",
            talked,
        )
        yield Fate(count=talked, words=words % {"count": talked}, goes=ONLY_ERASING)
    if count := Vote.objects.filter(membership__person=person).count():
        words = ngettext("%(count)s vote on an item", "%(count)s votes on items", count)
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    if count := MeetingRole.objects.filter(membership__person=person).count():
        words = ngettext("%(count)s role at a meeting", "%(count)s roles at meetings", count)
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    deeds = Agenda.objects.filter(led_by__person=person).count()
    deeds += AgendaItem.objects.filter(taken_down_by__person=person).count()
    if deeds:
        words = _("What you did as a consultant at meetings: a number without a name")
        yield Fate(count=deeds, words=words, goes=NEITHER)


def taken_back() -> str:
    with translation.override(settings.LANGUAGE_CODE):
        return _("Taken back by the one who proposed it")


def _leave(person: Person, way: Way) -> None:
    """Items that wait come off the table, and lose their words; what was talked about keeps its place in the minutes,
    with a neutral title where everything is erased."""
    for item in list(AgendaItem.objects.filter(proposer__person=person).order_by("pk")):
        with transaction.atomic():
            item = AgendaItem.objects.select_for_update(of=("self",)).select_related("group").get(pk=item.pk)
            waits = item.state in (ItemState.OPEN, ItemState.WITHDRAWN)
            if item.state == ItemState.OPEN:
                lift(item, Outcome.WITHDRAWN)
                item.state = ItemState.WITHDRAWN
            if (waits or way == Way.ERASE) and item.title != taken_back():
                item.title, item.client_uuid = taken_back(), None
            item.save(update_fields=["title", "state", "client_uuid"])
            for agenda_id in item.placements.values_list("agenda", flat=True):
                touch(Agenda(pk=agenda_id))
    for model in (Vote, MeetingRole):
        for agenda_id in set(model._default_manager.filter(membership__person=person).values_list("agenda", flat=True)):
            with transaction.atomic():
                model._default_manager.filter(membership__person=person, agenda=agenda_id).delete()
                touch(Agenda(pk=agenda_id))


AGENDAS = Holder(
    name="agenda",
    title=gettext_lazy("On the agenda"),
    place=41,
    models=(
        "youth_network.Agenda",
        "youth_network.AgendaItem",
        "youth_network.Vote",
        "youth_network.MeetingRole",
    ),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
