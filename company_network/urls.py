"""The company network's table of contents."""

from django.urls import include, path

from company_network.practices.urls import practices_urlpatterns

urlpatterns = [
    path("", include("company_network.agenda.urls")),
    path("", include("company_network.companies.urls")),
    path("", include("company_network.offers.urls")),
    path("", include("company_network.sparring.urls")),
    *practices_urlpatterns,
]
