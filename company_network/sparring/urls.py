"""Addresses of sparring; a question itself is a topic (forums/urls.py)."""

from django.urls import path

from company_network.sparring import views

urlpatterns = [
    path("sparring/", views.sparring, name="sparring"),
    path("sparring/<int:board_id>/new/", views.new_sparring, name="new_sparring"),
    path("sparring/<int:topic_id>/close/", views.close_sparring_view, name="close_sparring"),
    path("sparring/<int:topic_id>/reopen/", views.reopen_sparring_view, name="reopen_sparring"),
]
