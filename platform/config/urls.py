"""The site's table of contents: rooms, sign-in, admin, and the public pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents.views.serve import serve as serve_document
from wagtail.urls import serve_pattern
from wagtail.views import serve as serve_page

from community.live.routing import websocket_urlpatterns
from config.health import healthz
from config.observing import metrics
from config.worker import service_worker
from home.page_cache.kept import kept_for_visitors
from home.urls import public_patterns

__all__ = ["urlpatterns", "websocket_urlpatterns"]

handler400 = "config.errors.bad_request"
handler404 = "config.errors.not_found"
# allauth looks for it by this name
handler429 = "config.errors.too_many_requests"
handler500 = "config.errors.server_error"

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("metrics", metrics, name="metrics"),
    path("sw.js", service_worker, name="service_worker"),
    path("", include("community.urls")),
    path("", include("forums.urls")),
    path("", include("company_network.urls")),
    path("", include("youth_network.urls")),
    path("", include("home.urls")),
    path("admin/", include(wagtailadmin_urls)),
    # Of Wagtail's own addresses only those that serve: pages and documents here have no passwords of their own.
    path("documents/<int:document_id>/<str:document_filename>", require_safe(serve_document), name="wagtaildocs_serve"),
]
if settings.DEBUG:
    urlpatterns += [path("gallery/", TemplateView.as_view(template_name="gallery.html"), name="gallery")]
    urlpatterns += staticfiles_urlpatterns()

# Danish pages at the root, English below /en/; last, since it answers every remaining path.
urlpatterns += i18n_patterns(
    *public_patterns,
    re_path(serve_pattern, require_safe(kept_for_visitors(serve_page)), name="wagtail_serve"),
    prefix_default_language=False,
)
