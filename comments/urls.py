from django.urls import path

from comments.views import moderating, posting

urlpatterns = [
    path("<int:article_id>/new/", posting.new_comment, name="new_comment"),
    path("<int:comment_id>/", posting.comment, name="comment"),
    path("<int:comment_id>/reply/", posting.reply, name="reply"),
    path("<int:comment_id>/hide/", moderating.hide, name="hide_comment"),
    path("<int:comment_id>/restore/", moderating.restore, name="restore_comment"),
]
