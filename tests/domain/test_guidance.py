"""Guidance says what it was about, and names every missing paper at once."""

import msgspec
import pytest

from domain.guidance import EnquiryGuided, NothingExplained, PapersNotListed, ProcedureNotSaid, guide

SAID = EnquiryGuided(
    channel="hotline",
    topics=("papers",),
    procedure="1.001193",
    missing_count=2,
    missing=("Giấy chứng sinh", "Tờ khai"),
)


def test_what_was_explained_is_kept_as_it_was_said():
    assert guide(fact=SAID) == SAID
    assert guide(fact=EnquiryGuided(channel="portal", topics=("online",)))


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"topics": ()}, NothingExplained),
        ({"missing": ("Giấy chứng sinh", " ")}, PapersNotListed),
        ({"missing_count": 1}, PapersNotListed),
        ({"procedure": ""}, ProcedureNotSaid),
    ],
)
def test_half_a_guidance_is_refused_with_the_article(changed, refusal):
    with pytest.raises(refusal) as refused:
        guide(fact=msgspec.structs.replace(SAID, **changed))
    assert "Điều 15" in refused.value.article
