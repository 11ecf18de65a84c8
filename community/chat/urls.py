"""The rooms' addresses."""

from django.urls import path

from community.chat import views

urlpatterns = [
    path("", views.chat, name="chat"),
    path("<int:room_id>/", views.chat_room, name="chat_room"),
    path("<int:room_id>/send/", views.send_message_view, name="send_message"),
    path("<int:room_id>/log/", views.chat_log, name="chat_log"),
    path("<int:room_id>/read/", views.read_room_view, name="read_room"),
]
