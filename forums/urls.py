"""The forum's table of contents."""

from django.urls import path

from forums.topics import views as topics

urlpatterns = [
    path("network/", topics.board, name="network"),
    path("network/<int:board_id>/", topics.board, name="board"),
    path("network/<int:board_id>/new/", topics.new_topic, name="new_topic"),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("topics/<int:topic_id>/reply/", topics.post_reply_view, name="post_reply"),
]
