"""A reader's account from the first mail to the last word, as it is seen on a phone."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import User
from django.core import mail
from django.urls import reverse
from playwright.sync_api import expect

from comments.models import Comment
from tests.factories import make_article, make_comment, make_user
from tests.pages import axe

WIDTH = 390


@pytest.fixture
def look(page):
    """Look at the page as it is now, in light and dark; faults fail the test."""
    page.set_viewport_size({"width": WIDTH, "height": 900})
    faults = {}

    def look():
        if found := axe.faults_of(page):
            faults[page.url] = found

    yield look
    assert faults == {}


@pytest.fixture
def sign_in(page, live_server):
    def enter(user, then="/"):
        page.context.clear_cookies()
        page.goto(f"{live_server.url}/account/login/?next={then}")
        page.get_by_label("E-mail or username").fill(user.username)
        page.get_by_label("Password").fill("a-password")
        page.get_by_role("button", name="Sign in", exact=True).click()

    return enter


@pytest.fixture
def go(page, live_server):
    return lambda name: page.goto(live_server.url + reverse(name))


@pytest.fixture
def press(page):
    return lambda name: page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture
def follow(page):
    return lambda name: page.get_by_role("link", name=name, exact=True).click()


@pytest.fixture
def nell(db):
    user = make_user(None, first_name="Nell", email="nell@example.org")
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def code():
    return re.search(r"\b\d{4}-\d{4}\b", mail.outbox[-1].body)[0]


def test_reader_signs_up_out_and_in_again(page, look, go, press, follow):
    go("front")
    follow("Sign in")
    look()
    follow("Make an account")
    look()
    page.get_by_label("E-mail").fill("sam@example.org")
    page.get_by_label("Display name").fill("The Editor")
    press("Make an account")
    expect(page.get_by_text("Names like this belong to the newsroom.")).to_be_visible()
    look()
    page.get_by_label("Display name").fill("Sam Rey")
    page.get_by_label("Password, if you want one").fill("a-long-pass-word")
    press("Make an account")
    look()
    page.get_by_label("Code").fill(code())
    press("Confirm")
    follow("Your account")
    expect(page.get_by_label("Display name")).to_have_value("Sam Rey")
    look()

    press("Sign out")
    follow("Sign in")
    follow("Send me a code by e-mail")
    look()
    page.get_by_label("E-mail").fill("sam@example.org")
    press("Send the code")
    page.get_by_label("Code").fill("0000-0000")
    press("Confirm")
    expect(page.get_by_text("That is not the code we sent.")).to_be_visible()
    look()
    page.get_by_label("Code").fill(code())
    press("Confirm")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_wrong_password_is_told_beside_the_form(page, look, go, press, nell):
    go("login")
    page.get_by_label("E-mail or username").fill("nell@example.org")
    page.get_by_label("Password").fill("a-guess")
    press("Sign in")

    alert = page.locator("form [role=alert]:visible")
    expect(alert).to_have_text("That address and password do not go together.")
    expect(page.get_by_label("E-mail or username")).to_have_value("nell@example.org")
    look()
    page.get_by_label("Password").fill("a-password")
    press("Sign in")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_forgotten_password_is_replaced(page, look, go, press, follow, nell):
    go("login")
    follow("Forgot your password?")
    look()
    page.get_by_label("E-mail").fill("nell@example.org")
    press("Send the code")
    look()
    page.get_by_label("Code").fill(code())
    press("Confirm")
    page.get_by_label("New password", exact=True).fill("short")
    press("Save and sign in")
    look()
    page.get_by_label("New password", exact=True).fill("another-long-pass")
    page.get_by_label("New password, once more").fill("another-long-pass")
    press("Save and sign in")

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_reader_changes_the_address_and_the_password(
    page, look, go, press, follow, sign_in, nell
):
    sign_in(nell, then="/account/")
    follow("Change your e-mail address")
    look()
    page.get_by_label("New e-mail address").fill("new@example.org")
    press("Send the code")
    expect(page.get_by_role("heading", name="Is it you?")).to_be_visible()
    look()
    page.get_by_label("Password").fill("a-password")
    press("Confirm")
    page.get_by_label("Code").fill(code())
    press("Confirm")
    expect(
        page.get_by_text("The address new@example.org is confirmed.")
    ).to_be_visible()
    look()

    follow("← Your account")
    follow("Change your password")
    look()
    page.get_by_label("Your password now").fill("a-password")
    page.get_by_label("New password", exact=True).fill("another-long-pass")
    page.get_by_label("New password, once more").fill("another-long-pass")
    press("Change the password")
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    look()


def test_app_and_recovery_codes_guard_the_account(
    page, look, go, press, follow, sign_in, nell
):
    sign_in(nell, then="/account/2fa/")
    look()
    follow("Use an app")
    page.get_by_label("Password").fill("a-password")
    press("Confirm")
    look()
    key = page.locator(".account-key").inner_text()
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    value = totp.format_hotp_value(totp.hotp_value(key, counter))
    page.get_by_label("Code the app shows").fill(value)
    press("Use the app")
    look()
    recovery = page.locator(".account-codes code").first.inner_text()
    follow("Back")
    look()

    sign_in(nell)
    expect(page.get_by_role("heading", name="The second step")).to_be_visible()
    look()
    page.get_by_label("Code").fill(recovery)
    press("Sign in")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_passkey_signs_in_by_itself(page, look, go, press, follow, sign_in, nell):
    device = page.context.new_cdp_session(page)
    device.send("WebAuthn.enable")
    able = ("hasResidentKey", "hasUserVerification", "isUserVerified")
    options = {"protocol": "ctap2", "transport": "internal"} | dict.fromkeys(able, True)
    device.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    sign_in(nell, then="/account/2fa/")
    follow("Add a passkey")
    page.get_by_label("Password").fill("a-password")
    press("Confirm")
    look()
    page.get_by_label("Name of the passkey").fill("My phone")
    press("Add a passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    go("mfa_list_webauthn")
    expect(page.locator("main bdi")).to_have_text("My phone")
    look()

    press("Sign out")
    follow("Sign in")
    press("Use a passkey")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()

    press("Sign out")
    sign_in(nell)
    look()
    press("Use a passkey")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_passkey_not_used_is_told_and_other_ways_stay(page, go, press, nell):
    go("login")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new Error()) }"
    )
    press("Use a passkey")

    expect(page.get_by_text("The passkey was not used.")).to_be_visible()


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_the_password_signs_in_and_no_passkey_is_offered(
    page, go, press, sign_in, nell
):
    go("login")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()

    sign_in(nell)
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_reader_looks_at_the_own_page_takes_the_data_and_leaves(
    page, look, live_server, press, follow, sign_in, nell
):
    comment = make_comment(
        make_article(), author=nell, name="Nell", body="I was there."
    )
    make_comment(comment.article, comment, body="So was I.")
    sign_in(nell, then="/account/")
    follow("Your page as others see it")
    expect(page.get_by_text("I was there.")).to_be_visible()
    look()
    follow("Your account")
    with page.expect_download() as download:
        follow("Download your data")
    assert download.value.suggested_filename == "dateline-data.json"

    follow("Erase your account…")
    page.get_by_label("Password").fill("a-password")
    press("Confirm")
    look()
    page.get_by_label("Type the word erase").fill("erase")
    press("Erase my account")
    expect(page.get_by_text("Your account is erased")).to_be_visible()
    look()
    page.goto(live_server.url + comment.article.get_absolute_url())

    expect(page.get_by_text("So was I.")).to_be_visible()
    expect(page.get_by_text("I was there.")).to_have_count(0)
    assert not User.objects.exists()
    assert Comment.objects.order_by().count() == 2
