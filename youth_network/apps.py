from django.apps import AppConfig


class YouthNetworkConfig(AppConfig):
    name = "youth_network"
