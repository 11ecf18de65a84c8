"""Uploading by script, and reading files. Forms without JavaScript come through community/attachments/taking.py."""

from typing import Any
from uuid import UUID

from allauth.core import ratelimit
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from community import subjects
from community.attachments import store
from community.attachments.cleaning import Busy, UnusableFile
from community.attachments.forms import DescriptionForm, UploadForm
from community.attachments.models import Attachment, AttachmentKind, AttachmentState
from community.attachments.operations import (
    WrongOffset,
    add_bytes,
    begin_upload,
    describe_attachment,
    finish,
    remove_attachment,
)
from community.attachments.serving import serve_file
from community.permissions import MemberRequest, Refused, member_page

#: What a file is served as, by its ending, and the neutral name it may be saved under.
SERVED_AS = {
    "webp": ("image/webp", "picture.webp"),
    "avif": ("image/avif", "picture.avif"),
    "m4a": ("audio/mp4", "voice.m4a"),
}


def _own(request: MemberRequest, uuid: UUID) -> Attachment:
    return get_object_or_404(Attachment.objects.visible_to(request.user), uuid=uuid, owner=request.user)


def _answer(upload: Attachment, status: int = 200) -> JsonResponse:
    """How far the upload is; once it is ready, also what it became."""
    values: dict[str, Any] = {"uuid": str(upload.uuid), "offset": upload.received, "state": upload.state}
    if upload.state == AttachmentState.READY:
        names = {AttachmentKind.PICTURE: ("page.webp", "thumb.webp"), AttachmentKind.VOICE: ("clip.m4a", "clip.m4a")}
        url, preview = (
            reverse("attachment_file", args=[upload.uuid, name]) for name in names[AttachmentKind(upload.kind)]
        )
        values |= {
            "kind": upload.kind,
            "url": url,
            "preview_url": preview,
            "width": upload.width,
            "height": upload.height,
            "seconds": upload.seconds,
            "waveform": upload.waveform,
            "description": upload.description,
        }
    return JsonResponse(values, status=status)


def _refused(sentence: object, status: int = 422) -> JsonResponse:
    return JsonResponse({"state": "refused", "sentence": str(sentence)}, status=status)


@member_page
@require_POST
def begin_upload_view(request: MemberRequest) -> HttpResponse:
    """Begin an upload: 201, or 200 with how far it is where it was begun already."""
    form = UploadForm(request.POST)
    if request.POST.get("size") == "0":
        return _refused(_("There is nothing in that file."))
    if not form.is_valid():
        return _refused(_("This file arrives in another way than we can take. Load the page again."))
    if not ratelimit.consume(request, action="upload", user=request.user):
        return _refused(_("Those were many files in a short time. Wait a while, and try again."), status=429)
    try:
        upload, new = begin_upload(actor=request.user, **form.cleaned_data)
    except UnusableFile as refusal:
        return _refused(refusal)
    except Refused as refusal:
        return _refused(refusal, status=403)
    return _answer(upload, 201 if new else 200)


@member_page
@require_POST
def add_bytes_view(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """Take the next piece (`?offset=`). With the last one the file is checked, in this same request.

    200: it goes on at `offset`, or is ready. 202: somebody else's request checks it; ask for its state. 409: it goes on
    at another `offset`. 422: the file is refused with a sentence, and gone. 503: too many are being checked; send an
    empty piece at the same offset in a moment.
    """
    upload = _own(request, uuid)
    offset = request.GET.get("offset", "")
    # An empty piece, sent to have the file looked at again, may come without a type.
    if request.content_type not in ("application/octet-stream", "") or not (offset.isascii() and offset.isdigit()):
        return _refused(_("This file arrives in another way than we can take. Load the page again."), status=415)
    try:
        upload = add_bytes(actor=request.user, upload=upload, offset=int(offset[:18]), data=request.body)
        if upload.received == upload.size:
            upload = finish(actor=request.user, upload=upload)
    except WrongOffset as wrong:
        return JsonResponse({"offset": wrong.offset}, status=409)
    except UnusableFile as refusal:
        return _refused(refusal)
    except Refused as refusal:
        return _refused(refusal, status=403)
    except Busy:
        return JsonResponse(
            {"offset": upload.received, "state": upload.state}, status=503, headers={"Retry-After": "5"}
        )
    return _answer(upload, 202 if upload.state == AttachmentState.CHECKING else 200)


@member_page
@require_safe
def upload_state(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """How far one's own file is: a page that was loaded again goes on from here."""
    return _answer(_own(request, uuid))


@member_page
@require_POST
def describe_attachment_view(request: MemberRequest, uuid: UUID) -> HttpResponse:
    upload, form = _own(request, uuid), DescriptionForm(request.POST)
    if not form.is_valid():
        return _refused(" ".join(form.errors["description"]))
    try:
        describe_attachment(actor=request.user, attachment=upload, **form.cleaned_data)
    except (UnusableFile, Refused) as refusal:
        return _refused(refusal, status=409)
    return HttpResponse(status=204)


@member_page
@require_POST
def remove_attachment_view(request: MemberRequest, uuid: UUID) -> HttpResponse:
    try:
        remove_attachment(actor=request.user, attachment=_own(request, uuid))
    except (UnusableFile, Refused) as refusal:
        return _refused(refusal, status=409)
    return HttpResponse(status=204)


# --- reading ------------------------------------------------------------------------------------------------------
def _ready(request: HttpRequest, uuid: UUID) -> Attachment:
    visible = Attachment.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(visible, uuid=uuid, state=AttachmentState.READY)


@member_page
@require_safe
def attachment(request: MemberRequest, uuid: UUID) -> HttpResponse:
    """A page of the picture or clip alone, large, with its description and the way back."""
    shown = _ready(request, uuid)
    kind = subjects.named(shown.subject_type)
    thing = kind.get(request.user, shown.subject_id) if kind and shown.subject_id else None
    back = kind.url(thing) if kind and thing is not None else reverse("since_last")
    context = {"attachment": shown, "back": back, "hangs_on_something": thing is not None}
    return render(request, "community/attachments/attachment.html", context)


@member_page
@require_safe
def attachment_file(request: MemberRequest, uuid: UUID, name: str) -> HttpResponseBase:
    """One stored size of a picture, or the clip, with byte ranges, for whoever sees what it hangs on now."""
    shown = _ready(request, uuid)
    if name not in shown.files:
        raise Http404
    content_type, shown_as = SERVED_AS[name.rpartition(".")[2]]
    storage = store.storage()
    return serve_file(
        request,
        storage,
        store.path(shown.folder, name),
        content_type=content_type,
        shown_as=shown_as,
        accelerate=settings.PRIVATE_MEDIA_ACCEL if isinstance(storage, FileSystemStorage) else "",
    )
