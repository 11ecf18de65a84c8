"""The pictures of public pages, by byte ranges: podcast programs ask for parts of them, as they do of sounds."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from community.attachments.serving import serve_file
from home.pictures.models import PublicRendition

#: By ending; what an editor uploaded is never served itself, only the sizes made of it.
SERVED_AS = {
    "avif": "image/avif",
    "gif": "image/gif",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
}
#: A name is never given to another picture (see PublicImage.get_upload_to).
KEPT_FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def public_picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A size of a picture that an editor has put on a page."""
    content_type = SERVED_AS.get(name.rpartition(".")[2].lower())
    # PostgreSQL does not even look for a name with a NUL in it.
    if content_type is None or not name.isprintable():
        raise Http404
    get_object_or_404(PublicRendition, file=name)
    shown_as = name.rpartition("/")[2]
    response = serve_file(request, default_storage, name, content_type=content_type, shown_as=shown_as)
    response["Cache-Control"] = KEPT_FOR_EVER
    # Programs and other sites show them.
    response["Access-Control-Allow-Origin"] = "*"
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
