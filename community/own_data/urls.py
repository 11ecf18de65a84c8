"""One's own data, and leaving."""

from django.urls import path

from community.own_data import views

urlpatterns = [
    path("data/", views.my_data, name="my_data"),
    path("data/why/", views.what_is_kept, name="what_is_kept"),
    path("data/copy/", views.data_copy, name="data_copy"),
    path("data/copy/<uuid:uuid>/", views.fetch_copy, name="fetch_copy"),
    path("leave/", views.leave_overview, name="leave_overview"),
    path("leave/<str:way>/", views.leave_view, name="leave"),
]
