"""Whatever is asked, a name and a search lead to an answer, or to a refusal that says why."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from magpain.errors import NoAnswerError, QuestionError
from magpain.query.resolve import resolve
from magpain.query.search import FIELDS, search

unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
# The words of a question, and everything that SQLite's full-text language or SQL knows as more than a word.
words = st.sampled_from(
    (
        'pain magnesium fibromyalgia 2013 AND OR NOT NEAR NEAR( ( ) " "" * a* ** ^ + - : :: \' \'; -- /* % _ \\ { } é '
        '\0 \x02 \x03 痛 year:2010-2013 year:1-2 year:- kind:study title:x rowid:1 body: author:" author:%'
    ).split(" ")
    + [f"{field}:" for field in FIELDS]
    + [f"{field.upper()}:x" for field in FIELDS]
)
questions = st.lists(st.one_of(words, st.text(max_size=5)), max_size=8).flatmap(
    lambda parts: st.sampled_from(["", " ", "  "]).map(lambda between: between.join(parts))
)


@unhurried
@given(questions)
def test_any_question_is_answered_or_refused(knowledge_of_small, question):
    try:
        hits = search(knowledge_of_small(), question, 5).body.results
    except (NoAnswerError, QuestionError) as refusal:
        assert str(refusal)
        return
    assert 1 <= len(hits) <= 5
    for hit in hits:
        assert not set(hit.context) & {"\x02", "\x03"}
        assert all(0 <= start < end <= len(hit.context) for start, end in hit.marks)


def cased(name):
    """Spell a name in other letters, and with other things between its words."""
    return st.tuples(
        st.sampled_from([str.upper, str.title, str.lower, str]), st.sampled_from([" ", "-", "  ", "_"])
    ).map(lambda how: how[1].join(how[0](name).split()))


@unhurried
@given(st.data())
def test_a_name_leads_to_what_bears_it_however_it_is_spelt(knowledge_of_small, data):
    known = knowledge_of_small()
    key = data.draw(st.sampled_from([*known.conditions, *known.groups]))
    record = known.conditions.get(key) or known.groups[key]
    name = data.draw(st.sampled_from([key, record.name, *record.synonyms]).flatmap(cased))
    try:
        assert resolve(known, name) == (key, None)
    except NoAnswerError as refusal:
        assert key in refusal.suggestions, name
