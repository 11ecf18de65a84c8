"""The room's addresses."""

from django.urls import path

from community.keeping_away import views

urlpatterns = [
    path("", views.kept_away, name="kept_away"),
    path("<int:person_id>/keep-away/", views.keep_away_view, name="keep_away"),
    path("<int:person_id>/let-back/", views.let_back_view, name="let_back"),
    path("talks/close/", views.close_talks_view, name="close_talks"),
    path("talks/open/", views.open_talks_view, name="open_talks"),
]
