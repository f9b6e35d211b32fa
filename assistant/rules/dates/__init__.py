"""Dates in an order that can have happened."""

from assistant.rules.dates.attachment_future import attachment_future
from assistant.rules.dates.birth_date import birth_date
from assistant.rules.dates.date_missing import date_missing
from assistant.rules.dates.date_on_estimate import date_on_estimate
from assistant.rules.dates.device_sequence import device_sequence
from assistant.rules.dates.future import future
from assistant.rules.dates.history_future import history_future
from assistant.rules.dates.pathology_sequence import pathology_sequence
from assistant.rules.dates.prep_before_seat import prep_before_seat
from assistant.rules.dates.timely_filing import timely_filing

RULES = (
    date_missing,
    date_on_estimate,
    future,
    birth_date,
    prep_before_seat,
    timely_filing,
    history_future,
    device_sequence,
    pathology_sequence,
    attachment_future,
)
