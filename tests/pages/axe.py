"""Axe on a page of ours, whose policy refuses what axe would preload."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page


def run(page: Page, context: str | dict | None = None) -> AxeResults:
    """Look for violations; only rules on rotated screens ask for style sheets."""
    return Axe().run(page, context, {"preload": False})
