"""The room's addresses."""

from django.urls import path

from community.concerns import views

urlpatterns = [
    path("concerns/in/<int:network_id>/", views.concerns, name="concerns"),
    path("concerns/in/<int:network_id>/write/", views.write_concern_view, name="write_concern"),
    path("concerns/<int:note_id>/", views.concern, name="concern"),
    path("concerns/<int:note_id>/countersign/", views.countersign_hold_view, name="countersign_hold"),
    path("concerns/<int:note_id>/lift/", views.lift_hold_view, name="lift_hold"),
    path("concerns/<int:note_id>/answer/", views.answer_concern_view, name="answer_concern"),
    path("concerns/<int:note_id>/over/", views.end_concern_view, name="end_concern"),
    path("me/concerns/", views.my_concerns, name="my_concerns"),
]
