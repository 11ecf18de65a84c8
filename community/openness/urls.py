"""The room's address."""

from django.urls import path

from community.openness.views import who_has_seen

urlpatterns = [path("", who_has_seen, name="who_has_seen")]
