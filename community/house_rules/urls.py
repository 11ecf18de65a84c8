"""The room's table of contents."""

from django.urls import path

from community.house_rules import views

urlpatterns = [
    path("groups/<int:group_id>/house-rules/", views.house_rules, name="house_rules"),
    path("groups/<int:group_id>/house-rules/new/", views.propose_house_rules_view, name="propose_house_rules"),
    path("networks/<int:network_id>/house-rules/", views.general_rules, name="general_rules"),
    path("house-rules/<int:rules_id>/vote/", views.vote_on_house_rules_view, name="vote_on_house_rules"),
    path("house-rules/<int:rules_id>/take-back/", views.take_back_house_rules_view, name="take_back_house_rules"),
]
