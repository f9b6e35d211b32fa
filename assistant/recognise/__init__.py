"""Find codes, teeth, dates, money, measurements and identifiers in free text.

Every finder is ``find(text, ...) -> tuple[Mention, ...]``: pure, in reading order, with the exact characters that a
value was read from. A finder never raises and never looks at the clock; its time grows linearly with the text.
``assistant.recognise.everything.mentions`` runs them all and settles overlaps.
"""
