"""This room's addresses."""

from django.urls import path

from network.api.schools import SchoolClosures, SchoolDetail, SchoolList, SchoolTerms
from network.api.views import About, Calendar, PeopleList

about = [path("", About.as_view(), name="about")]
schools = [
    path("schools/", SchoolList.as_view(), name="school-list"),
    path("schools/<code:code>/", SchoolDetail.as_view(), name="school"),
    path("schools/<code:code>/terms/", SchoolTerms.as_view(), name="terms"),
    path("schools/<code:code>/closures/", SchoolClosures.as_view(), name="closures"),
]
people = [path("people/", PeopleList.as_view(), name="people")]
calendar = [path("calendar/", Calendar.as_view(), name="calendar")]
