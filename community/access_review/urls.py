"""The room's addresses."""

from django.urls import path

from community.access_review import views

urlpatterns = [
    path("<int:review_id>/", views.access_review, name="access_review"),
    path("<int:review_id>/memberships/<int:membership_id>/", views.answer_for_access_view, name="answer_for_access"),
    path("<int:review_id>/editors/<int:person_id>/", views.answer_for_editor_view, name="answer_for_editor"),
]
