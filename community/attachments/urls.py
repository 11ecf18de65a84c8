"""The room's table of contents."""

from django.urls import path

from community.attachments import views

urlpatterns = [
    path("", views.begin_upload_view, name="begin_upload"),
    path("<uuid:uuid>/", views.attachment, name="attachment"),
    path("<uuid:uuid>/bytes/", views.add_bytes_view, name="add_bytes"),
    path("<uuid:uuid>/state/", views.upload_state, name="upload_state"),
    path("<uuid:uuid>/describe/", views.describe_attachment_view, name="describe_attachment"),
    path("<uuid:uuid>/remove/", views.remove_attachment_view, name="remove_attachment"),
    path("<uuid:uuid>/<str:name>", views.attachment_file, name="attachment_file"),
]
