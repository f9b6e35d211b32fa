"""Reading grade of a patient's text, as the renderers report it.

Measured in ``assistant.recognise``, where the draft rules can reach it too.
"""

from assistant.recognise.readability import Readability, readability, sentences, syllables

__all__ = ["Readability", "readability", "sentences", "syllables"]
