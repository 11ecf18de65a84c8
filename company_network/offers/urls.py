"""The room's table of contents."""

from django.urls import path

from company_network.offers import views

urlpatterns = [
    path("offers/", views.offers, name="offers"),
    path("offers/<int:offer_id>/", views.offer, name="offer"),
    path("companies/<int:company_id>/offers/new/", views.new_offer, name="new_offer"),
    path("offers/<int:offer_id>/edit/", views.edit_offer_view, name="edit_offer"),
    path("offers/<int:offer_id>/state/", views.set_offer_state_view, name="set_offer_state"),
    path("offers/<int:offer_id>/keep/", views.save_offer_view, name="save_offer"),
    path("offers/<int:offer_id>/keep/again/", views.save_offer_again, name="save_offer_again"),
]
