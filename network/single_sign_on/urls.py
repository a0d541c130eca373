"""Addresses are in `network.urls_account`; allauth wants a module here."""

urlpatterns: list[object] = []
