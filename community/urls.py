"""The table of contents of what all share."""

from django.urls import include, path

from community.notifications import link_views as links
from community.notifications import views as notifications
from community.search.views import search
from community.since_last.views import mark_home_seen_view, since_last

urlpatterns = [
    path("", include("community.people.urls")),
    path("", include("community.membership.urls")),
    path("me/", include("community.own_data.urls")),
    path("", include("community.meetings.urls")),
    path("", include("community.house_rules.urls")),
    path("care/", include("community.moderation.urls")),
    path("care/", include("community.care_rules.urls")),
    path("", include("community.concerns.urls")),
    path("access-reviews/", include("community.access_review.urls")),
    path("second-look/", include("community.second_look.urls")),
    path("me/seen/", include("community.openness.urls")),
    path("me/away/", include("community.keeping_away.urls")),
    path("me/break/", include("community.breaks.urls")),
    path("asks/", include("community.asks.urls")),
    path("since-last/", since_last, name="since_last"),
    path("since-last/seen/", mark_home_seen_view, name="mark_home_seen"),
    path("search/", search, name="search"),
    path("files/", include("community.attachments.urls")),
    path("chat/", include("community.chat.urls")),
    path("reactions/", include("community.reactions.urls")),
    path("notifications/", notifications.notifications, name="notifications"),
    path("notifications/mark/", notifications.notifications_mark, name="notifications_mark"),
    path("notifications/read/", notifications.mark_notifications_read_view, name="mark_notifications_read"),
    path("notifications/<int:notification_id>/open/", notifications.open_notification_view, name="open_notification"),
    path("me/notifications/", notifications.notification_settings, name="notification_settings"),
    path("from-mail/", links.come_in, name="come_in"),
    path("unsubscribe/<str:token>/", notifications.unsubscribe_page, name="unsubscribe"),
]
