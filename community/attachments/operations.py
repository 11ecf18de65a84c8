"""Uploading in pieces, checking and cleaning, hanging files on what somebody posts, and erasing them.

Bytes are written under a row that stands already, and a row that goes leaves its folder's name behind until the folder
is certainly empty (EmptiedFolder): whichever transaction rolls back and whichever process is killed, no file stays.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import partial
from typing import IO, Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from community import clock, subjects
from community.attachments import cleaning, signatures, store
from community.attachments.cleaning import UnusableFile
from community.attachments.models import (
    LARGEST,
    MOST_OF_A_THING,
    Attachment,
    AttachmentKind,
    AttachmentState,
    EmptiedFolder,
)
from community.attachments.policy import can_begin_upload, can_change_upload
from community.people.models import Person
from community.permissions import Refused, require

#: Bytes of a piece: small enough to arrive over a bad net, and large enough that a photo is at most 60 of them.
PIECE = 256 * 1024
LEAST_PIECE = 64 * 1024
#: What one person may have waiting that hangs on nothing: a few drafts full of photos.
MOST_WAITING_BYTES = 150 * 1024 * 1024
MOST_WAITING_FILES = 40
#: A check that lasts longer than this was killed, and may begin again.
CHECK_LASTS_AT_MOST = timedelta(minutes=2)
#: What hangs on nothing is erased after this; a draft may hold it until then.
WAITS_FOR = timedelta(days=7)
#: After this nobody writes into an emptied folder any more.
EMPTIED_AGAIN_AFTER = timedelta(hours=1)
#: Files that one run of a job erases.
ERASED_A_RUN = 200


class WrongOffset(Exception):
    """The piece does not follow what is here; `offset` is where it goes on."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


# --- uploading ----------------------------------------------------------------------------------------------------
@transaction.atomic
def begin_upload(*, actor: Person, client_uuid: UUID, kind: str, size: int) -> tuple[Attachment, bool]:
    """Make room for a file of so many bytes; gives it and whether it is new. The same `client_uuid` returns the same.

    Nobody learns of it. Raises Refused for whoever belongs nowhere, and UnusableFile with a sentence where the file is
    too large or too much is waiting already.
    """
    require(can_begin_upload(actor), _("You cannot upload files."))
    # The person's row is the queue: two uploads begun at once are counted one after the other.
    Person.objects.select_for_update(no_key=True).get(pk=actor.pk)
    if begun := Attachment.objects.filter(owner=actor, client_uuid=client_uuid).first():
        return begun, False
    if size > LARGEST[kind]:
        raise UnusableFile(
            _("The photo is larger than 15 MB. Take a smaller one.")
            if kind == AttachmentKind.PICTURE
            else _("The recording is larger than 8 MB. Say it shorter.")
        )
    waiting = Attachment.objects.waiting().filter(owner=actor).aggregate(files=Count("pk"), size=Sum("size"))
    if waiting["files"] >= MOST_WAITING_FILES or (waiting["size"] or 0) + size > MOST_WAITING_BYTES:
        raise UnusableFile(_("Many of your files wait to be posted. Post or remove some of them first."))
    return Attachment.objects.create(owner=actor, client_uuid=client_uuid, kind=kind, size=size), True


@transaction.atomic
def add_bytes(*, actor: Person, upload: Attachment, offset: int, data: bytes) -> Attachment:
    """Keep the next piece. Raises WrongOffset where it does not follow, and UnusableFile where it is no piece of it."""
    upload = _locked(actor, upload)
    if upload.state != AttachmentState.ARRIVING:
        return upload
    if offset != upload.received:
        raise WrongOffset(upload.received)
    after = offset + len(data)
    if len(data) > PIECE or after > upload.size or (len(data) < LEAST_PIECE and after < upload.size):
        raise UnusableFile(_("This file arrives in another way than we can take. Load the page again."))
    if data:
        store.keep_part(upload.folder, offset, data)
        upload.received = after
        upload.save(update_fields=["received"])
    return upload


def finish(*, actor: Person, upload: Attachment) -> Attachment:
    """Check and clean what arrived, keep the result and forget the bytes as they came.

    Runs outside any transaction, since it takes seconds; of two who finish at once one does it, and the other gets the
    file in its present state. Raises UnusableFile where it is no good: row and bytes are gone then. Raises
    cleaning.Busy where too many are at it; the same again in a moment will do.
    """
    upload, mine = _claim(actor, upload)
    if not mine:
        return upload
    try:
        cleaned = cleaning.clean(upload.kind, store.read_parts(upload.folder))
        for name, content in cleaned.files.items():
            store.keep(upload.folder, name, content)
    except UnusableFile:
        erase_attachments(Attachment.objects.filter(pk=upload.pk))
        raise
    except BaseException:
        Attachment.objects.filter(pk=upload.pk, state=AttachmentState.CHECKING).update(state=AttachmentState.ARRIVING)
        raise
    kept = _keep_cleaned(upload, cleaned)
    if kept is None:
        # Taken away meanwhile: what was just written goes after it.
        store.empty(upload.folder)
        raise UnusableFile(_("This file was removed."))
    return kept


@transaction.atomic
def _keep_cleaned(upload: Attachment, cleaned: cleaning.Cleaned) -> Attachment | None:
    kept = Attachment.objects.select_for_update().filter(pk=upload.pk, state=AttachmentState.CHECKING).first()
    if kept is not None:
        kept.state, kept.files = AttachmentState.READY, sorted(cleaned.files)
        kept.width, kept.height, kept.sizes = cleaned.width, cleaned.height, cleaned.sizes
        kept.seconds, kept.waveform = cleaned.seconds, cleaned.waveform
        kept.save()
        transaction.on_commit(partial(store.forget_parts, kept.folder))
    return kept


@transaction.atomic
def _claim(actor: Person, upload: Attachment) -> tuple[Attachment, bool]:
    """Whether the checking is ours; another's that was killed is taken over after a while."""
    upload = _locked(actor, upload)
    now = clock.now()
    killed = upload.checked_since is not None and now - upload.checked_since > CHECK_LASTS_AT_MOST
    waits = upload.state == AttachmentState.ARRIVING and upload.received == upload.size
    if not waits and not (upload.state == AttachmentState.CHECKING and killed):
        return upload, False
    upload.state, upload.checked_since = AttachmentState.CHECKING, now
    upload.save(update_fields=["state", "checked_since"])
    return upload, True


def take_whole_file(*, actor: Person, file: IO[bytes], size: int) -> Attachment:
    """Take a file that came in one piece, in a form without JavaScript. Raises what its steps raise."""
    head = file.read(64)
    file.seek(0)
    kind = signatures.kind_of(head)
    if not kind:
        raise UnusableFile(str(cleaning.SENTENCES["no_file"]))
    upload, _new = begin_upload(actor=actor, client_uuid=uuid4(), kind=kind, size=size)
    while piece := file.read(PIECE):
        upload = add_bytes(actor=actor, upload=upload, offset=upload.received, data=piece)
    return finish(actor=actor, upload=upload)


def _locked(actor: Person, upload: Attachment) -> Attachment:
    locked = Attachment.objects.select_for_update().filter(pk=upload.pk).first()
    if locked is None:
        raise UnusableFile(_("This file was removed."))
    require(can_change_upload(actor, locked), _("This file stands in a post. Change the post to change it."))
    return locked


@transaction.atomic
def describe_attachment(*, actor: Person, attachment: Attachment, description: str) -> Attachment:
    """Say what is to be seen or heard. Raises Refused where it stands in a post: there it is changed with the post."""
    attachment = _locked(actor, attachment)
    attachment.description = description
    attachment.save(update_fields=["description"])
    return attachment


@transaction.atomic
def remove_attachment(*, actor: Person, attachment: Attachment) -> None:
    """Take back a file that hangs on nothing yet; its bytes are gone after the commit. Raises Refused where it stands
    in a post: there it is taken away with the post's next change."""
    erase_attachments(Attachment.objects.filter(pk=_locked(actor, attachment).pk))


# --- on a thing ---------------------------------------------------------------------------------------------------
@transaction.atomic
def attach_to(
    *, thing: Any, uuids: Sequence[UUID], actor: Person, descriptions: Mapping[UUID, str] | None = None
) -> list[Attachment]:
    """Let the thing carry exactly these files, in this order; others that it carried are erased.

    Called in the transaction that posts or changes the thing, which asks its own policy. A copy of what a page needs is
    kept beside the thing (subjects: keep). Where that transaction fails, the files hang on nothing as before. Raises
    Refused for a file that is not the actor's, is gone or not ready, and for more than fits.
    """
    kind = subjects.of(thing)
    here = Q(subject_type=kind.name, subject_id=thing.pk)
    wanted = list(dict.fromkeys(uuids))
    found = Attachment.objects.select_for_update().filter(here | Q(subject_type="", owner=actor), uuid__in=wanted)
    by_uuid = {attachment.uuid: attachment for attachment in found.filter(state=AttachmentState.READY)}
    if len(by_uuid) < len(wanted):
        raise Refused(_("A file is not here any more. Add it again."))
    if sentence := too_many(attachment.kind for attachment in by_uuid.values()):
        raise Refused(sentence)
    erase_attachments(Attachment.objects.filter(here).exclude(uuid__in=wanted))
    attachments = [by_uuid[uuid] for uuid in wanted]
    for position, attachment in enumerate(attachments):
        attachment.subject_type, attachment.subject_id, attachment.position = kind.name, thing.pk, position
        attachment.description = (descriptions or {}).get(attachment.uuid, attachment.description)
    Attachment.objects.bulk_update(attachments, ["subject_type", "subject_id", "position", "description"])
    _keep(kind, thing, attachments)
    return attachments


def too_many(kinds: Iterable[str]) -> str:
    """A sentence where one thing would carry more than it may; nothing where they fit."""
    listed = list(kinds)
    most = MOST_OF_A_THING["picture"]
    if listed.count(AttachmentKind.PICTURE) > most:
        return ngettext("%(most)s photo fits here.", "%(most)s photos fit here. Take some away.", most) % {"most": most}
    if listed.count(AttachmentKind.VOICE) > MOST_OF_A_THING["voice"]:
        return _("One recording fits here. Take the other away.")
    return ""


def _keep(kind: subjects.SubjectKind, thing: Any, attachments: Iterable[Attachment]) -> None:
    if kind.keep is not None:
        kind.keep(thing.pk, "attachments", [as_kept(attachment) for attachment in attachments])


def as_kept(attachment: Attachment) -> dict[str, Any]:
    """What a page needs to draw the file, ready for JSON. No name of a file as it came: none is ever kept."""
    return {
        "uuid": str(attachment.uuid),
        "kind": attachment.kind,
        "description": attachment.description,
        "width": attachment.width,
        "height": attachment.height,
        "sizes": attachment.sizes,
        "seconds": attachment.seconds,
        "waveform": attachment.waveform,
    }


@transaction.atomic
def let_go_of_attachments(*, actor: Person, thing: Any) -> list[Attachment]:
    """Take the actor's own files off the thing: they hang on nothing, as before it was posted, ready for another.

    Gives them in their order. Nobody is told; nobody but the actor sees them any more. Unused they go after a week.
    """
    kind = subjects.of(thing)
    here = Attachment.objects.filter(subject_type=kind.name, subject_id=thing.pk, owner=actor)
    freed = list(here.select_for_update().order_by("position"))
    if freed:
        here.update(subject_type="", subject_id=None, begun_at=clock.now())
        _keep(kind, thing, Attachment.objects.of(kind.name, thing.pk))
    return freed


@transaction.atomic
def erase_attachments_of(thing: Any) -> None:
    """Erase for good what hangs on the thing, as when its words are erased. Nobody is told."""
    kind = subjects.of(thing)
    if erase_attachments(Attachment.objects.filter(subject_type=kind.name, subject_id=thing.pk)):
        _keep(kind, thing, [])


# --- erasing ------------------------------------------------------------------------------------------------------
@transaction.atomic
def erase_attachments(attachments: QuerySet[Attachment]) -> int:
    """Delete the rows, and their files after the commit; gives how many. Callers have asked their policy."""
    folders = list(attachments.select_for_update().values_list("folder", flat=True))
    EmptiedFolder.objects.bulk_create([EmptiedFolder(folder=folder) for folder in folders], ignore_conflicts=True)
    attachments.model.objects.filter(folder__in=folders).delete()
    for folder in folders:
        transaction.on_commit(partial(store.empty, folder), robust=True)
    return len(folders)


def orphans() -> QuerySet[Attachment]:
    """What has hung on nothing for longer than it may wait."""
    return Attachment.objects.waiting().filter(begun_at__lt=clock.now() - WAITS_FOR)


def erase_orphans(*, limit: int = ERASED_A_RUN) -> int:
    """Erase what has hung on nothing for a week. Gives how many files it was."""
    due = orphans().order_by("pk")
    with transaction.atomic():
        ids = list(due.values_list("pk", flat=True)[:limit])
        return erase_attachments(Attachment.objects.waiting().filter(pk__in=ids))


def empty_folders_again(*, limit: int = ERASED_A_RUN) -> int:
    """Delete once more what lies in the folders of files erased an hour ago, and forget their names."""
    due = EmptiedFolder.objects.filter(at__lt=clock.now() - EMPTIED_AGAIN_AFTER).order_by("pk")[:limit]
    emptied = 0
    for folder in due:
        store.empty(folder.folder)
        folder.delete()
        emptied += 1
    return emptied
