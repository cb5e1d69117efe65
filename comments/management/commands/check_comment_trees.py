"""`manage.py check_comment_trees`: prove every thread, and mend what is broken."""

from typing import Any

from django.core.management import BaseCommand, CommandError, CommandParser

from comments.counts import recount
from comments.models import Comment
from comments.tree_check import Fault, find_faults
from comments.tree_repair import repair


class Command(BaseCommand):
    help = (
        "Compare each thread's numbers with its parent links. Exits with 1 when faults"
        " are left."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--article", type=int, help="only this article's threads")
        parser.add_argument(
            "--fix", action="store_true", help="number broken threads anew"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        faults = self._check(options["article"])
        if options["fix"]:
            faults = self._fix(faults, options["article"])
        if faults:
            raise CommandError(f"{len(faults)} faults; run with --fix to mend them.")
        self.stdout.write(self.style.SUCCESS("Every thread is sound."))

    def _check(self, article_id: int | None) -> list[Fault]:
        """Walk all threads, drawing a bar, and print each fault."""
        comments = Comment.objects.order_by()
        if article_id is not None:
            comments = comments.filter(article=article_id)
        total, done, faults = comments.count(), 0, []
        for step in find_faults(article_id):
            done += step.checked
            if step.sentence:
                faults.append(step)
                self.stdout.write(f"  {step.sentence}")
            self._draw(done, total)
        self._draw(total, total)
        return faults

    def _draw(self, done: int, total: int) -> None:
        if not self.stdout.isatty():
            return
        share = done / total if total else 1
        bar = ("#" * int(30 * share)).ljust(30)
        self.stdout.write(f"\r  [{bar}] {done:,} of {total:,}", ending="")
        if done >= total:
            self.stdout.write("")

    def _fix(self, faults: list[Fault], article_id: int | None) -> list[Fault]:
        for tree_id in sorted({fault.tree_id for fault in faults}):
            mended = repair(tree_id)
            self.stdout.write(f"  thread {tree_id}: {mended} comments numbered anew")
        articles = Comment.objects.order_by().values_list("article_id", flat=True)
        for pk in [article_id] if article_id else articles.distinct():
            if recount(pk):
                self.stdout.write(f"  article {pk}: count put right")
        return self._check(article_id)
