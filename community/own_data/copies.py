"""Making the copy of everything that is held of somebody, handing it over, and erasing it again."""

import logging
import tempfile
from datetime import timedelta
from functools import partial

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import Storage, storages
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from community import clock, holders, live
from community.activity.record import record
from community.own_data.activity import CopyAsked
from community.own_data.bundle import write_bundle
from community.own_data.models import CopyState, DataCopy, new_folder
from community.own_data.policy import can_have_a_copy
from community.people.models import Person
from community.permissions import require

log = logging.getLogger(__name__)

#: How long it can be fetched.
FETCHED_FOR = timedelta(hours=24)
#: A making that lasts longer than this was killed, and begins again.
MAKING_LASTS_AT_MOST = timedelta(minutes=15)
#: What did not work, or was never made, is forgotten after this.
FORGOTTEN_AFTER = timedelta(days=2)
_ROOT, _FILE = "copies", "own-data.zip"


def storage() -> Storage:
    return storages["private"]


def path(folder: str) -> str:
    return f"{_ROOT}/{folder}/{_FILE}"


@transaction.atomic
def ask_for_copy(*, person: Person) -> DataCopy:
    """Ask for a copy of everything that is held of oneself. The worker makes it in a minute or so; it can be fetched
    for 24 hours. While one is being made it is that one; one that lies ready gives way. Nobody is told.

    Raises Refused for anybody but oneself."""
    require(can_have_a_copy(person, person), _("You can have a copy of your own data."))
    # The person's row is the queue: two taps at once ask for one copy.
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    standing = DataCopy.objects.filter(person=person).first()
    if standing is not None:
        if standing.is_under_way:
            return standing
        erase_copies(DataCopy.objects.filter(pk=standing.pk))
    copy = DataCopy.objects.create(person=person, asked_at=clock.now(), parts=len(holders.in_order()))
    make_copies.enqueue()
    record(CopyAsked(actor=person, copy=copy))
    return copy


@task()
def make_copies() -> None:
    """Of the queue: the worker's, within a second or two. What a killed one left a job makes (jobs.py)."""
    make_waiting_copies()


def make_waiting_copies() -> int:
    """Make the copies that were asked for; gives how many."""
    made = 0
    while (copy := _claim()) is not None:
        try:
            _make(copy)
            made += 1
        except Exception as problem:  # whatever one person's data holds, the others get theirs
            # The kind of fault only: its words may hold somebody's data.
            log.error("A copy of own data failed: %s", type(problem).__name__)
            storage().delete(path(copy.folder))
            DataCopy.objects.filter(pk=copy.pk).update(state=CopyState.FAILED)
            _tell(copy)
    return made


def _claim() -> DataCopy | None:
    """The oldest that waits, for this process alone."""
    now = clock.now()
    free = Q(state=CopyState.WAITING) | Q(state=CopyState.MAKING, claimed_at__lte=now - MAKING_LASTS_AT_MOST)
    for copy in DataCopy.objects.filter(free, person__is_active=True).order_by("asked_at", "pk"):
        # Another folder each time: one that was killed may still be writing.
        folder = new_folder()
        claimed = DataCopy.objects.filter(free, pk=copy.pk, claimed_at=copy.claimed_at).update(
            state=CopyState.MAKING, claimed_at=now, folder=folder, done=0, parts=len(holders.in_order())
        )
        if claimed:
            return DataCopy.objects.select_related("person").get(pk=copy.pk)
    return None


def _make(copy: DataCopy) -> None:
    def step(done: int) -> None:
        DataCopy.objects.filter(pk=copy.pk, folder=copy.folder).update(done=done)
        _tell(copy)

    # Nobody else finds an unnamed file, and it is gone with the process.
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        with translation.override(copy.person.language):
            write_bundle(copy.person, file, step)
        size = file.tell()
        file.seek(0)
        storage().save(path(copy.folder), File(file))
    now = clock.now()
    kept = DataCopy.objects.filter(pk=copy.pk, folder=copy.folder, state=CopyState.MAKING).update(
        state=CopyState.READY, made_at=now, expires_at=now + FETCHED_FOR, size=size
    )
    if not kept:
        # Its person has left meanwhile, or another made it.
        _empty(copy.folder)
    _tell(copy)


def _tell(copy: DataCopy) -> None:
    live.announce([f"person:{copy.person_id}"])


@transaction.atomic
def erase_copies(copies: QuerySet[DataCopy]) -> int:
    """Delete the rows now and their files after the commit; gives how many."""
    folders = list(copies.values_list("folder", flat=True))
    DataCopy.objects.filter(folder__in=folders).delete()
    for folder in folders:
        transaction.on_commit(partial(_empty, folder))
    return len(folders)


def _empty(folder: str) -> None:
    storage().delete(path(folder))
    # On a disk the empty folder goes too; a bucket knows no folders.
    storage().delete(f"{_ROOT}/{folder}")


def to_erase() -> QuerySet[DataCopy]:
    """Copies whose time is over, and what never became one."""
    now = clock.now()
    over = Q(expires_at__lte=now) | Q(expires_at=None, asked_at__lte=now - FORGOTTEN_AFTER)
    return DataCopy.objects.filter(over)


def erase_old_copies() -> int:
    """Erase the copies whose time is over, and files without a row, where a process was killed between the two."""
    erased = erase_copies(to_erase())
    known = set(DataCopy.objects.values_list("folder", flat=True))
    for folder in _folders():
        young = storage().exists(path(folder)) and (
            clock.now() - storage().get_modified_time(path(folder)) < MAKING_LASTS_AT_MOST
        )
        if folder not in known and not young:
            _empty(folder)
    return erased


def _folders() -> list[str]:
    try:
        return storage().listdir(_ROOT)[0]
    except FileNotFoundError:
        return []
