"""The top floor's own addresses; the public pages answer through Wagtail."""

from django.urls import include, path, re_path
from django.views.decorators.http import require_safe
from wagtail.contrib.sitemaps.views import sitemap

from home.demo.views import demo, demo_sign_in
from home.enquiries.views import send_enquiry_view
from home.finding.views import find
from home.help_lines.views import get_help, offline
from home.pages.accessibility import accessibility_statement
from home.pages.cards import page_card
from home.pages.sitemaps import PublicSitemap
from home.pages.views import admin_account, no_such_room, robots, security_txt
from home.pictures.views import public_picture
from home.podcasts.views import episode_chapters, episode_transcript, kept_sound, podcast_feed, podcast_sound
from home.testimonials.feeds import clip_feed
from home.testimonials.sitemaps import VoiceSitemap
from home.testimonials.views import clip, clip_captions, clip_picture, clip_sound

urlpatterns = [
    path("demo/", demo, name="demo"),
    path("demo/sign-in/", demo_sign_in, name="demo_sign_in"),
    path("offline/", offline, name="offline"),
    path("robots.txt", robots, name="robots"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
    path(
        "sitemap.xml",
        require_safe(sitemap),
        {"sitemaps": {"pages": PublicSitemap, "voices": VoiceSitemap}},
        name="sitemap",
    ),
    path("", include("home.editions.urls")),
    path("", include("home.enquiries.urls")),
    path("", include("home.stories.urls")),
    path("", include("home.testimonials.urls")),
    # The addresses of voices are short, since they stand on paper.
    path("k/<slug:code>/<slug:sound>.m4a", clip_sound, name="clip_sound"),
    re_path(r"^k/(?P<code>[\w-]+)/(?P<language>da|en)\.vtt$", clip_captions, name="clip_captions"),
    path("cards/<int:pk>/<slug:digest>.png", page_card, name="page_card"),
    path("media/<path:name>", public_picture, name="public_picture"),
    # The name of a feed stays whatever its page is called later; the page tree begins with no "podcasts".
    path("podcasts/<slug:name>.xml", podcast_feed, name="podcast_feed"),
    path("podcasts/sounds/<str:name>", podcast_sound, name="podcast_sound"),
    path("podcasts/kept-sounds/<int:pk>/", kept_sound, name="kept_sound"),
    path("podcasts/transcripts/<int:pk>.vtt", episode_transcript, name="episode_transcript"),
    path("podcasts/chapters/<int:pk>.json", episode_chapters, name="episode_chapters"),
    # Doors of the Wagtail admin that this house does not use: people come by invitation and sign in at one place.
    path("admin/account/", admin_account, name="admin_account"),
    re_path(r"^admin/(?:users|groups|account|password_reset)/", no_such_room, name="no_such_room"),
]

#: Addresses that stand in both languages, as the pages do.
public_patterns = [
    path("help/", get_help, name="get_help"),
    path("was", accessibility_statement, name="accessibility_statement"),
    path("find/", find, name="find"),
    path("contact/send/", send_enquiry_view, name="send_enquiry"),
    path("k/feed.xml", clip_feed, name="clip_feed"),
    path("k/<slug:code>", clip, name="clip"),
    path("k/<slug:code>/share.png", clip_picture, name="clip_picture"),
]
