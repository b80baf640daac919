"""Amounts as people write them: what each means, and what is refused because it could mean two things."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from magpain.errors import MagpainError, QuestionError
from magpain.query.amount import MAX_MG, MIN_MG, read


@pytest.mark.parametrize(
    ("text", "milligrams", "of"),
    [
        ("400", 400, ""),
        ("400 mg oxide", 400, "oxide"),
        ("400mg magnesium glycinate", 400, "magnesium glycinate"),
        ("400 MG of oxide", 400, "oxide"),
        ("0.5 g", 500, ""),
        ("0,5g oxide", 500, "oxide"),
        ("0.500 g oxide", 500, "oxide"),
        ("12,5 mg oxide", 12.5, "oxide"),
        ("1.25 grams oxide", 1250, "oxide"),
        ("500µg oxide", 0.5, "oxide"),
        ("500 μg oxide", 0.5, "oxide"),
        ("500 mcg oxide", 0.5, "oxide"),
        ("500ug oxide", 0.5, "oxide"),
        ("2000 micrograms oxide", 2, "oxide"),
        ("1'000 mg oxide", 1000, "oxide"),
        ("1 000 mg oxide", 1000, "oxide"),
        ("1\u202f000 mg oxide", 1000, "oxide"),
        ("\uff14\uff10\uff10 mg oxide", 400, "oxide"),
        ("2 tablets of 200 mg oxide", 400, "oxide"),
        ("2 x 200mg oxide", 400, "oxide"),
        ("2x200 mg oxide", 400, "oxide"),
        ("3 capsules 150 mg citrate", 450, "citrate"),
        ("200 mg x 2 oxide", 400, "oxide"),
        ("300 mg a day citrate", 300, "citrate"),
        ("300mg/day citrate", 300, "citrate"),
        ("300 mg daily citrate", 300, "citrate"),
        ("500 trimagnesium dicitrate", 500, "trimagnesium dicitrate"),
        ("oxide 400 mg", 400, "oxide"),
        ("magnesium oxide 400", 400, "magnesium oxide"),
        ("400 mg 5-oxopyrrolidine-2-carboxylate", 400, "5-oxopyrrolidine-2-carboxylate"),
    ],
)
def test_an_amount_is_read_as_written(text, milligrams, of):
    found = read(text)
    assert found.milligrams == pytest.approx(milligrams)
    assert found.of == of


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("1,000mg oxide", ("1000 mg", "1 mg")),
        ("1.000 oxide", ("1000 mg", "1 mg")),
        ("12,000 oxide", ("12000 mg", "12 mg")),
        ("1,234 g oxide", ("1234 g", "1.234 g")),
        ("2.500 mcg oxide", ("2500 mcg", "2.5 mcg")),
        ("2 tablets of 1,500 mg oxide", ("1500 mg", "1.5 mg")),
        ("100,000 mg oxide", ("100000 mg", "100 mg")),
        ("2 500 mg oxide", ("2500 mg", "1000 mg")),
        ("3 250 oxide", ("3250 mg", "750 mg")),
        ("999.999 µg oxide", ("999999 µg", "999.999 µg")),
    ],
)
def test_an_amount_with_two_readings_is_refused_with_both(text, readings):
    with pytest.raises(QuestionError) as refused:
        read(text)
    for reading in readings:
        assert reading.replace("µ", "\u03bc") in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "", "oxide", "0", "0 mg oxide", "-5", "nan", "inf", "1e9", "four", "½ g", "400oxide", "1,000.5 mg", "1.2.3 mg",
        "5 kg oxide", "400 IU oxide", "10 mmol", "3 tsp epsom salt", "50% sulfate", "10 mg/kg sulfate",
        "8 mg per kg sulfate", "2 g/h sulfate", "400 tablets oxide", "2 tablets oxide", "99999999999", "101 g oxide",
        "0.0001 mcg oxide", "1,000,000,000 mg", "4" * 400,
    ],
)  # fmt: skip
def test_what_is_no_amount_is_a_usage_error(text):
    with pytest.raises(QuestionError):
        read(text)


WRITTEN = r"[0-9 .,']{0,12}(mg|g|µg|kg|x| tablets of )?[ 0-9a-z/]{0,8}"


@given(st.text(max_size=40) | st.from_regex(WRITTEN, fullmatch=True))
def test_any_text_is_an_amount_in_bounds_or_a_usage_error(text):
    try:
        found = read(text)
    except MagpainError:
        return
    assert math.isfinite(found.milligrams)
    assert MIN_MG <= found.milligrams <= MAX_MG


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(",."), st.sampled_from(["", "mg", " g", "mcg"]))
def test_three_digits_after_a_separator_are_never_guessed(whole, rest, separator, unit):
    with pytest.raises(QuestionError):
        read(f"{whole}{separator}{rest:03}{unit} oxide")
