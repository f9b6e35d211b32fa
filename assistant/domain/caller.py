"""Who asks. Every method of the assistant takes one."""

from __future__ import annotations

from assistant.domain.base import Frozen


class Caller(Frozen):
    """A person or service of a practice; every stored row carries the practice."""

    practice: str
    user: str
    role: str = "staff"


#: The command line works as this practice.
LOCAL = Caller(practice="local", user="local", role="admin")

#: Stands in place of a practice where none is meant; no practice can have this name.
INSTALLATION = "-"

#: Whoever nobody stands behind; what they try is told in the installation's own trail.
UNKNOWN = Caller(practice=INSTALLATION, user="unknown", role="none")
