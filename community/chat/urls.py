"""The rooms' addresses."""

from django.urls import path

from community.chat import message_views, room_views, views

urlpatterns = [
    path("", views.chat, name="chat"),
    path("begin/<int:person_id>/", room_views.begin_talk_view, name="begin_talk"),
    path("mute/<int:person_id>/", room_views.mute_view, name="mute"),
    path("unmute/<int:person_id>/", room_views.unmute_view, name="unmute"),
    path("<int:room_id>/", views.chat_room, name="chat_room"),
    path("<int:room_id>/send/", views.send_message_view, name="send_message"),
    path("<int:room_id>/log/", views.chat_log, name="chat_log"),
    path("<int:room_id>/read/", views.read_room_view, name="read_room"),
    path("<int:room_id>/about/", room_views.room_about, name="room_about"),
    path("<int:room_id>/tells/", room_views.choose_tells_view, name="choose_tells"),
    path("<int:room_id>/hours/", room_views.set_room_hours_view, name="set_room_hours"),
    path("<int:room_id>/hours/<int:hours_id>/remove/", room_views.remove_room_hours_view, name="remove_room_hours"),
    path("<int:room_id>/messages/", message_views.messages_view, name="chat_messages"),
    path("<int:room_id>/messages/<int:seq>/", message_views.message_page, name="chat_message"),
    path("<int:room_id>/messages/<int:seq>/edit/", message_views.edit_message_view, name="edit_message"),
    path("<int:room_id>/messages/<int:seq>/delete/", message_views.delete_message_view, name="delete_message"),
    path("<int:room_id>/messages/<int:seq>/restore/", message_views.restore_message_view, name="restore_message"),
]
