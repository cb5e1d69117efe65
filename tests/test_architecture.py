"""The house rules a reader of the code relies on, read off the code itself."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APPS = ("articles", "comments", "config")
SOURCES = sorted(
    path
    for app in APPS
    for path in (ROOT / app).rglob("*.py")
    if "migrations" not in path.parts
)
# Each file stands on one floor of its app; imports only go down.
FLOORS = {
    0: {"sanitiser", "stamps", "clock", "pasting", "diffs", "submissions"}
    | {"folding", "excerpts", "prepared", "routes"}
    | {"embeds", "uploads", "markup", "screening"}
    | {"addresses", "traps", "akismet", "names", "rules"}
    | {"stripping", "cutting", "figures", "recordings", "appeal_links", "refusals"},
    1: {"models", "roles"},
    2: {"changes", "versions", "publishing", "live", "marks", "corrections"}
    | {"restoring", "pastes", "previews", "working_copies", "newsroom", "delivery"}
    | {"timeline", "renditions", "uses", "library", "search", "search_index"}
    | {
        "links",
        "limits",
        "tree",
        "tree_check",
        "tree_repair",
        "counts",
        "likes",
        "mending",
        "importing",
        "reports",
        "posting",
        "threads",
        "picks",
        "moderation",
        "demo",
    }
    | {"readers", "privacy", "acts", "appeals", "bulk", "claims", "discussions"}
    | {"cards", "queue", "rulebook", "sanctions", "standing", "statements"}
    | {"statistics", "undoing"},
    3: {"drawing", "forms", "feeds", "sitemaps", "admin", "templatetags", "management"}
    | {"context_processors", "unsent", "structured_data"},
    4: {"views"},
    5: {"urls"},
}
TRUSTING_ROOMS = {"articles/sanitiser.py"}


def name(path):
    return path.relative_to(ROOT).as_posix()


def tree_of(path):
    return ast.parse(path.read_text())


def imports_of(path):
    """Yield (module, line) of every import in a file."""
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield f"{node.module}.{alias.name}", node.lineno
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno


def floor_of(module):
    """Return (app, floor) of a dotted module of ours, or None."""
    app, _, rest = module.partition(".")
    room = rest.partition(".")[0]
    for floor, rooms in FLOORS.items():
        if app in APPS and room in rooms:
            return app, floor
    return None


def test_articles_never_names_comments():
    texts = [*(ROOT / "articles").rglob("*.py"), *(ROOT / "articles").rglob("*.js")]
    found = [
        name(path)
        for path in texts
        if re.search(r"^\s*(from|import) comments", path.read_text(), re.M)
    ]

    assert found == []


def test_comments_never_imports_config():
    found = [
        name(path)
        for path in (ROOT / "comments").rglob("*.py")
        for module, _ in imports_of(path)
        if module.startswith("config")
    ]

    assert found == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_imports_go_down_the_floors(path):
    own = floor_of(name(path).removesuffix(".py").replace("/", "."))
    wrong = [
        module
        for module, _ in imports_of(path)
        if own
        and (other := floor_of(module))
        and other[0] == own[0]
        and other[1] > own[1]
    ]

    assert wrong == []


def test_every_room_has_a_floor():
    known = {room for rooms in FLOORS.values() for room in rooms}
    known |= {"__init__", "migrations", "static", "__pycache__", "apps"}
    rooms = {
        path.stem for app in ("articles", "comments") for path in (ROOT / app).iterdir()
    }

    assert rooms - known == set()


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_files_and_functions_stay_short(path):
    lines = path.read_text().count("\n")
    functions = [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    long = [f.name for f in functions if f.end_lineno - f.lineno + 1 > 40]

    assert lines <= 300
    assert long == []


@pytest.mark.parametrize("path", SOURCES, ids=name)
def test_no_import_hides_in_a_function(path):
    hidden = [
        node.lineno
        for function in ast.walk(tree_of(path))
        if isinstance(function, ast.FunctionDef) and function.name != "ready"
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]

    assert hidden == []


def test_pages_and_assets_stay_short():
    limits = {"html": 120, "css": 300, "js": 300}
    long = [
        name(path)
        for folder in ("templates", "articles", "comments")
        for ending, limit in limits.items()
        for path in (ROOT / folder).rglob(f"*.{ending}")
        if path.read_text().count("\n") > limit
    ]

    assert long == []


def test_templates_hold_no_inline_script_style_or_trust():
    pattern = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|\|safe\b|autoescape off"
    )
    found = [
        name(path)
        for path in (ROOT / "templates").rglob("*.html")
        if pattern.search(path.read_text())
    ]

    assert found == []


def test_html_is_trusted_in_one_room():
    rooms = {
        name(path)
        for path in SOURCES
        if re.search(r"mark_safe\(|SafeString\(", path.read_text())
    }

    assert rooms == TRUSTING_ROOMS


def test_no_junk_drawer():
    drawers = {"utils", "helpers", "common", "misc", "services", "base"}

    assert {path.stem for path in SOURCES} & drawers == set()


def test_only_the_tree_saves_new_comments():
    writers = {
        name(path)
        for path in SOURCES
        if re.search(r"Comment\.objects\.(create|bulk_create)", path.read_text())
    }

    assert writers == {"comments/tree.py"}


def test_every_moderator_view_is_guarded():
    tree = tree_of(ROOT / "comments/views/moderating.py")
    views = [
        node
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")
    ]
    unguarded = [
        view.name
        for view in views
        if "is_moderator" not in {ast.unparse(d) for d in view.decorator_list}
    ]

    assert views
    assert unguarded == []


def test_views_neither_save_nor_create():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in SOURCES
        if "views" in path.parts
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"save", "create", "update", "delete", "bulk_create"}
    ]

    assert found == []
