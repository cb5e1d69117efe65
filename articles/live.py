"""What a journalist does with the text of an update, from first draft to edit."""

from datetime import timedelta

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from articles.changes import lock, raise_change
from articles.models import Article, Update
from articles.roles import Actor, require, require_change, require_sight
from articles.stamps import long_stamp
from articles.versions import catch_up, differs, record, reread

CLOCK_SLACK = timedelta(minutes=1)  # a journalist's clock may be ahead of ours
Status = Update.Status


@transaction.atomic
def save_draft(update: Update, *, by: Actor, version: int | None = None) -> Update:
    """Keep an update that nobody but the newsroom sees.

    Raises PermissionDenied, EditConflict, and ValidationError for what is out already.
    """
    return _save_unseen(update, Status.DRAFT, "saved as a draft", by, version)


@transaction.atomic
def submit_update(update: Update, *, by: Actor, version: int | None = None) -> Update:
    """Hand a draft to the editors.

    Raises PermissionDenied, EditConflict, and ValidationError for what is out already.
    """
    return _save_unseen(update, Status.SUBMITTED, "handed in", by, version)


@transaction.atomic
def publish_update(update: Update, *, by: Actor, version: int | None = None) -> Update:
    """Put an update, new or drafted, before the public now.

    A draft whose stamp nobody wrote gets this moment's, and so does what waits for a
    stamp to come. The same `submission` is the same update however often it is sent.

    Raises PermissionDenied, EditConflict, and ValidationError for a stamp to come or
    a story that takes no updates.
    """
    is_waiting = update.status == Status.SCHEDULED and _is_to_come(update)
    is_unset = update.is_unpublished and not update.is_stamp_set and update.pk
    if is_waiting or is_unset:
        update.stamped_at = timezone.now()
    if _is_to_come(update):
        raise ValidationError(
            {
                "stamped_at": f"{long_stamp(update.stamped_at)} is still to come. Press"
                " Schedule to publish it then, or empty the stamp to publish it now."
            }
        )
    _stamp_by_our_clock(update)
    return _save_seen(update, Status.PUBLISHED, "published", by, version)


@transaction.atomic
def publish_draft(update: Update, *, by: Actor) -> Update:
    """Put a draft before the public as it stands in the database.

    Raises PermissionDenied, and ValidationError as `publish_update` does.
    """
    lock(update.article)
    reread(update)
    return publish_update(update, by=by)


@transaction.atomic
def schedule_update(update: Update, *, by: Actor, version: int | None = None) -> Update:
    """Let an update come before the public by itself at its stamp.

    Raises PermissionDenied, EditConflict, and ValidationError for a stamp that has
    passed or a story that takes no updates.
    """
    if update.stamped_at <= timezone.now():
        raise ValidationError(
            {
                "stamped_at": f"{long_stamp(update.stamped_at)} has passed. Give a"
                " moment to come, or press Publish."
            }
        )
    return _save_seen(update, Status.SCHEDULED, "scheduled", by, version)


@transaction.atomic
def revise_update(update: Update, *, by: Actor, version: int | None = None) -> Update:
    """Save an update's text as it stands; its status stays.

    Readers see it marked as edited, unless it waits for its stamp. `version` is the
    one that the form began with.

    Raises PermissionDenied, EditConflict.
    """
    if update.is_unpublished:
        status, why = Status(update.status), "edited"
        return _save_unseen(update, status, why, by, version)
    require(by, "articles.publish_update")
    if update.status == Status.PUBLISHED and _is_to_come(update):
        raise ValidationError(
            {
                "stamped_at": f"{long_stamp(update.stamped_at)} is still to come, and"
                " readers see this update already."
            }
        )
    if update.status == Status.PUBLISHED:
        _stamp_by_our_clock(update)
    change = raise_change(update.article)
    catch_up(update, version=version)
    update.change = change
    if not Update.objects.awaited().filter(pk=update.pk).exists():
        update.edited_at = timezone.now()
    return _save(update, by=by, why="edited")


@transaction.atomic
def send_back(update: Update, *, by: Actor) -> Update:
    """Return what was handed in to its author as a draft.

    Raises PermissionDenied.
    """
    require(by, "articles.publish_update")
    lock(update.article)
    reread(update)
    if update.status == Status.SUBMITTED:
        update.status = Status.DRAFT
        record(update, by=by, why="sent back")
    return update


@transaction.atomic
def release_due(article: Article) -> None:
    """Tell open pages of scheduled updates whose stamp has passed.

    Pages drawn anew show them without this. Whoever notices calls it, once for each
    update: it only writes down what the time has done.
    """
    lock(article)
    due = list(article.updates.due().order_by("stamped_at", "pk"))
    if not due:
        return
    change = raise_change(article)
    for update in due:
        update.article, update.status, update.change = article, Status.PUBLISHED, change
        if update.is_pinned:
            unpin_others(update, by=AnonymousUser())
        record(update, by=AnonymousUser(), why="came out at its stamp")


@transaction.atomic
def set_coverage(article: Article, coverage: str, *, by: Actor) -> Article:
    """Start, pause or close the live coverage (a value of `Article.Coverage`).

    Raises PermissionDenied.
    """
    require(by, "articles.publish_article")
    raise_change(article)
    reread(article)
    article.coverage = Article.Coverage(coverage)
    article.version += 1  # a story form that is open has it too
    record(article, by=by, why=f"coverage {article.get_coverage_display().lower()}")
    return article


def _save_unseen(
    update: Update, status: Status, why: str, by: Actor, version: int | None
) -> Update:
    """Save what only the newsroom sees; the change number stays."""
    lock(update.article)
    _begin(update, by, version)
    if not (update.is_unpublished or update._state.adding):
        if not _is_saved(update):
            raise ValidationError(
                "This is out already. Whoever publishes can change what readers see."
            )
        return update  # another press of the same form
    if update.status == status and _is_saved(update):
        return update
    update.status = status
    return _save(update, by=by, why=why)


def _save_seen(
    update: Update, status: Status, why: str, by: Actor, version: int | None
) -> Update:
    """Save under the article's lock with its new change number; the only pin wins."""
    require(by, "articles.publish_update")
    _check_coverage(update.article)
    lock(update.article)
    _begin(update, by, version)
    if update.status == status and not update._state.adding:
        return update if _is_saved(update) else revise_update(update, by=by)
    update.status = status
    update.change = raise_change(update.article)
    if update.is_pinned and update.is_public:
        unpin_others(update, by=by)
    return _save(update, by=by, why=why)


def unpin_others(update: Update, *, by: Actor) -> list[Update]:
    """Take the pin off whatever else has it; return what had it."""
    others = list(update.article.updates.pinned().exclude(pk=update.pk))
    for other in others:
        other.is_pinned, other.change = False, update.change
        record(other, by=by, why="unpinned")
    return others


def _begin(update: Update, by: Actor, version: int | None) -> None:
    """Check who writes, and learn what the database knows of this update by now."""
    if update.pk is None and update.submission:
        sent = Update.objects.sent_as(update.submission).first()
        if sent is not None:
            _check_still_there(sent)
            update.pk, update._state.adding = sent.pk, False
    if update.pk is None:
        require(by, "articles.add_update")
        require_sight(update.article, by)
        update.created_by_id = by.pk
    else:
        catch_up(update, version=version)
        require_change(update, by)


def _check_still_there(sent: Update) -> None:
    if sent.status in Update.TAKEN_DOWN:
        raise ValidationError(
            "This was published, and a colleague has taken it down since. Reload the"
            " page to send your text as another update."
        )


def _save(update: Update, *, by: Actor, why: str) -> Update:
    if not update._state.adding:
        update.version += 1
        update.edited_by_id = by.pk
    record(update, by=by, why=why)
    return update


def _is_saved(update: Update) -> bool:
    """Whether another press of the same form brought nothing new.

    An answer may get lost on its way, and the text be mended before it is sent again.
    """
    saved = Update.objects.filter(pk=update.pk).first()
    if saved and not update.is_stamp_set:
        update.stamped_at = saved.stamped_at
    return saved is not None and not differs(update, saved)


def _is_to_come(update: Update) -> bool:
    return update.stamped_at > timezone.now() + CLOCK_SLACK


def _stamp_by_our_clock(update: Update) -> None:
    """Take this moment for a stamp that a faster clock has written.

    Open pages are told of an update once. Were its stamp to come, it would be too soon.
    """
    now = timezone.now()
    if update.stamped_at > now:
        update.stamped_at, update.is_stamp_set = now, False


def _check_coverage(article: Article) -> None:
    if article.coverage == Article.Coverage.CLOSED:
        raise ValidationError(
            "The coverage of this story is closed. Set it to live again to publish.",
            code="closed",
        )
    if article.coverage == Article.Coverage.NONE:
        raise ValidationError(
            "This is not a live story. Set its coverage to live to publish updates.",
            code="not_live",
        )
