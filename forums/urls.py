"""The forum's table of contents."""

from django.urls import path

from forums.composing import views as composing
from forums.drafts import views as drafts
from forums.mentions import views as mentions
from forums.reading import views as reading
from forums.tags import views as tags
from forums.topics import message_views as message_topics
from forums.topics import views as topics
from forums.writing import views as writing

urlpatterns = [
    path("network/", topics.board, name="network"),
    path("network/<int:board_id>/", topics.board, name="board"),
    path("network/<int:board_id>/new/", topics.new_topic, name="new_topic"),
    path("network/<int:board_id>/tags/<int:tag_id>/", tags.board_tag, name="board_tag"),
    path("boards/<int:board_id>/tags/", tags.suggest_tags, name="suggest_tags"),
    path("tags/<int:network_id>/", tags.edit_tags, name="edit_tags"),
    path("tags/<int:tag_id>/rename/", tags.rename_tag_view, name="rename_tag"),
    path("tags/<int:tag_id>/remove/", tags.remove_tag_view, name="remove_tag"),
    path("tags/in/<int:space_id>/merge/", tags.merge_tags_view, name="merge_tags"),
    path("tags/removed/<int:removal_id>/restore/", tags.restore_tag_view, name="restore_tag"),
    path(
        "messages/<int:message_id>/topic/", message_topics.make_topic_from_message_view, name="make_topic_from_message"
    ),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("topics/<int:topic_id>/reply/", topics.post_reply_view, name="post_reply"),
    path("topics/<int:topic_id>/read/", reading.mark_topic_read_view, name="mark_topic_read"),
    path("topics/<int:topic_id>/follow/", reading.follow_topic_view, name="follow_topic"),
    path("boards/<int:board_id>/follow/", reading.follow_board_view, name="follow_board"),
    path("posts/<int:post_id>/save/", reading.save_post_view, name="save_post"),
    path("posts/<int:post_id>/edit/", writing.edit_post_view, name="edit_post"),
    path("posts/<int:post_id>/remove/", writing.remove_post_view, name="remove_post"),
    path("posts/<int:post_id>/restore/", writing.restore_post_view, name="restore_post"),
    path("posts/<int:post_id>/history/", writing.post_history, name="post_history"),
    path("spaces/<int:space_id>/people/", mentions.people_to_name, name="people_to_name"),
    path("spaces/<int:space_id>/preview/", composing.preview_words, name="preview_words"),
    path("emoji/", composing.emoji_picker, name="emoji_picker"),
    path("posts/<int:post_id>/undo/", drafts.undo_post_view, name="undo_post"),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/save/", drafts.save_draft_view, name="save_draft"),
    path("drafts/discard/", drafts.discard_draft_view, name="discard_draft"),
    path("drafts/<int:draft_id>/restore/", drafts.restore_draft_view, name="restore_draft"),
    path("saved/", reading.saved_posts, name="saved_posts"),
]
