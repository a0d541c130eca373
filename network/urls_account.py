"""Addresses of one's own account; they stand before allauth's, three of whose pages they replace."""

from django.urls import path

from network.views import account

urlpatterns = [
    path("", account.AccountView.as_view(), name="account"),
    path("login/", account.SignInView.as_view(), name="account_login"),
    path("2fa/", account.SecondStepsView.as_view(), name="mfa_index"),
    path("sessions/", account.sessions, name="usersessions_list"),
]
