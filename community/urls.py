"""The table of contents of what all share."""

from django.urls import include, path

from community.since_last.views import since_last

urlpatterns = [
    path("since-last/", since_last, name="since_last"),
    path("chat/", include("community.chat.urls")),
]
