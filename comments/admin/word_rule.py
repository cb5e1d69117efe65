"""Word rules: tried on the last 30 days before they are used."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.http import HttpRequest

from comments.models import WordRule
from comments.rulebook import DryRun, change_rule, try_out
from comments.rules import fold


class WordRuleForm(forms.ModelForm):
    """The first press shows what the rule would have caught, the second saves it."""

    tried = forms.CharField(required=False, widget=forms.HiddenInput)
    # Asked once a run has shown that there is reason to.
    is_meant = forms.BooleanField(
        label="Use it although it catches a lot",
        required=False,
        widget=forms.HiddenInput,
    )
    run: DryRun | None = None

    class Meta:
        model = WordRule
        fields = ["phrase", "action", "is_active", "note"]

    def clean_phrase(self) -> str:
        phrase = " ".join(self.cleaned_data["phrase"].split())
        if not fold(phrase).looks:
            raise forms.ValidationError("A rule needs at least one letter or digit.")
        return phrase

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        phrase = data.get("phrase")
        if not phrase or not data.get("is_active"):
            return data
        changed = {"phrase", "action", "is_active"} & set(self.changed_data)
        is_new = self.instance.pk is None or changed
        if is_new and data.get("tried") != phrase:
            self._show(try_out(phrase), phrase)
        elif is_new and data.get("is_meant") is False:
            run = try_out(phrase)
            if run.is_broad:
                self._show(run, phrase)
        return data

    def _show(self, run: DryRun, phrase: str) -> None:
        """Come back with the run, and with the phrase marked as tried."""
        self.run = run
        if run.is_broad:
            self.fields["is_meant"].widget = forms.CheckboxInput()
        self.data = {**self.data.dict(), "tried": phrase}  # type: ignore[attr-defined]
        raise forms.ValidationError(
            "This rule catches a lot. Tick that you mean it, or choose other words."
            if run.is_broad
            else "Look at what it would have caught, then save again to use it."
        )


@admin.register(WordRule)
class WordRuleAdmin(admin.ModelAdmin):
    form = WordRuleForm
    list_display = ["phrase", "action", "is_active", "note", "changed_by", "changed_at"]
    list_filter = ["action", "is_active"]
    list_select_related = ["changed_by"]
    search_fields = ["phrase", "note"]
    change_form_template = "admin/comments/wordrule/change_form.html"

    def save_model(
        self, request: HttpRequest, obj: WordRule, form: Any, change: bool
    ) -> None:
        change_rule(obj, by=cast(User, request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A rule is put out of use, so that it stays known why it was there."""
        return False
