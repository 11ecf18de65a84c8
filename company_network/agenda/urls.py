"""The room's table of contents."""

from django.urls import path

from company_network.agenda import views

urlpatterns = [
    path("meetings/<int:meeting_id>/companies/", views.company_meeting, name="company_meeting"),
    path("meetings/<int:meeting_id>/points/", views.propose_point_view, name="propose_point"),
    path("meetings/<int:meeting_id>/notes/", views.write_notes_view, name="write_notes"),
    path("points/<int:point_id>/remove/", views.remove_point_view, name="remove_point"),
    path("points/<int:point_id>/restore/", views.restore_point_view, name="restore_point"),
]
