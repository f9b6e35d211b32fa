"""The boundary that identifiers of people do not cross: detection, reversible tokens, redaction of logs."""
