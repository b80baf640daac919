"""The services' words for notices, in both directions, and the words that are none."""

from __future__ import annotations

import pytest

from magpain.verify import signs
from magpain.verify.found import Sign


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("retraction", "retraction"),
        ("withdrawal", "retraction"),
        ("removal", "retraction"),
        ("partial_retraction", "concern"),
        ("expression_of_concern", "concern"),
        ("correction", "correction"),
        ("corrigendum", "correction"),
        ("erratum", "correction"),
        ("addendum", "correction"),
        ("clarification", "correction"),
        ("new_version", "update"),
        ("new_edition", "update"),
        ("Retraction in", "retraction"),
        ("RetractionIn", "retraction"),
        ("Retracted and republished in", "retraction"),
        ("Partial retraction in", "concern"),
        ("Expression of concern in", "concern"),
        ("Erratum in", "correction"),
        ("Corrected and republished in", "correction"),
        ("Update in", "update"),
        ("Republished in", "update"),
        ("Referral", None),
        ("Comment in", None),
        ("Comment on", None),
        ("Cites", None),
        ("Summary for patients in", None),
        ("", None),
    ],
)
def test_what_a_word_means(label, kind):
    assert signs.kind_of(label) == kind


@pytest.mark.parametrize(
    ("label", "about"),
    [
        ("Retraction in", "this"),
        ("Retraction of", "another"),
        ("Erratum in", "this"),
        ("Erratum for", "another"),
        ("Expression of concern for", "another"),
        ("Corrected and republished from", "another"),
    ],
)
def test_a_link_says_its_direction(label, about):
    assert signs.linked(label, "PMID 1").about == about


def test_a_comment_is_no_notice():
    assert signs.linked("Comment in", "PMID 1") is None


@pytest.mark.parametrize("title", ["RETRACTED: Magnesium", "[Retracted] Magnesium", "Retracted Article: Magnesium"])
def test_a_publishers_mark_before_a_title_is_a_sign(title):
    (sign,) = signs.marked([title])
    assert (sign.kind, sign.about) == ("retraction", "this")
    assert signs.unmarked(title).strip("]: ") == "Magnesium"


@pytest.mark.parametrize(
    "title", ["Retracted papers on pain", "Withdrawal of opioids: magnesium", "Retracted-lung pain", "Pain"]
)
def test_a_word_of_the_title_is_no_mark(title):
    assert signs.marked([title]) == ()
    assert signs.unmarked(title) == title


def test_publication_types_tell_the_article_from_the_notice():
    told = signs.typed(["Journal Article", "Retracted Publication", "Retraction of Publication", "Published Erratum"])
    assert [(sign.kind, sign.about) for sign in told] == [
        ("retraction", "this"),
        ("retraction", "another"),
        ("correction", "another"),
    ]


def test_a_sign_without_a_notice_gives_way_to_one_with():
    bare = Sign("retraction", "Retracted Publication", "this")
    named = Sign("retraction", "Retraction in", "this", "PMID 1")
    assert signs.told_once([bare, named, named]) == (named,)
    assert signs.told_once([bare]) == (bare,)
