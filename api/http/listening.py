"""What a service listens with, tried before it says that it does: its certificate, its address, its port."""

from __future__ import annotations

import socket
import ssl
from pathlib import Path

from assistant.domain.errors import Misconfigured

_LOCKED = "the private key is locked with a passphrase, which nobody could type at every start"


def try_tls(certificate: Path | None, private_key: Path | None) -> None:
    """Raises ``Misconfigured`` for files that cannot be read or that do not belong together."""
    if certificate is None:
        if private_key is not None:
            raise Misconfigured("a private key alone opens nothing", where="--private-key", fix="give --certificate")
        return
    for option, file in (("--certificate", certificate), ("--private-key", private_key)):
        if file is not None and not file.is_file():
            raise Misconfigured("there is no such file", where=f"{option} {file}", fix="name the PEM file")
    asked = False

    def passphrase() -> str:
        nonlocal asked
        asked = True
        return ""

    where = f"--certificate {certificate}" + (f" --private-key {private_key}" if private_key else "")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, private_key, passphrase)
    except OSError as error:  # what is no PEM, and a key of another certificate, are OS errors as well
        mismatch = "mismatch" in str(error).lower()
        what = "the certificate and the private key do not belong together" if mismatch else "these are no PEM files"
        readable = f"cannot be read: {error.strerror}" if isinstance(error, PermissionError) else what
        said = _LOCKED if asked else readable
        raise Misconfigured(said, where=where, fix="give a certificate and its key, both PEM") from error


def free_port(host: str, port: int) -> int:
    """The port if nobody listens on it, or for zero some free one. Raises ``Misconfigured`` where it cannot be had."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        with socket.create_server((host, port), family=family) as listening:
            found: int = listening.getsockname()[1]
            return found
    except OSError as error:
        raise Misconfigured(
            f"cannot listen there: {error.strerror or error}",
            where=f"--host {host} --port {port}",
            fix="end what listens there, or choose another --port, 0 for any free one",
        ) from error
