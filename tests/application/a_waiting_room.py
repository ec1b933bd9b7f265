"""People who take a number and are served, and a unit that makes rules of its own for them."""

from domain.rules import RulesAdopted
from tests.application.an_office import HOA, KIOSK, forward


def ticket(office, group="civil_status", **told):
    forward(office, 1)
    return office.queue.issue(KIOSK, group=group, **told)


def serve(office, by=HOA, counter="1", minutes=5.0):
    called = office.queue.call_next(counter, by)
    if called is not None:
        office.queue.start(called.id, by)
        forward(office, minutes)
        office.queue.finish(called.id, "guidance", by)
    return called


def adopt(office, day="2026-03-03", **parameters):
    fact = RulesAdopted(
        ruleset="phong-cho",
        level="commune",
        scope=office.unit.unit,
        valid_from=day,
        parameters=parameters,
        basis=dict.fromkeys(parameters, "Quy chế của Trung tâm"),
    )
    office.rules.adopt(fact)
