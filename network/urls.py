"""Addresses of the network's pages."""

from django.urls import path

from network.models import Closure, Term
from network.views import (
    invitations,
    join,
    join_school,
    lost_step,
    members,
    networks,
    our_school,
    people,
    places,
    school_content,
    school_edit,
    schools,
    sign_in_settings,
    today,
)
from network.views.api_tokens import ApiTokenList, ApiTokenMake
from network.views.calendar import CalendarView
from network.views.feeds import FeedsView, calendar_feed_view

_places = [
    path("", today.today, name="today"),
    path("together/", places.TogetherView.as_view(), name="together"),
    path("compare/", places.CompareView.as_view(), name="compare"),
    path("what-we-share/", places.WhatWeShareView.as_view(), name="what-we-share"),
]
_directory = [
    path("schools/", schools.SchoolListView.as_view(), name="schools"),
    path("schools/<code:code>/", schools.SchoolDetailView.as_view(), name="school"),
    path("people/", people.PeopleView.as_view(), name="people"),
]
_our_school = [
    path("our-school/", our_school.OurSchoolView.as_view(), name="our-school"),
    path("our-school/card/", school_edit.CardView.as_view(), name="our-school-card"),
    path("our-school/dates/", school_edit.DatesView.as_view(), name="our-school-dates"),
    path("our-school/dates/term/", school_edit.AddTermView.as_view(), name="our-school-term-add"),
    path("our-school/dates/term/<int:pk>/remove/", school_edit.RemoveDatesView.as_view(model=Term), name="our-school-term-remove"),
    path("our-school/dates/closure/", school_edit.AddClosureView.as_view(), name="our-school-closure-add"),
    path("our-school/dates/closure/<int:pk>/remove/", school_edit.RemoveDatesView.as_view(model=Closure), name="our-school-closure-remove"),
    path("our-school/day/", school_edit.SchoolDayView.as_view(), name="our-school-day"),
    path("our-school/year-groups/", school_edit.YearGroupsView.as_view(), name="our-school-year-groups"),
    path("our-school/people/", members.MemberListView.as_view(), name="our-school-people"),
    path("our-school/people/<int:pk>/", members.MemberView.as_view(), name="our-school-member"),
    path("our-school/people/<int:pk>/roles/", members.GrantRoleView.as_view(), name="our-school-role-add"),
    path("our-school/people/<int:pk>/roles/<slug:role>/end/", members.EndRoleView.as_view(), name="our-school-role-end"),
    path("our-school/people/<int:pk>/lost-step/", lost_step.ConfirmLostStepView.as_view(), name="our-school-lost-step"),
    path("our-school/people/<int:pk>/end/", members.EndMembershipView.as_view(), name="our-school-member-end"),
    path("our-school/invitations/", invitations.InvitationListView.as_view(), name="our-school-invitations"),
    path("our-school/invitations/new/", invitations.InviteView.as_view(), name="our-school-invite"),
    path("our-school/invitations/<uuid:pk>/again/", invitations.RenewInvitationView.as_view(), name="our-school-invitation-again"),
    path("our-school/invitations/<uuid:pk>/withdraw/", invitations.RevokeInvitationView.as_view(), name="our-school-invitation-withdraw"),
    path("our-school/sign-in/", sign_in_settings.ProvidersView.as_view(), name="our-school-sign-in"),
    path("our-school/sign-in/<uuid:pk>/", sign_in_settings.ProviderView.as_view(), name="our-school-sign-in-provider"),
    path("our-school/sign-in/<uuid:pk>/turn/", sign_in_settings.TurnView.as_view(), name="our-school-sign-in-turn"),
    path("our-school/sign-in/<uuid:pk>/remove/", sign_in_settings.RemoveView.as_view(), name="our-school-sign-in-remove"),
    path("our-school/log/", our_school.LogView.as_view(), name="our-school-log"),
    path("our-school/governors/", our_school.GovernorsView.as_view(), name="our-school-governors"),
    path("our-school/networks/", our_school.NetworksView.as_view(), name="our-school-networks"),
    path("our-school/networks/<slug:slug>/leave/", our_school.LeaveNetworkView.as_view(), name="our-school-network-leave"),
    path("our-school/content/", school_content.TakeContentView.as_view(), name="our-school-content"),
    path("our-school/leave/", our_school.LeaveHubView.as_view(), name="our-school-leave"),
]  # fmt: skip
_networks = [
    path("network/<slug:slug>/", networks.NetworkView.as_view(), name="network"),
    path("network/<slug:slug>/invite/", networks.InviteSchoolView.as_view(), name="network-invite"),
    path("network/<slug:slug>/invite/found/", networks.SuggestSchoolsView.as_view(), name="network-suggest"),
    path("network/<slug:slug>/invite/<uuid:pk>/withdraw/", networks.RevokeSchoolInvitationView.as_view(), name="network-invitation-withdraw"),
    path("network/<slug:slug>/hand-over/", networks.HandOverView.as_view(), name="network-hand-over"),
    path("network/<slug:slug>/editors/", networks.EditorsView.as_view(), name="network-editors"),
    path("network/<slug:slug>/editors/<int:pk>/end/", networks.EndEditorView.as_view(), name="network-editor-end"),
]  # fmt: skip
_joining = [
    path("join/", join.JoinView.as_view(), name="join-page"),
    path("join/<school_secret:link_secret>/", join.LinkView.as_view(), name="join"),
    path("join/own/<int:school_id>/<uuid:invitation_id>/", join.OwnInvitationView.as_view(), name="join-own"),
    path("join/school/", join_school.JoinSchoolView.as_view(), name="join-school-page"),
    path("join/school/<secret:link_secret>/", join_school.SchoolLinkView.as_view(), name="join-school"),
    path("join/own-school/<uuid:invitation_id>/", join_school.OwnSchoolInvitationView.as_view(), name="join-own-school"),
]  # fmt: skip
_calendar = [
    path("calendar/", CalendarView.as_view(), name="calendar"),
    path("calendar/feed/<slug:token>.ics", calendar_feed_view, name="calendar-feed"),
    path("account/feeds/", FeedsView.as_view(), name="account-feeds"),
]
_programs = [
    path("account/api/", ApiTokenList.as_view(), name="account-api-tokens"),
    path("account/api/new/", ApiTokenMake.as_view(), name="account-api-token-new"),
]

urlpatterns = [*_places, *_directory, *_our_school, *_networks, *_joining, *_calendar, *_programs]
