"""The room's addresses."""

from django.urls import path

from community.breaks import views

urlpatterns = [
    path("take/", views.take_break_view, name="take_break"),
    path("", views.on_a_break, name="on_a_break"),
    path("come-back/", views.come_back_view, name="come_back"),
]
