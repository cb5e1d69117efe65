"""Axe on a page of ours, whose policy refuses what axe would preload."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def run(page: Page, context: str | dict | None = None) -> AxeResults:
    """Look for violations; only rules on rotated screens ask for style sheets.

    The size of what is to be tapped (WCAG 2.2, 2.5.8) has to be asked for.
    """
    rules = {"target-size": {"enabled": True}}
    return Axe().run(page, context, {"preload": False, "rules": rules})
