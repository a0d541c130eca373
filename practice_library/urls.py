"""Addresses of the library. A write-up's own comes last: no title takes one of the fixed ones."""

from django.urls import path

from practice_library.urls_write import urlpatterns as writing
from practice_library.views import feeds, find, read

app_name = "library"
urlpatterns = [
    path("", find.write_up_list, name="write-up-list"),
    path("suggest/", find.suggest, name="suggest"),
    path("feed/", feeds.public_feed, name="feed"),
    path("feed/<str:token>/", feeds.my_feed, name="feed-mine"),
    *writing,
    path("<slug:slug>/", read.write_up, name="write-up"),
]
