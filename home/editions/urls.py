"""The room's table of contents."""

from django.urls import path, re_path

from home.editions import views

urlpatterns = [
    re_path(r"^voices/(?P<code>[\w-]+)/code\.(?P<form>svg|pdf|eps|png)$", views.clip_code, name="clip_code"),
    path("editions/", views.editions, name="editions"),
    path("editions/<int:edition_id>/", views.edition, name="edition"),
    path("editions/<int:edition_id>/printed/", views.mark_printed_view, name="mark_printed"),
    path("editions/<int:edition_id>/again/", views.print_again_view, name="print_again"),
    path("editions/<int:edition_id>/sheet/", views.edition_sheet, name="edition_sheet"),
    path("editions/<int:edition_id>/parcel.zip", views.edition_parcel, name="edition_parcel"),
]
