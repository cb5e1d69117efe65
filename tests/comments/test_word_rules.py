"""Rules refuse or hold what readers write, and are tried before they are used."""

import pytest
from django.urls import reverse

from comments import rulebook
from comments.models import Comment, WordRule
from tests.factories import guest_form, make_article, make_comment

pytestmark = pytest.mark.django_db
ADD = reverse("admin:comments_wordrule_add")


def post(client, body):
    url = reverse("new_comment", args=[make_article().pk])
    return client.post(url, guest_form(body=body))


def error_beside(answer, field):
    return "".join(answer.context["form"].errors[field])


def rule(by, phrase, **fields):
    return rulebook.change_rule(WordRule(phrase=phrase, **fields), by=by)


def test_refused_words_are_told_and_kept_on_the_form(client, moderator):
    rule(moderator, "free money", action="refuse")

    answer = post(client, "FREE, m0ney for all")

    html = answer.content.decode()
    assert answer.status_code == 409
    assert "Comments here do without “free money”." in error_beside(answer, "body")
    assert "FREE, m0ney for all</textarea>" in html
    assert not Comment.objects.exists()


def test_refused_words_are_refused_in_a_name_too(client, moderator):
    rule(moderator, "free money", action="refuse")
    url = reverse("new_comment", args=[make_article().pk])

    answer = client.post(url, guest_form(name="Free money here"))

    assert answer.status_code == 409
    assert "Names here do without “free money”." in error_beside(answer, "name")
    assert not Comment.objects.exists()


@pytest.mark.parametrize("field", ["body", "name"])
def test_refused_words_are_changed_in_the_form_and_sent_again(client, moderator, field):
    rule(moderator, "free money", action="refuse")
    url = reverse("new_comment", args=[make_article().pk])

    html = client.post(url, guest_form(**{field: "Free money"})).content.decode()

    assert 'value="nell@example.org"' in html
    assert "Free money" in html and "Post comment</button>" in html
    assert 'name="csrfmiddlewaretoken"' in html


@pytest.mark.parametrize("name", ["Casino King", "www.example.com"])
def test_guest_waits_whose_name_would_have_to(client, moderator, settings, name):
    settings.COMMENT_LINKS_ALLOWED = 0
    rule(moderator, "casino")
    url = reverse("new_comment", args=[make_article().pk])

    client.post(url, guest_form(name=name))

    assert Comment.objects.get().status == "pending"


def test_held_words_wait_and_the_author_is_not_told_which(client, moderator):
    rule(moderator, "casino")

    answer = post(client, "Come to my c-a-s-i-n-o")

    comment = Comment.objects.get()
    assert (comment.status, comment.held_because) == ("pending", "word rule “casino”")
    assert "Your comment waits for a moderator" in answer.content.decode()
    assert "word rule" not in answer.content.decode()


def test_a_rule_works_at_once_and_until_it_is_put_out_of_use(client, moderator):
    post(client, "casino 1")
    new = rule(moderator, "casino")
    post(client, "casino 2")
    new.is_active = False
    rulebook.change_rule(new, by=moderator)
    post(client, "casino 3")

    statuses = Comment.objects.order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["published", "pending", "published"]


def test_edited_words_are_looked_at_too(client, moderator, reader):
    rule(moderator, "casino", action="refuse")
    own = make_comment(make_article(), author=reader, body="Fine")
    client.force_login(reader)

    answer = client.post(reverse("edit_comment", args=[own.pk]), {"body": "Casino!"})

    own.refresh_from_db()
    assert (answer.status_code, own.body) == (409, "Fine")
    assert "Casino!</textarea>" in answer.content.decode()


def test_first_press_shows_what_it_would_have_caught_second_saves(client, moderator):
    for body in ("A casino night", "Nothing", "CAS1NO"):
        make_comment(make_article(), body=body)
    for _ in range(40):
        make_comment(make_article(), body="Plain words")
    client.force_login(moderator)
    data = {"phrase": "casino", "action": "hold", "is_active": "on", "note": ""}

    first = client.post(ADD, data)
    plain = client.get(ADD).content.decode()
    is_saved = WordRule.objects.exists()
    second = client.post(ADD, {**data, "tried": "casino"})

    html = first.content.decode()
    assert "It would have caught 2 of 43 comments" in html
    assert "A casino night" in html
    assert 'name="tried" value="casino"' in html
    assert 'type="checkbox" name="is_meant"' not in plain + html
    assert not is_saved
    assert second.status_code == 302
    assert WordRule.objects.get().changed_by == moderator


def test_rule_that_catches_everything_warns_and_has_to_be_meant(client, moderator):
    for _ in range(10):
        make_comment(make_article(), body="The water came over the wall")
    client.force_login(moderator)
    data = {"phrase": "the", "action": "refuse", "is_active": "on", "tried": "the"}

    warned = client.post(ADD, data)
    meant = client.post(ADD, {**data, "is_meant": "on"})

    assert "It would have caught 10 of 10 comments" in warned.content.decode()
    assert "That is a lot." in warned.content.decode()
    assert 'type="checkbox" name="is_meant"' in warned.content.decode()
    assert meant.status_code == 302


def test_rule_made_stricter_is_tried_again(client, moderator):
    rule = WordRule.objects.create(phrase="casino")
    client.force_login(moderator)
    url = reverse("admin:comments_wordrule_change", args=[rule.pk])
    data = {"phrase": "casino", "action": "refuse", "is_active": "on", "note": ""}

    shown = client.post(url, data)
    rule.refresh_from_db()

    assert "It would have caught 0 of 0 comments" in shown.content.decode()
    assert rule.action == "hold"


@pytest.mark.parametrize("phrase", ["", "...", "\u200b", "!!!", "x" * 101])
def test_rule_without_a_letter_is_refused(client, moderator, phrase):
    client.force_login(moderator)

    answer = client.post(ADD, {"phrase": phrase, "action": "hold", "is_active": "on"})

    assert answer.status_code == 200
    assert not WordRule.objects.exists()


def test_a_pattern_is_taken_for_what_it_spells(client, moderator):
    rule(moderator, "(a+)+$ .*", action="hold")

    post(client, "a" * 4000 + "!")
    post(client, "b")

    assert set(Comment.objects.values_list("status", flat=True)) == {"published"}


def test_second_rule_for_the_same_is_told(client, moderator):
    rule(moderator, "casino")
    client.force_login(moderator)

    answer = client.post(ADD, {"phrase": "casino", "action": "hold"})

    assert "There is a rule for this already." in answer.content.decode()


def test_dry_run_is_bounded_in_time(monkeypatch):
    for _ in range(3):
        make_comment(make_article(), body="casino")
    monkeypatch.setattr(rulebook, "_SECONDS", -1)

    run = rulebook.try_out("casino")

    assert (run.looked_at, run.is_whole) == (0, False)


def test_rules_are_never_deleted(client, moderator):
    old = rule(moderator, "casino")
    chief = moderator
    chief.is_superuser = True
    chief.save()
    client.force_login(chief)

    answer = client.post(reverse("admin:comments_wordrule_delete", args=[old.pk]))

    assert answer.status_code == 403
    assert WordRule.objects.exists()


def test_a_journalist_makes_no_rules(client, journalist):
    client.force_login(journalist)

    assert client.get(ADD).status_code == 403
