"""DOIs, dates and numbers as people and programs write them: what is understood, doubted and refused."""

from __future__ import annotations

import calendar
import datetime

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from magpain import model
from magpain.knowledge import decode, rules
from magpain.knowledge.rules.identifiers import doi_in, is_same_paper, plain_doi
from magpain.model import Citation, Extraction, Interval, Result
from magpain.rating import sizes

EXTRACTION = Extraction(read="abstract", at="https://example.org", date=datetime.date(2026, 1, 31))
SICI = "10.1002/(SICI)1097-0258(19980815/30)17:15/16<1661::AID-X968>3.0.CO;2-2"


def citation(**fields):
    return Citation(type="article-journal", title="x", issued="2020", extraction=EXTRACTION, **fields)


def told(rule, record):
    return [message for _path, message in rule(record, None)]


# DOIs


@pytest.mark.parametrize(
    ("copied", "registered"),
    [
        ("10.1000/a.b,", "10.1000/a.b"),
        ("10.1000/a.b;", "10.1000/a.b"),
        ("10.1000/a.b).", "10.1000/a.b"),
        ("10.1000/a(1)b)", "10.1000/a(1)b"),
        ("10.1000/a.b\u201d", "10.1000/a.b"),
        ("10.1000/a.b>", "10.1000/a.b"),
        ("10.1000/a\u2013b", "10.1000/a-b"),
        ("10.1000/a\u2010b", "10.1000/a-b"),
        ("10.1000/a\u2212b", "10.1000/a-b"),
        ("10.1000/a\u00adb", "10.1000/ab"),
        ("10.1000/a\uff0eb", "10.1000/a.b"),
        ("10.1016/S0304-3959%2899%2900123-4", "10.1016/S0304-3959(99)00123-4"),
        ("10.1000/a%253Cb%253E", "10.1000/a<b>"),
        ("10.1000/a&amp;b", "10.1000/a&b"),
        ("10.1000/a&amp;lt;b", "10.1000/a<b"),
        ("10.1000/a&#60;b", "10.1000/a<b"),
        ("10.1000/a.b/full", "10.1000/a.b"),
        ("10.1000/a.b.pdf", "10.1000/a.b"),
        ("10.1000/a.b/abstract?x=1", "10.1000/a.b"),
        ("10.1000/a.b;jsessionid=1", "10.1000/a.b"),
        ("10.1000/a.b#sec2", "10.1000/a.b"),
        ("10.1000/a.b&domain=pdf", "10.1000/a.b"),
    ],
)
def test_a_doi_that_was_copied_with_something_is_doubted_and_its_duplicate_seen(copied, registered):
    assert plain_doi(copied) == registered
    assert len(told(rules.citations.doi_is_plain, citation(DOI=copied))) == 1
    assert dict(rules.citations.identifiers(citation(DOI=copied)))["DOI"] == registered.casefold()


@pytest.mark.parametrize(
    "doi",
    [
        SICI, "10.1016/0304-3959(90)91094-7", "10.1016/S0140-6736(05)67889-6", "10.1002/14651858.CD009402.pub3",
        "10.1093/bja/aet123", "10.1111/j.1526-4610.1994.hed3403160.x", "10.1000/x3.0.CO;2-#", "10.1590/S0004-282X_1",
        "10.3389/fnut.2021.653765", "10.21203/rs.3.rs-12345/v1", "10.2165/11538090-000000000-00000",
        "10.1000/(a(b)c)", "10.31234/osf.io/abcde_v2", "10.1002/1521-3773(20010316)40:6<9823::AID-ANIE9823>3.3.CO;2-C",
    ],
)  # fmt: skip
def test_a_doi_as_it_was_registered_is_left_alone(doi):
    assert plain_doi(doi) == doi
    assert told(rules.citations.doi_is_plain, citation(DOI=doi)) == []
    for address in (
        f"https://doi.org/{doi.replace('#', '%23')}",
        f"https://example.org/doi/pdf/{doi.replace('#', '%23')}.pdf",
    ):
        assert is_same_paper(doi, doi_in(address))


@given(st.text(min_size=1, max_size=30))
def test_what_is_plain_stays_so(text):
    plain = plain_doi(f"10.1000/x{text}")
    assert plain.startswith("10.")
    assert plain_doi(plain) == plain or "%" in plain or "&" in plain


@pytest.mark.parametrize(
    ("own", "read", "doubted"),
    [
        ("10.21203/rs.3.rs-1/v1", "10.21203/rs.3.rs-1/v2", True),
        ("10.21203/rs.3.rs-1/v1", "10.21203/rs.3.rs-1/v1.pdf", False),
        ("10.21203/rs.3.rs-1/v1", "10.21203/rs.3.rs-1", False),
        ("10.20944/preprints202001.0001.v1", "10.20944/preprints202001.0001.v2", True),
        ("10.26434/chemrxiv-2021-abc12-v2", "10.26434/chemrxiv-2021-abc12", False),
        ("10.26434/chemrxiv-2021-abc12-v2", "10.26434/chemrxiv-2021-abc12-v3", True),
        ("10.31234/osf.io/abcde", "10.31234/osf.io/abcde_v2", False),
        ("10.31234/osf.io/abcde_v1", "10.31234/osf.io/abcde_v2", True),
        ("10.48550/arxiv.2101.00001", "10.48550/arXiv.2101.00001v3", False),
        ("10.1101/2020.01.01.123456", "10.1101/2020.01.01.123456v10.full", False),
    ],
)
def test_a_preprint_is_one_paper_in_each_version(own, read, doubted):
    record = citation(DOI=own, URL=f"https://example.org/{read}")
    assert told(rules.citations.address_names_the_paper, record) == []
    assert bool(told(rules.citations.address_names_the_version, record)) == doubted


# Dates


@pytest.mark.parametrize(
    ("issued", "exists"),
    [
        ("2024-02-29", True), ("2000-02-29", True), ("2020-12-31", True), ("2020-04", True), ("1853", True),
        ("1900-02-29", False), ("2100-02-29", False), ("2023-02-29", False), ("2020-02-30", False),
        ("2020-02-31", False), ("2020-04-31", False), ("2020-06-31", False), ("2020-09-31", False),
        ("2020-11-31", False), ("0000", False), ("0000-05", False), ("0000-01-01", False),
    ],
)  # fmt: skip
def test_a_date_of_publication_is_in_the_calendar(issued, exists):
    record = msgspec.structs.replace(citation(), issued=issued)
    assert bool(told(rules.citations.issued_day_exists, record)) != exists


@given(st.integers(1, 9999), st.integers(1, 12), st.integers(1, 31))
def test_every_day_is_judged_as_the_calendar_has_it(year, month, day):
    record = msgspec.structs.replace(citation(), issued=f"{year:04}-{month:02}-{day:02}")
    assert bool(told(rules.citations.issued_day_exists, record)) == (day > calendar.monthrange(year, month)[1])


# Numbers


def result(text="x", p=None, low=-1.0, high=-0.1):
    interval = Interval(level=95, low=low, high=high)
    numbers = {"measure": "MD", "estimate": (low + high) / 2, "ci": interval, "better": "lower", "unit": "points"}
    return Result(outcome="pain", comparison="between-groups", text=text, locator="x", p=p, **numbers)


P_VALUES = [
    ("<.001", "<", 0.001), (".03", "=", 0.03), ("0,03", "=", 0.03), ("<0,05", "<", 0.05), ("0\u00b703", "=", 0.03),
    ("< 0.001", "<", 0.001), ("= 0.04", "=", 0.04), ("\u22640.05", "<=", 0.05), ("\u2265.2", ">=", 0.2),
    ("1e-5", "=", 1e-5), ("<2.2e-16", "<", 2.2e-16), ("2E-04", "=", 2e-4), ("5.1\u00d710\u22125", "=", 5.1e-5),
    ("3 x 10^-4", "=", 3e-4), ("1.00", "=", 1.0), ("0", "=", 0.0), ("0.000", "=", 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("printed", "sign", "value"), P_VALUES)
def test_a_p_value_is_taken_as_printed(printed, sign, value):
    assert decode.convert(printed, model.PValue) == printed
    assert rules.numbers.p_value(printed) == (sign, pytest.approx(value))
    assert rules.numbers.is_significant(printed, 0.9) in (value < 0.9, None)


@pytest.mark.parametrize("printed", ["NS", "ns", "n.s.", "N.S."])
def test_not_significant_is_a_p_value_too(printed):
    assert decode.convert(printed, model.PValue) == printed
    assert rules.numbers.p_value(printed) is None
    assert rules.numbers.is_significant(printed, 0.05) is False


@pytest.mark.parametrize("printed", ["5%", "1.2", "-0.1", "p", "0.0.1", "<", "<<0.1", "0.05-0.1", "12", "1,5", "e-5"])
def test_what_is_no_p_value_is_refused(printed):
    with pytest.raises(msgspec.ValidationError):
        decode.convert(printed, model.PValue)


@pytest.mark.parametrize(
    ("text", "p", "doubted"),
    [
        ("fell (P < .001)", "<.001", 0), ("fell (P<.001)", "<0.001", 0), ("fell, p=0,03", "0.03", 0),
        ("fell, p = 0\u00b703", ".03", 0), ("p \u2264 0.05", "<=0.05", 0), ("P value of .04 and", "0.04", 0),
        ("p-value = 0.04.", "0.04", 0), ("(p=0.03, 12 people)", "0.03", 0), ("p = 2.1 \u00d7 10\u22125", "2.1e-5", 0),
        ("P=1.00", "1.0", 0), ("p < 2e-16", "<2e-16", 0), ("p=0,03", "0.3", 1), ("P < .001", "<.01", 1),
        ("p=.04", ".4", 1), ("p \u2264 .05", "<.05", 1),
    ],
)  # fmt: skip
def test_a_p_value_in_a_text_is_the_same_in_any_spelling(text, p, doubted):
    assert len(told(rules.numbers.text_prints_the_numbers, result(text, p))) == doubted


@pytest.mark.parametrize(
    ("text", "doubted"),
    [
        ("on a scale (0 to 10)", 0), ("VAS (0 to 100 mm)", 0), ("median 5 (2 to 7)", 0), ("aged 18 to 65", 0),
        ("(95% CI 0.1 to 1.0)", 0), ("95% CI \u22121.0 to \u22120.1", 0), ("[95% CI, -1,0; -0,1]", 0),
        ("95% confidence interval: 0\u00b71\u20131\u00b70", 0), ("CI (95%) -1.00, -0.10", 0), ("95% CrI 0.1-1", 0),
        ("confidence interval [CI] -1 to -.1", 0), ("CI95% from 0.1 to 1.0", 0), ("95% CI 0.2 to 1.0", 1),
        ("95% CI [\u22121,5; \u22120,1]", 1), ("95% CI: 0.03\u20130.81", 1),
    ],
)  # fmt: skip
def test_an_interval_in_a_text_is_what_is_called_one(text, doubted):
    assert len(told(rules.numbers.text_prints_the_numbers, result(text))) == doubted


@pytest.mark.parametrize(
    ("written", "hint", "mend"),
    [
        ("0,5", model.Number, "0.5"), ("\u22120.5", model.Number, "-0.5"), (".5", model.Number, "0.5"),
        ("+1.5", model.Number, "1.5"), ("0\u00b75", model.Number, "0.5"), ("-0,74", model.Number, "-0.74"),
        ("1,234.5", model.Number, "1234.5"), ("1,000", model.Number, "1 or 1000"), ("1,000", int, "1 or 1000"),
        ("12,5", model.Percent, "12.5"), ("1,234,567", model.Count, "1234567"),
        ("12,5", model.Count, None), ("x", model.Number, None), ("101", model.Percent, None),
    ],
)  # fmt: skip
def test_a_number_that_yaml_takes_for_text_is_refused_with_how_to_write_it(written, hint, mend):
    (mismatch,) = decode.explain(written, hint, ("estimate",))
    assert mismatch.message.endswith(f'found "{written}"' + (f" (write {mend})" if mend else ""))


@pytest.mark.parametrize("bound", ["NE", "NR", "inf", "\u221e", "not reached", "NA"])
@pytest.mark.parametrize("end", ["low", "high"])
def test_a_bound_that_was_not_reached_has_no_number_and_the_message_says_where_it_goes(bound, end):
    tree = {"level": "95", "low": "0.4", "high": "1.2"} | {end: bound}
    (mismatch,) = decode.explain(tree, Interval, ("ci",))
    assert mismatch.path == ("ci", end)
    assert "leave ci out" in mismatch.message


@pytest.mark.parametrize("measure", ["RR", "OR", "HR", "RoM"])
@pytest.mark.parametrize(
    ("estimate", "low", "high", "paths"),
    [
        (0.05, 0.0, 0.81, []), (0.5, 0.0, 1.0, []), (0.01, 0.0, 0.0, []), (0.0, 0.0, 0.5, [("estimate",)]),
        (-0.1, -0.2, 0.5, [("estimate",), ("ci", "low")]), (0.3, -0.1, 0.5, [("ci", "low")]),
        (0.3, -0.2, -0.1, [("ci", "low"), ("ci", "high")]),
    ],
)  # fmt: skip
def test_a_bound_printed_as_zero_is_taken_and_one_below_is_told_where_it_is(measure, estimate, low, high, paths):
    record = msgspec.structs.replace(result(low=low, high=high), measure=measure, estimate=estimate)
    assert [path for path, _message in rules.numbers.ratio_is_positive(record, None)] == paths


@pytest.mark.parametrize("level", [90, 95, 99])
def test_a_bound_printed_as_zero_stays_zero_at_another_level(level):
    judged = sizes.at_95(0.05, Interval(level=level, low=0.0, high=0.81), ratio=True)
    assert (judged[0], judged[1]) == (pytest.approx(0.05), 0.0)
    assert 0.05 < judged[2] < 3
