"""One module per identifier, each with the same verbs: ``compact``, ``validate``, ``is_valid``, ``format``.

``compact`` brings what people write to its bare form, ``validate`` returns the canonical form or raises a
``CodeError``, ``is_valid`` answers yes or no, ``format`` is for showing. Shape only: whether a code is listed
and in force on a day is the business of ``assistant.tables``.
"""
