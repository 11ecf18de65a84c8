from django.apps import AppConfig


class CompanyNetworkConfig(AppConfig):
    name = "company_network"
