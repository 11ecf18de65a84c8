"""The youth network's table of contents."""

from django.urls import path

from youth_network.witnessing import views as witnessing

urlpatterns = [
    path("topics/<int:topic_id>/witness/", witnessing.witness_topic_view, name="witness_topic"),
]
