"""The table of contents of what all share."""

from django.urls import include, path

from community.notifications import views as notifications
from community.search.views import search
from community.since_last.views import mark_home_seen_view, since_last

urlpatterns = [
    path("", include("community.people.urls")),
    path("", include("community.membership.urls")),
    path("", include("community.meetings.urls")),
    path("", include("community.house_rules.urls")),
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
    path("unsubscribe/<str:token>/", notifications.unsubscribe_page, name="unsubscribe"),
]
