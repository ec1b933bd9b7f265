"""Exact rules: what the facts say by themselves. No statistics; a finding is as true as the log."""

from collections.abc import Mapping

from audit.flags.asked import ExactRule
from audit.flags.exact import deadlines, hands, records, results, supplements, visits

EXACT: Mapping[str, ExactRule] = {
    rule.__name__: rule
    for rule in (
        records.recorded_late,
        records.time_contradiction,
        records.outside_witness_bracket,
        records.series_gap,
        records.not_whole,
        deadlines.late_without_apology,
        deadlines.moved_appointment,
        deadlines.eleventh_hour,
        deadlines.long_standstill,
        deadlines.laundered_clock,
        deadlines.stalled,
        deadlines.slow_online_answer,
        deadlines.overdue_opinion,
        supplements.repeated_supplements,
        supplements.unfounded_supplement,
        supplements.late_supplement,
        supplements.bypassed_unit,
        hands.same_hand,
        hands.skipped_step,
        hands.changed_after_signing,
        hands.ping_pong,
        hands.read_without_part,
        hands.two_places,
        hands.too_fast,
        hands.overdue_rotation,
        hands.broker,
        results.result_held_back,
        results.bulk_closing,
        results.month_end_closing,
        results.fee_difference,
        results.never_late,
        results.one_channel,
        visits.unanswered_visit,
        visits.repeated_visits,
        visits.stuffed_ratings,
    )
}
"""Every exact rule under the id the catalogue has for it."""
