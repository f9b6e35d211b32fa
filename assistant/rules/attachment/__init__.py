"""What payers ask to see, and whether it is there."""

from assistant.rules.attachment.enclosure_missing import enclosure_missing
from assistant.rules.attachment.enclosure_old import enclosure_old
from assistant.rules.attachment.enclosure_tooth import enclosure_tooth
from assistant.rules.attachment.kind_unknown import kind_unknown
from assistant.rules.attachment.panoramic_alone import panoramic_alone
from assistant.rules.attachment.promised import promised

RULES = (
    enclosure_missing,
    enclosure_old,
    enclosure_tooth,
    kind_unknown,
    promised,
    panoramic_alone,
)
