"""The catalogue can list a time limit in stages, each with its agency, and no other kind of stage."""

import msgspec
import pytest

from domain.catalogue import Limit, LimitMalformed, LimitStage, Procedure
from domain.catalogue.versions import check
from domain.dossier import LimitInForce, StageInForce
from wording.dates import limit_text

COMMUNE = LimitStage(unit="working_day", value=5, who="UBND xã")
PROVINCE = LimitStage(unit="working_day", value=10, who="Sở Nội vụ")


def listed(limit):
    return Procedure(
        code="1.001193",
        name="Hỗ trợ",
        name_en="Support",
        field="Bảo trợ xã hội",
        group="social",
        limit=limit,
        channels=("counter",),
    )


def test_two_stages_with_their_agencies_are_a_limit():
    check(listed(Limit(unit="staged", stages=(COMMUNE, PROVINCE))))


@pytest.mark.parametrize(
    "limit",
    [
        Limit(unit="staged"),
        Limit(unit="staged", stages=(COMMUNE,)),
        Limit(unit="staged", value=15, stages=(COMMUNE, PROVINCE)),
        Limit(unit="staged", cutoff="15:00", stages=(COMMUNE, PROVINCE)),
        Limit(unit="working_day", value=5, stages=(COMMUNE, PROVINCE)),
        Limit(unit="staged", stages=(COMMUNE, LimitStage(unit="working_day", value=0, who="Sở"))),
        Limit(unit="staged", stages=(COMMUNE, LimitStage(unit="working_day", value=2, who=" "))),
        Limit(unit="staged", stages=(COMMUNE, LimitStage(unit="same_day", cutoff="25:00", who="Sở"))),
    ],
)
def test_stages_that_no_notice_board_could_show_are_refused(limit):
    with pytest.raises(LimitMalformed):
        check(listed(limit))


def test_a_stage_is_no_limit_in_stages_itself():
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"unit": "staged", "who": "Sở"}, LimitStage)


def test_the_stages_are_said_with_their_agencies():
    stages = (COMMUNE, PROVINCE)
    said = "5 ngày làm việc tại UBND xã, rồi 10 ngày làm việc tại Sở Nội vụ"
    assert limit_text("staged", None, stages=stages) == said
    in_force = tuple(StageInForce(unit=each.unit, value=each.value, who=each.who) for each in stages)
    limit = LimitInForce(unit="staged", stages=in_force)
    assert limit_text(limit.unit, limit.value, limit.cutoff, stages=limit.stages) == said
    assert limit_text("staged", None, None, "en") == "in stages"
