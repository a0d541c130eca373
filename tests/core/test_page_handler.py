"""A static file is answered in the loop, a page in its thread."""

from django.test import AsyncRequestFactory, RequestFactory

from config.page_handler import PageHandler


async def test_static_files_and_pages_are_served():
    handler = PageHandler()
    ask = AsyncRequestFactory()

    style = await handler.get_response_async(ask.get("/static/core/hedgerow.css"))
    style.close()
    page = await handler.get_response_async(ask.get("/healthz"))

    assert (style.status_code, style.headers["Content-Type"]) == (200, 'text/css; charset="utf-8"')
    assert (page.status_code, page.headers["Content-Type"]) == (200, "application/json")


def test_a_pages_thread_has_no_static_files(db):
    answer = PageHandler()._pages.get_response(RequestFactory().get("/static/core/hedgerow.css"))

    assert answer.status_code == 404
