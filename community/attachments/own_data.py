"""Pictures and recordings that somebody sent."""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy, ngettext

from community import holders, subjects
from community.attachments import store
from community.attachments.models import Attachment, AttachmentKind, AttachmentState
from community.attachments.operations import as_kept, erase_attachments
from community.holders import BOTH, NEITHER, Entry, Fate, Holder, OwnFile, Way
from community.people.models import Person

#: The largest form that is kept, which goes into the copy.
_BEST = {AttachmentKind.PICTURE: "page.webp", AttachmentKind.VOICE: "clip.m4a"}


def _as_own(attachment: Attachment) -> OwnFile:
    best = _BEST[AttachmentKind(attachment.kind)]
    name = best if best in attachment.files else attachment.files[-1]
    return OwnFile(
        name=f"{attachment.uuid}.{name.rpartition('.')[2]}",
        open=partial(store.open_file, attachment.folder, name),
        kind=attachment.kind,
        description=attachment.description,
    )


def own_files(person: Person, subject_type: str, ids: Iterable[int]) -> dict[int, tuple[OwnFile, ...]]:
    """The person's files on these things, by the thing's number, for the copy of who wrote them. One query."""
    found: dict[int, list[OwnFile]] = defaultdict(list)
    ready = Attachment.objects.filter(owner=person, subject_type=subject_type, state=AttachmentState.READY)
    for attachment in ready.filter(subject_id__in=list(ids)).order_by("subject_id", "position"):
        found[attachment.subject_id or 0].append(_as_own(attachment))
    return {pk: tuple(files) for pk, files in found.items()}


def _entries(person: Person) -> Iterable[Entry]:
    """What hangs on something stands there too; the copy holds each file once."""
    for attachment in Attachment.objects.filter(owner=person, state=AttachmentState.READY).order_by("begun_at"):
        yield Entry(
            title=attachment.get_kind_display(),
            at=attachment.begun_at,
            words=attachment.description,
            files=(_as_own(attachment),),
            data={"on": attachment.subject_type, "number": attachment.subject_id, "seconds": attachment.seconds},
        )


def _of(person: Person) -> tuple[QuerySet[Attachment], QuerySet[Attachment]]:
    """What goes, and what stays with a workplace or group."""
    shared = Q(subject_type__in=holders.shared_subjects)
    mine = Attachment.objects.filter(owner=person)
    return mine.exclude(shared), mine.filter(shared)


def _fates(person: Person) -> Iterable[Fate]:
    goes, stays = _of(person)
    if count := goes.filter(kind=AttachmentKind.PICTURE).count():
        yield Fate(
            count=count, words=ngettext("%(count)s photo", "%(count)s photos", count) % {"count": count}, goes=BOTH
        )
    if count := goes.filter(kind=AttachmentKind.VOICE).count():
        words = ngettext("%(count)s recording of your voice", "%(count)s recordings of your voice", count)
        yield Fate(count=count, words=words % {"count": count}, goes=BOTH)
    if count := stays.count():
        words = ngettext("%(count)s photo of the workplace", "%(count)s photos of the workplace", count)
        yield Fate(count=count, words=words % {"count": count}, goes=NEITHER)


def _leave(person: Person, way: Way) -> None:
    """A face and a voice cannot be made nameless: they go either way."""
    for pk in list(_of(person)[0].values_list("pk", flat=True)):
        with transaction.atomic():
            attachment = Attachment.objects.select_for_update().filter(pk=pk).first()
            if attachment is None:
                continue
            erase_attachments(Attachment.objects.filter(pk=pk))
            kind = subjects.named(attachment.subject_type)
            if kind is not None and kind.keep is not None and attachment.subject_id:
                rest = Attachment.objects.of(attachment.subject_type, attachment.subject_id)
                kind.keep(attachment.subject_id, "attachments", [as_kept(one) for one in rest])


FILES = Holder(
    name="files",
    title=gettext_lazy("Photos and recordings"),
    place=50,
    models=("community.Attachment", "community.EmptiedFolder"),
    entries=_entries,
    fates=_fates,
    leave=_leave,
)
