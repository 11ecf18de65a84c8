"""The forum's table of contents."""

from django.urls import path

from forums.reading import views as reading
from forums.topics import views as topics

urlpatterns = [
    path("network/", topics.board, name="network"),
    path("network/<int:board_id>/", topics.board, name="board"),
    path("network/<int:board_id>/new/", topics.new_topic, name="new_topic"),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("topics/<int:topic_id>/reply/", topics.post_reply_view, name="post_reply"),
    path("topics/<int:topic_id>/read/", reading.mark_topic_read_view, name="mark_topic_read"),
    path("topics/<int:topic_id>/follow/", reading.follow_topic_view, name="follow_topic"),
    path("posts/<int:post_id>/save/", reading.save_post_view, name="save_post"),
    path("saved/", reading.saved_posts, name="saved_posts"),
]
