"""The nouns of the library."""

from practice_library.models.media import LibraryDocument, LibraryImage, LibraryRendition
from practice_library.models.review import ColleagueReviewTask, ReviewRequest
from practice_library.models.shelves import LibraryHomePage, NetworkShelfPage, SchoolShelfPage
from practice_library.models.write_up import WriteUpPage

__all__ = [
    "ColleagueReviewTask",
    "LibraryDocument",
    "LibraryHomePage",
    "LibraryImage",
    "LibraryRendition",
    "NetworkShelfPage",
    "ReviewRequest",
    "SchoolShelfPage",
    "WriteUpPage",
]
