"""An author appeals once; somebody else than who decided looks at it again."""

from uuid import uuid4

from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils import timezone

from comments import moderation, sanctions
from comments.acts import NotPossible
from comments.models import Appeal, Comment, ModerationAction, Statement
from comments.refusals import PostingRefused
from comments.roles import require_moderator

Act = ModerationAction.Act


def is_open(action: ModerationAction) -> bool:
    """Whether the decision still stands, so that an appeal makes sense."""
    if action.is_undone:
        return False
    if action.sanction is not None:
        return action.sanction.is_standing
    return action.comment is not None and action.comment.status == Comment.Status.HIDDEN


def appeal(action: ModerationAction, *, words: str) -> Appeal:
    """Keep an author's appeal for the queue. Who holds the signed link may do it.

    Raises PostingRefused for a second one, and where nothing stands any more.
    """
    if not is_open(action):
        raise PostingRefused("This decision does not stand any more.")
    try:
        with transaction.atomic():
            return Appeal.objects.create(action=action, words=words)
    except IntegrityError as error:
        raise PostingRefused(
            "You have appealed already. A moderator will look at it."
        ) from error


def grant(made: Appeal, *, by: User, answer: str = "") -> Appeal:
    """Give an author right: the comment is back, or the sanction lifted.

    Raises PermissionDenied, NotPossible.
    """
    return _decide(made, Appeal.Outcome.GRANTED, by=by, answer=answer)


def refuse(made: Appeal, *, by: User, answer: str = "") -> Appeal:
    """Let a decision stand. Raises PermissionDenied, NotPossible."""
    return _decide(made, Appeal.Outcome.REFUSED, by=by, answer=answer)


@transaction.atomic
def _decide(made: Appeal, outcome: str, *, by: User, answer: str) -> Appeal:
    require_moderator(by)
    locked = Appeal.objects.select_for_update(of=("self",))
    made = locked.select_related(
        "decided_by", "action__comment", "action__sanction__account"
    ).get(pk=made.pk)
    if made.decided_by is not None:
        who = made.decided_by.get_full_name() or made.decided_by.get_username()
        raise NotPossible(f"Already decided by {who}: {made.get_outcome_display()}.")
    if made.action.acted_by_id == by.pk:
        raise NotPossible("You took this decision yourself; a colleague decides.")
    made.outcome, made.answer = outcome, answer
    made.decided_by_id, made.decided_at = by.pk, timezone.now()
    made.save(update_fields=["outcome", "answer", "decided_by", "decided_at"])
    is_granted = outcome == Appeal.Outcome.GRANTED
    _log(made, Act.GRANT_APPEAL if is_granted else Act.REFUSE_APPEAL, by=by)
    if is_granted and is_open(made.action):
        _reverse(made.action, by=by)
    transaction.on_commit(lambda: _tell(made), robust=True)
    return made


def _reverse(action: ModerationAction, *, by: User) -> None:
    note = "An appeal was granted."
    if action.sanction is not None:
        sanctions.lift(action.sanction, by=by, note=note)
    elif action.comment is not None:
        moderation.restore(action.comment, by=by, note=note)


def _log(made: Appeal, act: ModerationAction.Act, *, by: User) -> None:
    action, comment = made.action, made.action.comment
    status = comment.status if comment else ""
    ModerationAction.objects.create(
        group=uuid4(),
        comment=comment,
        sanction=action.sanction,
        account=action.account,
        act=act,
        acted_by_id=by.pk,
        reason=action.reason,
        note=made.answer,
        status_before=status,
        status_after=status,
    )


def _tell(made: Appeal) -> None:
    """Mail the outcome to where the statement went."""
    told = Statement.objects.filter(action=made.action).exclude(address="").first()
    if told is None:
        return
    context = {"appeal": made, "newsroom": settings.NEWSROOM_NAME}
    text = render_to_string("comments/email/appeal.txt", context)
    subject = f"{settings.NEWSROOM_NAME}: your appeal"
    EmailMessage(subject, text, to=[told.address]).send()
