"""Lists: one record by its id, those of a name, or all."""

from __future__ import annotations

import msgspec
import pytest

from magpain.errors import NoAnswerError
from magpain.query.lists import conditions, reference_list, studies


def test_a_study_is_found_by_its_id(kb):
    for name in ("macian-2022", "Macian 2022", " MACIAN-2022 "):
        assert [study.id for study in studies(kb, name).body.studies] == ["macian-2022"]
    assert [reference.id for reference in studies(kb, "macian-2022").references] == [kb.studies["macian-2022"].citation]


def test_a_citation_is_found_by_its_id(kb):
    for key in kb.citations:
        assert [reference.id for reference in reference_list(kb, key).body.references] == [key]


def test_a_name_outranks_a_record_of_that_id(kb):
    study = kb.studies["macian-2022"]
    changed = msgspec.structs.replace(kb, studies={**kb.studies, "fibromyalgia": study})
    assert studies(changed, "fibromyalgia").body == studies(kb, "fibromyalgia").body


def test_an_id_of_nothing_is_told(kb):
    for ask in (studies, reference_list):
        with pytest.raises(NoAnswerError, match='no condition or group named "nobody-1999"'):
            ask(kb, "nobody-1999")


def test_a_group_that_is_not_there_is_told(kb):
    with pytest.raises(NoAnswerError, match='there is no group "akute"; there are: ') as caught:
        conditions(kb, group="akute")
    assert caught.value.suggestions == tuple(kb.groups)
