"""The services' words for notices, in both directions, in every position of a title, and words that are none."""

from __future__ import annotations

import pytest

from magpain.verify import notices
from magpain.verify.record import Notice

TITLE = "Magnesium for sore knees: a trial"


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("retraction", "retraction"),
        ("withdrawal", "retraction"),
        ("removal", "retraction"),
        ("temporary removal", "concern"),
        ("partial_retraction", "concern"),
        ("expression_of_concern", "concern"),
        ("correction", "correction"),
        ("corrigendum", "correction"),
        ("erratum", "correction"),
        ("addendum", "correction"),
        ("clarification", "correction"),
        ("new_version", "update"),
        ("new_edition", "update"),
        ("Reinstatement", "update"),
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
    assert notices.kind_of(label) == kind


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
    assert [notice.about for notice in notices.linked([(label, "PMID 1")])] == [about]


def test_a_comment_is_no_notice():
    assert not list(notices.linked([("Comment in", "PMID 1")]))


@pytest.mark.parametrize(
    ("mark", "kind"),
    [
        ("RETRACTED: {}", "retraction"),
        ("[Retracted] {}", "retraction"),
        ("(Retracted) {}", "retraction"),
        ("Retracted Article: {}", "retraction"),
        ("RETRACTED ARTICLE: {}", "retraction"),
        ("RETRACTED. {}", "retraction"),
        ("RETRACTED {}", "retraction"),
        ("<scp>RETRACTED</scp>: {}", "retraction"),
        ("<b>RETRACTED:</b> {}", "retraction"),
        ("&lt;b&gt;Retracted&lt;/b&gt;: {}", "retraction"),
        ("Retracted \u2014 {}", "retraction"),
        ("WITHDRAWN: {}", "retraction"),
        ("Withdrawn: {}", "retraction"),
        ("REMOVED: {}", "retraction"),
        ("WITHDRAWAL: {}", "retraction"),
        ("Retraction: {}", "retraction"),
        ("Retraction Note: {}", "retraction"),
        ("Retraction notice to: {}", "retraction"),
        ("Notice of Retraction: {}", "retraction"),
        ("Statement of Retraction: {}", "retraction"),
        ("TEMPORARY REMOVAL: {}", "concern"),
        ("Partial Retraction: {}", "concern"),
        ("Expression of Concern: {}", "concern"),
        ("Editorial Expression of Concern: {}", "concern"),
        ("{} [RETRACTED]", "retraction"),
        ("{} (Retracted)", "retraction"),
        ("{} (Retracted article. See vol. 12, pg. 3, 2019)", "retraction"),
        ("{} [retraction]", "retraction"),
        ("{}. RETRACTED", "retraction"),
        ("{} - RETRACTED ARTICLE", "retraction"),
    ],
)
def test_a_publishers_mark_in_a_title_is_a_notice(mark, kind):
    marked = mark.format(TITLE)
    (notice,) = notices.in_titles([TITLE, marked], TITLE)
    assert (notice.kind, notice.about) == (kind, "this")
    assert notices.unmarked(marked).strip("]:. ") == TITLE


@pytest.mark.parametrize(
    "title",
    [
        "Retracted papers on pain",
        "Withdrawal of opioids: magnesium",
        "Withdrawal: what magnesium does",
        "Retracted-lung pain",
        "Removal of wisdom teeth: magnesium in the socket",
        "Correction of hypomagnesaemia: a trial",
        "Concern about pain: a survey",
        "Pain on retraction",
        "MAGNESIUM AFTER RETRACTION OF THE LUNG",
        "Pain",
        "",
    ],
)
def test_a_word_of_the_title_is_no_mark(title):
    assert list(notices.in_titles([title], title)) == []
    assert notices.unmarked(title) == title


def test_a_citation_whose_own_title_is_a_notices_is_that_notice():
    retraction = f"Retraction: {TITLE}"
    (notice,) = notices.in_titles([retraction], retraction)
    assert (notice.kind, notice.about) == ("retraction", "another")
    (notice,) = notices.in_titles([f"RETRACTED: {TITLE}"], f"RETRACTED: {TITLE}")
    assert (notice.kind, notice.about) == ("retraction", "this")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Retracted Publication", ("retraction", "this")),
        ("Retraction of Publication", ("retraction", "another")),
        ("Retraction Notice", ("retraction", "another")),
        ("retraction", ("retraction", "another")),
        ("Expression of Concern", ("concern", "another")),
        ("expression-of-concern", ("concern", "another")),
        ("Published Erratum", ("correction", "another")),
        ("Corrected and Republished Article", ("correction", "another")),
    ],
)
def test_publication_types_tell_the_article_from_the_notice(label, expected):
    assert [(each.kind, each.about) for each in notices.typed(["Journal Article", label])] == [expected]


def test_a_notice_without_a_target_gives_way_to_one_with():
    bare = Notice("retraction", "Retracted Publication", "this")
    named = Notice("retraction", "Retraction in", "this", "PMID 1")
    assert notices.without_repeats([bare, named, named]) == (named,)
    assert notices.without_repeats([bare]) == (bare,)
