"""Addresses of the gallery of mail, which exist in a demo and for developers only."""

from django.urls import path

from network.views import mail_gallery

urlpatterns = [
    path("", mail_gallery.messages, name="mail-gallery"),
    path("<uuid:pk>/", mail_gallery.message, name="mail-gallery-message"),
    path("<uuid:pk>/html/", mail_gallery.message_html, name="mail-gallery-html"),
]
