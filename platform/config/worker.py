"""GET /sw.js: the service worker, at the root so that it may stand before every page."""

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from home.help_lines.views import offline_context


@never_cache
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script, with the version of the page it shows without net: a new page makes browsers fetch both anew."""
    files = [static("community/css/standalone.css")]
    page = render_to_string("home/help_lines/offline.html", offline_context())
    version = sha256("\n".join([page, *files]).encode()).hexdigest()[:12]
    context = {"version": version, "page": reverse("offline"), "files": files}
    return render(request, "sw.js", context, content_type="text/javascript; charset=utf-8")
