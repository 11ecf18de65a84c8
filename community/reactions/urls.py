"""Giving words, and choosing them."""

from django.urls import path

from community.reactions import views

urlpatterns = [
    path("<slug:subject_type>/rows/", views.reaction_rows_view, name="reaction_rows"),
    path("<slug:subject_type>/<int:subject_id>/<int:word_id>/react/", views.react_view, name="react"),
    path(
        "<slug:subject_type>/<int:subject_id>/<int:word_id>/take-back/",
        views.take_back_reaction_view,
        name="take_back_reaction",
    ),
    path("words/<int:network_id>/", views.reaction_words, name="reaction_words"),
    path("words/in/<int:space_id>/add/", views.add_reaction_word_view, name="add_reaction_word"),
    path("words/<int:word_id>/rename/", views.rename_reaction_word_view, name="rename_reaction_word"),
    path("words/<int:word_id>/retire/", views.retire_reaction_word_view, name="retire_reaction_word"),
    path("words/<int:word_id>/move/", views.move_reaction_word_view, name="move_reaction_word"),
]
