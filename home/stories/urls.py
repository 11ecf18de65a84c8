"""The room's table of contents."""

from django.urls import path

from home.stories import views

urlpatterns = [
    path("my-stories/", views.my_stories, name="my_stories"),
    path("my-stories/offer/<int:post_id>/", views.offer_post_view, name="offer_post"),
    path("my-stories/<int:offer_id>/open/", views.open_story_view, name="open_story"),
]
