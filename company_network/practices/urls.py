"""The room's table of contents."""

from django.urls import path

from company_network.practices import round_up_views as round_ups
from company_network.practices import tried_views as tried
from company_network.practices import views

practices_urlpatterns = [
    path("practice/", views.practices, name="practices"),
    path("practice/new/", views.begin_practice, name="begin_practice"),
    path("practice/new/<int:board_id>/", views.new_practice, name="new_practice"),
    path("practice/<int:topic_id>/reach/", views.set_reach_view, name="set_reach"),
    path("practice/<int:topic_id>/propose-sharing/", views.propose_sharing_view, name="propose_sharing"),
    path("practice/<int:topic_id>/tries/", tried.practice_tries, name="practice_tries"),
    path("practice/<int:topic_id>/tried/", tried.say_tried_view, name="say_tried"),
    path("practice/tried/<int:tried_id>/take-back/", tried.take_back_tried_view, name="take_back_tried"),
    path("practice/tried/<int:tried_id>/restore/", tried.restore_tried_view, name="restore_tried"),
    path("practice/round-ups/", round_ups.round_ups, name="round_ups"),
    path("practice/round-ups/<int:round_up_id>/", round_ups.round_up, name="round_up"),
    path("practice/round-ups/<int:round_up_id>/edit/", round_ups.edit_round_up_view, name="edit_round_up"),
    path("practice/round-ups/<int:round_up_id>/send/", round_ups.send_round_up_view, name="send_round_up"),
]
