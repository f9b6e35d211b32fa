"""Form and validity of procedure codes on the date of service."""

from assistant.rules.code.by_report import by_report
from assistant.rules.code.code_form import code_form
from assistant.rules.code.code_lane import code_lane
from assistant.rules.code.code_not_yet import code_not_yet
from assistant.rules.code.code_retired import code_retired
from assistant.rules.code.code_unknown import code_unknown
from assistant.rules.code.edition_unknown import edition_unknown
from assistant.rules.code.line_ids import line_ids
from assistant.rules.code.no_lines import no_lines

RULES = (
    code_form,
    code_retired,
    code_not_yet,
    code_unknown,
    code_lane,
    edition_unknown,
    by_report,
    no_lines,
    line_ids,
)
