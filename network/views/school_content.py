"""A school's package, to keep."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.views.generic import View

from core import clock
from core.made_file import answer_with_made
from network.roles import Permission
from network.services.school_content import pack_content
from network.views.base import OwnSchoolMixin


class TakeContentView(OwnSchoolMixin, View):
    """A button on the page of networks; the answer is the package itself."""

    http_method_names = ("post",)
    permission = Permission.LEAVE_NETWORK

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Make it and hand it over."""
        package = pack_content(school=self.school, by=self.actor)
        name = f"{slugify(self.school.name)}-{localdate(clock.now()):%Y-%m-%d}.zip"
        return answer_with_made(request, package, name=name, content_type="application/zip")
