"""The room's addresses."""

from django.urls import path

from community.second_look import views

urlpatterns = [
    path("<int:round_id>/", views.second_look, name="second_look"),
    path("looks/<int:look_id>/", views.give_second_look_view, name="give_second_look"),
]
