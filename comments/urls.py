"""`/comments/`: pages are nouns, what is done to one is a verb behind it."""

from django.urls import path

from comments.views import (
    appeals,
    comments,
    figures,
    moderating,
    posting,
    reactions,
    readers,
)

_ONE = "<int:comment_id>/"

urlpatterns = [
    path("moderation/", figures.monthly, name="moderation_counts"),
    path("warnings/", appeals.warnings, name="warnings"),
    path("appeals/<str:token>/", appeals.appeal, name="appeal"),
    path("readers/<int:reader_id>/", readers.reader, name="reader"),
    path("<int:article_id>/picks/", comments.picks, name="picks"),
    path("updates/<int:update_id>/", comments.on_update, name="update_comments"),
    path("<int:article_id>/new/", posting.new_comment, name="new_comment"),
    path(_ONE, comments.comment, name="comment"),
    path(f"{_ONE}reply/", posting.reply, name="reply"),
    path(f"{_ONE}edit/", posting.edit, name="edit_comment"),
    path(f"{_ONE}withdraw/", posting.withdraw, name="withdraw_comment"),
    path(f"{_ONE}like/", reactions.like, name="like"),
    path(f"{_ONE}report/", reactions.report, name="report"),
    *(
        path(
            f"<int:article_id>/{act}-discussion/",
            moderating.discussion,
            {"act": act},
            name=f"{act}_discussion",
        )
        for act in ("lock", "unlock")
    ),
    path(f"{_ONE}hide/", moderating.hide, name="hide_comment"),
    *(
        path(f"{_ONE}{act}/", moderating.press, {"act": act}, name=f"{act}_comment")
        for act in moderating.PRESSES
    ),
]
