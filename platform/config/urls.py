"""The site's table of contents: rooms, sign-in, admin, and the public pages last."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import include, path
from django.views.generic import TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from community.live.routing import websocket_urlpatterns
from config.health import healthz
from home.urls import public_patterns

__all__ = ["urlpatterns", "websocket_urlpatterns"]

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("community.urls")),
    path("", include("forums.urls")),
    path("", include("home.urls")),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
]
if settings.DEBUG:
    urlpatterns += [path("gallery/", TemplateView.as_view(template_name="gallery.html"), name="gallery")]
    urlpatterns += staticfiles_urlpatterns()

# Danish pages at the root, English below /en/; last, since it answers every remaining path.
urlpatterns += i18n_patterns(*public_patterns, path("", include(wagtail_urls)), prefix_default_language=False)
