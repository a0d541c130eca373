"""Addresses of writing, reviewing, pictures and files, under `/library/`."""

from django.urls import path

from practice_library.views import extras, media, offer, review, write

urlpatterns = [
    path("write/", write.Desk.as_view(), name="write"),
    path("write/<int:pk>/", write.Edit.as_view(), name="write-up-edit"),
    path("write/<int:pk>/preview/", write.Preview.as_view(), name="write-up-preview"),
    path("write/<int:pk>/delete/", write.Delete.as_view(), name="write-up-delete"),
    path("write/<int:pk>/extras/", extras.Extras.as_view(), name="write-up-extras"),
    path(
        "write/<int:pk>/extras/picture/", extras.Extras.as_view(kind="picture"), name="write-up-picture-add"
    ),
    path("write/<int:pk>/extras/file/", extras.Extras.as_view(kind="file"), name="write-up-file-add"),
    path("write/<int:pk>/extras/move/", extras.Move.as_view(), name="write-up-extra-move"),
    path("write/<int:pk>/extras/remove/", extras.Remove.as_view(), name="write-up-extra-remove"),
    path("write/<int:pk>/ask/", offer.Ask.as_view(), name="write-up-ask"),
    path("write/<int:pk>/withdraw/", offer.Withdraw.as_view(), name="write-up-withdraw"),
    path("write/<int:pk>/audience/", offer.ChangeAudience.as_view(), name="write-up-audience"),
    path("write/<int:pk>/take-back/", offer.TakeBack.as_view(), name="write-up-take-back"),
    path("write/<int:pk>/history/", offer.History.as_view(), name="history"),
    path("review/<int:pk>/", review.Review.as_view(), name="review"),
    path("pictures/<uuid:key>/<str:spec>/", media.picture, name="picture"),
    path("files/<uuid:key>/", media.file, name="file"),
]
