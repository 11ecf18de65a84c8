"""What somebody was told, what waits to be mailed, and how they want it."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from community.holders import BOTH, Entry, Fate, Holder, Way
from community.notifications import kinds
from community.notifications.models import MailTimes, Notification, NotificationPreference, OutboxMail
from community.people.models import Person


def _entries(person: Person) -> Iterable[Entry]:
    if times := MailTimes.objects.filter(person=person).first():
        quiet = _("none") if times.quiet_from is None else f"{times.quiet_from}–{times.quiet_until}"
        yield Entry(
            title=_("When mail may come"),
            facts=((_("Quiet hours"), quiet), (_("Gathered mail"), f"{times.digest_hour}:00")),
            data={"quiet_from": times.quiet_from, "quiet_until": times.quiet_until}
            | {"digest_hour": times.digest_hour, "digest_weekday": times.digest_weekday},
        )
    for choice in NotificationPreference.objects.filter(person=person).order_by("kind"):
        kind = kinds.named(choice.kind)
        label = str(kind.label) if kind else choice.kind
        yield Entry(title=label, words=choice.get_rhythm_display(), data={"kind": choice.kind})
    told = Notification.objects.filter(recipient=person).order_by("pk")
    if told:
        rows = [
            {"at": one.made_at, "kind": one.kind, "of": one.subject_type, "number": one.subject_id, "read": one.read_at}
            for one in told
        ]
        yield Entry(
            title=_("Notices you were given"),
            words=_("Kinds, numbers and times without words: %(count)s lines. They stand in data.json.")
            % {"count": len(rows)},
            data={"notices": rows},
        )
    mails = OutboxMail.objects.filter(recipient=person).order_by("pk")
    if mails:
        rows = [{"at": one.made_at, "kind": one.kind, "state": one.state, "sent": one.sent_at} for one in mails]
        yield Entry(
            title=_("Mails about them"),
            words=_("Kinds, numbers and times without words: %(count)s lines. They stand in data.json.")
            % {"count": len(rows)},
            data={"mails": rows},
        )


def _fates(person: Person) -> Iterable[Fate]:
    if count := Notification.objects.filter(recipient=person).count():
        words = ngettext("%(count)s notice to you", "%(count)s notices to you", count) % {"count": count}
        yield Fate(count=count, words=words, goes=BOTH)
    if count := OutboxMail.objects.filter(recipient=person).count():
        words = ngettext(
            "%(count)s line about a mail to you, sent or waiting",
            "%(count)s lines about mails to you, sent or waiting",
            count,
        ) % {"count": count}
        yield Fate(count=count, words=words, goes=BOTH)
    choices = NotificationPreference.objects.filter(person=person).count()
    choices += MailTimes.objects.filter(person=person).count()
    if choices:
        yield Fate(count=choices, words=_("What you chose about notices and mails"), goes=BOTH)


@transaction.atomic
def _leave(person: Person, way: Way) -> None:
    for model in (OutboxMail, Notification):
        model._default_manager.filter(recipient=person).delete()
    for choice in (NotificationPreference, MailTimes):
        choice._default_manager.filter(person=person).delete()


NOTICES = Holder(
    name="notices",
    title=gettext_lazy("Notices and mails"),
    place=80,
    models=(
        "community.Notification",
        "community.NotificationPreference",
        "community.MailTimes",
        "community.OutboxMail",
    ),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
