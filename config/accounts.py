"""What the site does differently from django-allauth, the library of its accounts."""

import secrets
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm, SignupForm
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse

from comments.addresses import client_address
from comments.readers import reader_for

_ADDRESS_STAGE = "config.accounts.AddressStage"


def display_name(user: User) -> str:
    """Call people by the name that others know, never by username or address."""
    return reader_for(user).display_name


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": "That address and password do not go together.",
        "username_password_mismatch": "That username and password do not go together.",
        "incorrect_code": "That is not the code we sent.",
        "incorrect_password": "That is not your password.",
        "enter_current_password": "That is not your password.",
        "too_many_login_attempts": "Too many attempts. Try again in a few minutes.",
        "rate_limited": "We have just sent one. Wait a little before the next.",
        "email_taken": "Another account has this address.",
        "same_as_current": "That is your address already.",
    }

    def generate_unique_username(
        self, txts: list[str | None], regex: str | None = None
    ) -> str:
        """Make one that says nothing of the address; its owner never needs it."""
        return f"reader-{secrets.token_hex(6)}"

    def get_login_stages(self) -> list[str]:
        """Put AddressStage in the place of the library's stage."""
        ours = {"allauth.account.stages.EmailVerificationStage": _ADDRESS_STAGE}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Count limits by the reader's address, not by that of a proxy in front."""
        return client_address(request)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account")


class AddressStage(EmailVerificationStage):
    """Asks at sign-in for a verified address, of those who gave one.

    `createsuperuser` and the admin make accounts without, which would otherwise
    never get in. Nobody signs up without one.
    """

    def handle(self) -> Any:
        user = self.login.user
        if user and not user.email and not EmailAddress.objects.filter(user=user):
            return None, True
        return super().handle()


class SignInForm(LoginForm):
    def user_credentials(self) -> dict[str, Any]:
        """Try an address as an address only.

        Tried as a username too, the password of a known one would be hashed twice and
        that of an unknown one once, which tells them apart by the clock.
        """
        credentials = super().user_credentials()
        if "email" in credentials:
            credentials.pop("username", None)
        return credentials


class SignUpForm(SignupForm):
    def try_save(self, request: HttpRequest) -> Any:
        """Take as long for an address that has an account as for a new one."""
        if self.account_already_exists and self.cleaned_data.get("password1"):
            make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class MFAAdapter(DefaultMFAAdapter):
    def generate_authenticator_name(self, user: User, type: str) -> str:
        """Propose a name for the next passkey."""
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return "Passkey" if number == 1 else f"Passkey {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Name the newsroom in the browser's passkey dialogue."""
        entity = super().get_public_key_credential_rp_entity()
        return entity | {"name": settings.NEWSROOM_NAME}
