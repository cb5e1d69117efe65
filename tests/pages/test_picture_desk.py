"""A picture's way from the camera into a text, as the desk sees it."""

import base64

import pytest
from playwright.sync_api import Error, expect

from articles.models import Article, Image
from tests.factories import make_article, make_image, make_recording, picture_bytes
from tests.pages import axe

LIBRARY = "/admin/articles/image/"


def choose(window):
    """Click the only picture: its window closes, at times before the click ends."""
    try:
        window.locator("[data-pick][role=button]").click()
    except Error:
        assert window.is_closed()


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def desk(page, sign_in, journalist):
    """Open a page of the newsroom; its scripts have run."""

    def enter(path):
        sign_in(journalist, then=path)
        page.wait_for_load_state("networkidle")
        return page

    return enter


@pytest.fixture
def writing(desk, roles):
    """An article's form with the cursor on an empty line at the end of its text."""
    article = make_article(body="<p>Before</p>", status="draft", published_at=None)
    page = desk(f"/admin/articles/article/{article.pk}/change/")
    page.get_by_role("textbox", name="Body").locator("p").last.click()
    page.keyboard.press("End")
    page.keyboard.type(".")  # the editor knows now where the cursor is
    expect(page.locator("#id_body")).to_have_value("<p>Before.</p>")
    page.keyboard.press("Enter")
    expect(page.locator("#id_body")).to_have_value("<p>Before.</p><p></p>")
    return page


def in_editor(page, title):
    page.locator(f".prose-menubar [title='{title}']").first.click()


def paste(page, text):
    page.evaluate(
        """(text) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData("text/plain", text);
          document.activeElement.dispatchEvent(new ClipboardEvent(
            "paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        text,
    )


def stored(page):
    """Save and return the text as it is kept; the editor shows the same again."""
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_load_state("networkidle")
    body = Article.objects.get().body
    assert page.locator("#id_body").input_value() == body
    return body


def test_picture_is_picked_into_the_text_with_words_of_its_own(writing):
    page, image = writing, make_image(caption="The quay")
    with page.expect_popup() as opened:
        in_editor(page, "Picture")
    opened.value.locator(f"[data-pick='{image.pk}'][role=button]").click()
    expect(page.locator(".editor-pictureFigure img")).to_be_visible()

    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("Caption, in the text's own words").fill('"Dry" & <done>')
    page.get_by_role("button", name="Done").click()

    assert stored(page) == (
        f'<p>Before.</p><figure class="image" data-image="{image.pk}">'
        '<figcaption>"Dry" &amp; &lt;done&gt;</figcaption></figure>'
    )
    expect(page.locator(".editor-pictureFigure")).to_contain_text('"Dry" & <done>')


def test_gallery_is_picked_in_one_go(writing):
    page, images = writing, [make_image() for _ in range(3)]
    with page.expect_popup() as opened:
        in_editor(page, "Gallery")
    for image in (images[2], images[0]):
        opened.value.locator(f"[data-pick='{image.pk}'][role=button]").click()
    opened.value.get_by_role("button", name="Use 2 pictures").click()
    expect(page.locator(".editor-galleryFigure img")).to_have_count(2)

    ids = f"{images[2].pk} {images[0].pk}"
    assert f'<figure class="gallery" data-images="{ids}"></figure>' in stored(page)


def test_recording_is_picked(writing):
    page, recording = writing, make_recording()
    with page.expect_popup() as opened:
        in_editor(page, "Video or sound")
    choose(opened.value)
    expect(page.locator(".editor-recordingFigure")).to_be_visible()

    assert f'data-recording="{recording.pk}"' in stored(page)


def test_pasted_address_becomes_an_embed_that_is_told_of(writing):
    page, url = writing, "https://x.com/harbour/status/12345"
    paste(page, url)
    page.get_by_role("button", name="Change", exact=True).click()
    page.get_by_label("What the post says").fill("It is over.\nGo home.")
    page.get_by_label("Who says it").fill("Ann Orrel")
    page.get_by_role("textbox", name="When").fill("2026-11-25")
    page.get_by_role("button", name="Done").click()

    assert stored(page) == (
        f'<p>Before.</p><figure class="embed" data-embed="{url}">'
        f'<a href="{url}">{url}</a>'
        "<blockquote><p>It is over.</p><p>Go home.</p></blockquote>"
        '<figcaption><cite>Ann Orrel</cite> <time datetime="2026-11-25">2026-11-25'
        "</time></figcaption></figure>"
    )


def test_address_pasted_into_a_sentence_stays_a_link(writing):
    page = writing
    page.keyboard.type("See ")
    paste(page, "https://example.org/report")

    expect(page.locator(".editor-figure")).to_have_count(0)
    assert "https://example.org/report" in page.locator("#id_body").input_value()


def test_figure_is_taken_out_again(writing):
    page = writing
    paste(page, "https://youtu.be/aqz-KE-bpKQ")
    page.get_by_role("button", name="Remove", exact=True).first.click()

    expect(page.locator(".editor-figure")).to_have_count(0)
    assert "figure" not in page.locator("#id_body").input_value()


def test_lead_image_is_chosen_from_the_library(writing):
    page, image = writing, make_image(caption="The quay")
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Choose a picture").click()
    choose(opened.value)

    expect(page.get_by_label("No.")).to_have_value(str(image.pk))
    expect(page.locator(".picture-input-preview")).to_be_visible()
    expect(page.locator("[data-words]")).to_have_text("The quay")
    stored(page)
    assert Article.objects.get().lead_image == image


def test_dropped_pictures_are_taken_in_one_by_one_and_then_described(desk):
    known = make_image(size=(40, 33))
    page = desk(LIBRARY)
    files = [
        {"name": name, "data": base64.b64encode(data).decode()}
        for name, data in [
            ("dawn.png", picture_bytes(size=(40, 30))),
            ("dusk.png", picture_bytes(size=(40, 31))),
            ("again.png", picture_bytes(size=(40, 33))),
        ]
    ]
    page.locator("[data-drop]").evaluate(
        """(zone, files) => {
          const dataTransfer = new DataTransfer();
          for (const { name, data } of files) {
            const bytes = Uint8Array.from(atob(data), (c) => c.charCodeAt(0));
            dataTransfer.items.add(new File([bytes], name, { type: "image/png" }));
          }
          zone.dispatchEvent(new DragEvent(
            "drop", { dataTransfer, bubbles: true, cancelable: true }));
        }""",
        files,
    )
    expect(page.get_by_text("again.png: The library has this")).to_be_visible()
    expect(page.get_by_role("link", name="Open it")).to_have_attribute(
        "href", f"../image/{known.pk}/change/"
    )
    page.get_by_role("link", name="Describe the 2 that are here").click()
    page.get_by_label("Alt text").nth(0).fill("The quay at dusk")
    page.get_by_label("Alt text").nth(1).fill("The quay at dawn")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("2 pictures are described.")).to_be_visible()

    words = set(Image.objects.values_list("alt_text", flat=True))
    assert {"The quay at dusk", "The quay at dawn"} < words


def test_focal_point_is_set_by_a_click_on_the_picture(desk):
    image = make_image(size=(600, 400))
    page = desk(f"{LIBRARY}{image.pk}/change/")

    box = page.locator("[data-focus] img").bounding_box()
    page.locator("[data-focus] img").click(
        position={"x": box["width"] * 0.25, "y": box["height"] * 0.75}
    )
    expect(page.get_by_label("Focal point, from the left")).to_have_value("25")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()

    image.refresh_from_db()
    assert (image.focus_x, image.focus_y) == (25, 75)


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_pictures_go_in_by_number(page, sign_in, journalist):
    image = make_image()
    article = make_article(body="<p>x</p>", status="draft", published_at=None)
    sign_in(journalist, then=f"/admin/articles/article/{article.pk}/change/")

    body = f'<p>x</p><figure class="image" data-image="{image.pk}"></figure>'
    page.locator("#id_body").fill(f"{body}<p>https://youtu.be/aqz-KE-bpKQ</p>")
    page.get_by_label("No.").fill(str(image.pk))
    page.get_by_role("button", name="Save draft").click()

    article.refresh_from_db()
    assert article.lead_image == image
    assert article.body == f"{body}<p>https://youtu.be/aqz-KE-bpKQ</p>"
    assert "<picture" in article.html
    assert "data-player" in article.html


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_several_pictures_are_uploaded_and_described(
    page, sign_in, journalist
):
    sign_in(journalist, then=f"{LIBRARY}upload/")
    files = [
        {"name": f"{n}.png", "mimeType": "image/png", "buffer": data}
        for n, data in enumerate(picture_bytes(size=(40, n)) for n in (30, 31))
    ]
    page.get_by_label("Pictures").set_input_files(files)
    page.get_by_role("button", name="Upload").click()
    page.get_by_label("Decorative").first.check()
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("1 picture is described.")).to_be_visible()
    assert Image.objects.undescribed().count() == 1


@pytest.mark.look
@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_the_library(desk, page, live_server, width):
    image = make_image(size=(600, 400), caption="The quay", credit="Ann")
    make_image(alt_text="")
    make_recording(poster=image)
    page.set_viewport_size({"width": width, "height": 900})
    desk(LIBRARY)
    faults = {}

    for path in (
        LIBRARY,
        f"{LIBRARY}?_popup=1",
        f"{LIBRARY}upload/",
        f"{LIBRARY}describe/",
        f"{LIBRARY}{image.pk}/change/",
        "/admin/articles/recording/",
        "/admin/articles/recording/add/",
    ):
        page.goto(live_server.url + path)
        page.wait_for_load_state("networkidle")
        if found := axe.faults_of(page, context="#content"):
            faults[path] = found

    assert faults == {}
