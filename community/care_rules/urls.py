"""The room's table of contents."""

from django.urls import path

from community.care_rules.views import care_rules

urlpatterns = [path("networks/<int:network_id>/", care_rules, name="care_rules")]
