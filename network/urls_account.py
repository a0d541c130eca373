"""Addresses of one's own account; they stand before allauth's, some of whose pages they replace."""

from django.urls import path
from django.views.generic import RedirectView

from network import converters
from network.views import account, lost_step, school_sign_in

converters.register()
#: Pages of allauth's that we have in other places, or not at all.
_NOT_HERE = {
    "": "school-links",
    "signup/": "account_signup",
    "login/error/": "account_login",
    "login/cancelled/": "account_login",
}

urlpatterns = [
    path("", account.AccountView.as_view(), name="account"),
    path("login/", account.SignInView.as_view(), name="account_login"),
    path("2fa/", account.SecondStepsView.as_view(), name="mfa_index"),
    path("2fa/lost/", lost_step.LostStepView.as_view(), name="lost-step"),
    path("lost-step/<school_secret:link_secret>/", lost_step.StopView.as_view(), name="lost-step-stop"),
    path("copy/", account.copy_of_mine, name="account-copy"),
    path("school/", school_sign_in.FindSchoolView.as_view(), name="school-sign-in"),
    path("school/go/", school_sign_in.GoView.as_view(), name="school-sign-in-go"),
    path("school/links/", school_sign_in.LinksView.as_view(), name="school-links"),
    path("school/<uuid:provider_id>/back/", school_sign_in.back, name="school-sign-in-callback"),
    *[path(f"3rdparty/{end}", RedirectView.as_view(pattern_name=page)) for end, page in _NOT_HERE.items()],
    path("sessions/", account.sessions, name="usersessions_list"),
]
