"""Addresses of one's own account; they stand before allauth's, three of whose pages they replace."""

from django.urls import path

from network import converters
from network.views import account, lost_step

converters.register()

urlpatterns = [
    path("", account.AccountView.as_view(), name="account"),
    path("login/", account.SignInView.as_view(), name="account_login"),
    path("2fa/", account.SecondStepsView.as_view(), name="mfa_index"),
    path("2fa/lost/", lost_step.LostStepView.as_view(), name="lost-step"),
    path("lost-step/<school_secret:link_secret>/", lost_step.StopView.as_view(), name="lost-step-stop"),
    path("copy/", account.copy_of_mine, name="account-copy"),
    path("sessions/", account.sessions, name="usersessions_list"),
]
