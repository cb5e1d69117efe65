"""Pictures as readers get them: sharp enough, light enough, and still."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Pillow
from playwright.sync_api import expect

from articles import renditions
from articles.demo.loading import load_newsroom
from articles.models import Article
from tests.factories import (
    make_article,
    make_image,
    make_live_article,
    make_photo,
    make_recording,
    make_update,
)
from tests.pages import axe

pytestmark = pytest.mark.look
POST = "https://x.com/harbour/status/12345"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def figure(*images, caption="", kind="image"):
    name = "data-images" if kind == "gallery" else "data-image"
    ids = " ".join(str(image.pk) for image in images)
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="{kind}" {name}="{ids}">{caption}</figure>'


def scroll_through(page):
    """Down the whole page, slowly enough for every picture to load."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += 400) {
            scrollTo(0, y);
            await new Promise((done) => setTimeout(done, 60));
          }
          const loading = [...document.images].filter((image) => !image.complete);
          await Promise.all(loading.map((image) => new Promise((done) => {
            image.onload = image.onerror = done;
            image.loading = "eager";
          })));
        }"""
    )


def test_nothing_moves_on_the_demos_live_story(page, live_server):
    load_newsroom(lambda line: None)
    for image in Article.objects.running().get().updates.exclude(image=None):
        renditions.make(image.image)
    # Pictures and scripts come late, or nothing could move once it is painted.
    for late in ("**/media/**", "**/*.js"):
        page.route(late, lambda route: (page.wait_for_timeout(250), route.continue_()))
    page.add_init_script(
        """window.shifts = [];
        new PerformanceObserver((list) => shifts.push(...list.getEntries()))
          .observe({ type: "layout-shift", buffered: true });"""
    )

    for size in ({"width": 390, "height": 844}, {"width": 1280, "height": 900}):
        page.set_viewport_size(size)
        page.goto(live_server.url + Article.objects.running().get().get_absolute_url())
        scroll_through(page)
        page.wait_for_load_state("networkidle")
        shifts = page.evaluate("shifts.map((shift) => shift.value)")
        assert page.locator(".gallery-steps").count() == 1
        assert sum(shifts) == 0


def test_article_with_eight_pictures_is_light_on_a_small_phone(
    new_context, live_server
):
    photos = [make_photo(seed=seed) for seed in range(8)]
    body = "".join(f"<p>Words.</p>{figure(photo)}" for photo in photos[1:])
    article = make_article(lead_image=photos[0], body=body)
    viewport = {"width": 360, "height": 740}

    for density, width in ((1, 384), (2, 672), (3, 672)):
        page = new_context(viewport=viewport, device_scale_factor=density).new_page()
        sizes = {}
        page.on("response", lambda r, sizes=sizes: sizes.update({r.url: len(r.body())}))
        page.goto(live_server.url + article.get_absolute_url())
        scroll_through(page)
        page.wait_for_load_state("networkidle")

        pictures = [url for url in sizes if "/renditions/" in url]
        assert len(pictures) == 8
        assert all(url.endswith(f"-{width}.avif") for url in pictures)
        assert sum(sizes.values()) <= 400 * 1024


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.browser_context_args(device_scale_factor=1)
def test_no_picture_is_much_larger_than_it_is_shown(page, live_server, width):
    # Two, because a browser shows a larger cut that it has rather than load another.
    lead, photo = make_photo(seed=1), make_photo(seed=2)
    article = make_live_article(lead_image=lead, body=figure(photo))
    make_update(article, image=photo, body=f"<p>x</p>{figure(photo)}")
    plain = make_article(lead_image=lead, body=figure(photo))
    page.set_viewport_size({"width": width, "height": 900})
    too_large, seen = [], 0

    for url in (article.get_absolute_url(), plain.get_absolute_url(), "/"):
        page.goto(live_server.url + url)
        scroll_through(page)
        for shown, needed in page.evaluate(
            """() => [...document.querySelectorAll("main img")].map((image) => [
              Number(image.currentSrc.match(/-([0-9]+)\\.avif$/)?.[1] ?? Infinity),
              Math.max(image.clientWidth, image.clientHeight * 16 / 9),
            ])"""
        ):
            seen += 1
            if not needed * 0.98 <= shown <= needed * 1.3:
                too_large.append((url, shown, needed))

    assert seen >= 6
    assert too_large == []


def test_only_the_first_picture_is_loaded_before_the_reader_comes_near(
    page, live_server
):
    photos = [make_photo(seed=seed) for seed in range(2)]
    gap = "<p>Words and words.</p>" * 300
    article = make_article(lead_image=photos[0], body=gap + figure(photos[1]))
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + article.get_absolute_url())
    page.wait_for_load_state("networkidle")
    at_first = [url for url in asked if "/renditions/" in url]
    scroll_through(page)
    page.wait_for_load_state("networkidle")

    assert len(at_first) == 1
    assert len([url for url in asked if "/renditions/" in url]) == 2


@pytest.fixture
def gallery(db):
    images = [
        make_image(
            size=(800, 500 + step), caption=f"Step {step}", alt_text=f"No. {step}"
        )
        for step in range(3)
    ]
    return make_article(body=figure(*images, kind="gallery", caption="From dawn"))


def test_gallery_is_stepped_by_buttons_keys_and_swipes(page, live_server, gallery):
    page.goto(live_server.url + gallery.get_absolute_url())
    count = page.locator(".gallery-count")
    expect(count).to_have_text("1 of 3")
    expect(page.get_by_role("button", name="Previous picture")).to_be_disabled()

    page.get_by_role("button", name="Next picture").click()
    expect(count).to_have_text("2 of 3")
    page.locator(".gallery-strip").focus()
    page.keyboard.press("ArrowRight")
    expect(count).to_have_text("3 of 3")
    expect(page.get_by_role("button", name="Next picture")).to_be_disabled()
    page.keyboard.press("ArrowLeft")
    expect(count).to_have_text("2 of 3")
    page.locator(".gallery-strip").evaluate("(strip) => strip.scrollTo({left: 0})")

    expect(count).to_have_text("1 of 3")


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_gallery_is_all_there_without_script(page, live_server, gallery):
    page.goto(live_server.url + gallery.get_absolute_url())
    strip = page.locator(".gallery-strip")

    strip.focus()
    expect(strip).to_be_focused()
    expect(strip.locator("img")).to_have_count(3)
    expect(page.locator(".gallery-count")).to_have_text("3 pictures")
    strip.locator("img").last.scroll_into_view_if_needed()

    expect(page.get_by_text("Step 2")).to_be_in_viewport()


def quoted(image):
    return (
        f'<figure class="embed" data-embed="{POST}" data-image="{image.pk}">'
        "<blockquote><p>It is over.</p></blockquote>"
        "<figcaption><cite>Ann Orrel</cite></figcaption></figure>"
    )


def test_post_is_shown_in_place_in_the_strictest_frame(page, live_server):
    article = make_article(body=quoted(make_image()))
    page.route(
        lambda url: not url.startswith(live_server.url), lambda route: route.abort()
    )

    page.goto(live_server.url + article.get_absolute_url())
    page.get_by_text("Show the post").click()

    frame = page.locator(".embed iframe")
    expect(frame).to_have_attribute("sandbox", "allow-scripts allow-same-origin")
    expect(frame).to_have_attribute("allow", "")
    expect(frame).to_have_attribute(
        "src", "https://platform.twitter.com/embed/Tweet.html?id=12345&dnt=true"
    )
    expect(page.get_by_text("It is over.")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_embed_is_a_link_without_script(page, live_server):
    article = make_article(body=quoted(make_image()))

    page.goto(live_server.url + article.get_absolute_url())

    link = page.locator(".embed-link")
    expect(link).to_have_attribute("href", POST)
    expect(link).to_contain_text("Ann Orrel")
    expect(page.get_by_text("It is over.")).to_be_visible()


def test_animation_can_be_stopped(page, live_server):
    frames = [Pillow.new("RGB", (480, 320), (shade, 0, 0)) for shade in (0, 90, 180)]
    file = io.BytesIO()
    frames[0].save(file, "GIF", save_all=True, append_images=frames[1:], loop=0)
    image = make_image(file=SimpleUploadedFile("a.gif", file.getvalue()))
    renditions.make(image)
    image.refresh_from_db()
    article = make_article(body=figure(image))

    page.goto(live_server.url + article.get_absolute_url())
    source = page.locator(".picture img")
    moving = source.evaluate("(image) => image.currentSrc")
    page.get_by_role("button", name="Stop the motion").click()
    expect(source).to_have_js_property("currentSrc", moving.replace(".webp", ".jpg"))
    page.get_by_role("button", name="Let it move").click()
    expect(source).to_have_js_property("currentSrc", moving)

    assert moving.endswith(".webp")


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_in_figures(page, live_server, gallery, width):
    image = make_image(size=(800, 500), caption="The quay", credit="Ann")
    recording = make_recording(transcript="A bell.")
    sound = f'<figure class="recording" data-recording="{recording.pk}"></figure>'
    videos = (
        f'<figure class="embed" data-embed="https://youtu.be/aqz-KE-bpKQ"'
        f' data-image="{image.pk}"><a>The film</a></figure>'
        "<p>https://vimeo.com/1084537</p><p>https://example.org/report</p>"
    )
    body = gallery.body + figure(image) + sound + videos + quoted(image)
    article = make_article(body=body)
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(live_server.url + article.get_absolute_url())

    assert axe.faults_of(page) == []
