"""The top floor's own addresses; the public pages answer through Wagtail."""

from django.urls import path, re_path
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.views import sitemap

from home.demo.views import demo, demo_sign_in
from home.help_lines.views import get_help, offline
from home.pages.sitemaps import PublicSitemap
from home.pages.views import admin_account, no_such_room, robots

urlpatterns = [
    path("demo/", demo, name="demo"),
    path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
    path("offline/", offline, name="offline"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": {"pages": PublicSitemap}}, name="sitemap"),
    # Doors of the Wagtail admin that this house does not use: people come by invitation and sign in at one place.
    path("admin/account/", admin_account, name="admin_account"),
    re_path(r"^admin/(?:users|groups|account|password_reset)/", no_such_room, name="no_such_room"),
]

#: Addresses that stand in both languages, as the pages do.
public_patterns = [path("help/", get_help, name="get_help")]
