"""What keeps a page from everybody: axe's rules, and what runs over the edge."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# Only rules on rotated screens ask for style sheets, which our policy refuses axe. The
# size of what is to be tapped (WCAG 2.2, 2.5.8) has to be asked for.
EVERYTHING = {"preload": False, "rules": {"target-size": {"enabled": True}}}
CONTRAST = {"preload": False, "runOnly": ["color-contrast"]}


def faults_of(page: Page, context: str | dict | None = None) -> list[str]:
    """Look at a page that is light, and then at the colours it has in the dark."""
    light = Axe().run(page, context, EVERYTHING).response["violations"]
    page.emulate_media(color_scheme="dark")
    page.wait_for_timeout(250)  # the admin's links change their colour slowly
    dark = Axe().run(page, context, CONTRAST).response["violations"]
    page.emulate_media(color_scheme="light")
    faults = [
        f"{fault['id']}: {node['html'][:160]} {node['failureSummary']}"
        for fault in light + dark
        for node in fault["nodes"]
    ]
    width = page.viewport_size["width"]
    if page.evaluate("document.documentElement.scrollWidth") > width:
        faults.append("overflows")
    return faults
