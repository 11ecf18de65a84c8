"""The room's table of contents."""

from django.urls import path

from community.asks import views

urlpatterns = [
    path("<int:ask_id>/", views.ask, name="ask"),
    path("<int:ask_id>/answer/", views.answer_ask_view, name="answer_ask"),
    path("<int:ask_id>/take-back/", views.take_back_ask_view, name="take_back_ask"),
]
