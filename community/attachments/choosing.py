"""The files that a form carries: `files` (one uuid each, in order), `description-<uuid>`, `leave-out`, and without
JavaScript `new_files`, which are taken in here and stay with the form whatever else is wrong with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.utils.translation import gettext as _

from community import subjects
from community.attachments.cleaning import Busy, UnusableFile
from community.attachments.forms import DescriptionForm, uuid_of
from community.attachments.models import MOST_OF_A_THING, Attachment, AttachmentKind, AttachmentState
from community.attachments.operations import attach_to, take_whole_file, too_many
from community.permissions import MemberRequest, Refused

#: What a form may name or bring at once: all that fits on one thing.
MOST = sum(MOST_OF_A_THING.values())


@dataclass
class ChosenFiles:
    attachments: list[Attachment] = field(default_factory=list)
    #: What is wrong, as sentences for the form.
    faults: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.attachments)

    def attached_by(self, actor: Any) -> Callable[[Any], object]:
        """What hangs them on the thing that is posted or changed, for the operation's transaction."""
        uuids = [attachment.uuid for attachment in self.attachments]
        descriptions = {attachment.uuid: attachment.description for attachment in self.attachments}
        return lambda thing: attach_to(thing=thing, uuids=uuids, actor=actor, descriptions=descriptions)

    def title(self) -> str:
        """What a story is called that says nothing else."""
        if any(attachment.kind == AttachmentKind.VOICE for attachment in self.attachments):
            return _("A voice clip")
        return _("A picture") if len(self.attachments) == 1 else _("Pictures")


def chosen_files(request: MemberRequest, thing: Any = None) -> ChosenFiles:
    """What the form carries; before it is sent, what hangs on the thing already."""
    hanging: list[Attachment] = []
    if thing is not None:
        hanging = list(Attachment.objects.of(subjects.of(thing).name, thing.pk))
    if request.method != "POST":
        return ChosenFiles(hanging)
    chosen = ChosenFiles()
    named = [uuid for text in request.POST.getlist("files")[: MOST + 1] if (uuid := uuid_of(text))]
    left_out = set(request.POST.getlist("leave-out"))
    wanted = [uuid for uuid in dict.fromkeys(named) if str(uuid) not in left_out]
    found = {attachment.uuid: attachment for attachment in hanging} | _waiting(request, wanted)
    for uuid in wanted:
        if attachment := found.get(uuid):
            _describe(request, chosen, attachment)
            chosen.attachments.append(attachment)
    if len(chosen) < len(wanted):
        chosen.faults.append(_("A file is not here any more. Add it again."))
    for file in request.FILES.getlist("new_files")[:MOST]:
        try:
            if not ratelimit.consume(request, action="upload", user=request.user):
                raise UnusableFile(_("Those were many files in a short time. Wait a while, and try again."))
            chosen.attachments.append(take_whole_file(actor=request.user, file=file, size=file.size or 0))
        except (UnusableFile, Refused) as refusal:
            chosen.faults.append(str(refusal))
        except Busy:
            chosen.faults.append(_("Many files are being looked at just now. Add it again in a moment."))
    if sentence := too_many(attachment.kind for attachment in chosen.attachments):
        chosen.faults.append(sentence)
    return chosen


def _waiting(request: MemberRequest, uuids: list[UUID]) -> dict[UUID, Attachment]:
    """One's own that are ready and hang on nothing."""
    if not uuids:
        return {}
    own = Attachment.objects.visible_to(request.user).waiting().filter(owner=request.user, uuid__in=uuids)
    return {attachment.uuid: attachment for attachment in own.filter(state=AttachmentState.READY)}


def _describe(request: MemberRequest, chosen: ChosenFiles, attachment: Attachment) -> None:
    said = request.POST.getlist(f"description-{attachment.uuid}")
    if not said:
        return
    # Where a script adds a field of its own, it stands last.
    form = DescriptionForm({"description": said[-1]})
    if form.is_valid():
        attachment.description = form.cleaned_data["description"]
    else:
        chosen.faults += map(str, form.errors["description"])
