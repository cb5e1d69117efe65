"""Publishing the updates that were cut out of a running text, all or none."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import transaction

from articles import live, publishing
from articles.models import Article, Update
from articles.roles import Actor


@transaction.atomic
def publish_pieces(
    article: Article,
    pieces: Iterable[dict[str, Any]],
    *,
    by: Actor,
    submission: uuid.UUID | None,
    original: str = "",
    is_draft: bool = False,
) -> list[Update]:
    """Publish each of `pieces`, or keep it as a draft.

    A piece has stamped_at, body, is_key_event, and the number of its place in the text.

    `original` becomes the story's own text where it is given. The same `submission`
    is the same set of updates however often it is sent.

    Raises PermissionDenied, and ValidationError for a stamp to come.
    """
    save = live.save_draft if is_draft else live.publish_update
    saved = []
    # Oldest first: of equal stamps the one saved last stands on top, as in the text.
    for piece in sorted(pieces, key=lambda one: (one["stamped_at"], -one["number"])):
        update = Update(
            article=article,
            stamped_at=piece["stamped_at"],
            body=piece["body"],
            is_key_event=piece["is_key_event"],
            submission=submission and uuid.uuid5(submission, str(piece["number"])),
        )
        saved.append(save(update, by=by))
    story = Article.objects.get(pk=article.pk)
    if original and story.body != original:
        story.body = original  # type: ignore[assignment]
        publishing.revise(story, by=by)
    return saved
