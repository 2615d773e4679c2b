"""The certificate by which an application proves who it is, read from a file."""

import re
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509 import load_pem_x509_certificate

_KEY = re.compile(r"-----BEGIN ((?:RSA )?PRIVATE KEY)-----.+?-----END \1-----", re.DOTALL)
_CERTIFICATE = re.compile(r"-----BEGIN (CERTIFICATE)-----.+?-----END \1-----", re.DOTALL)

LEAST_BITS = 2048
"""Of an RSA key: the least that Entra takes and that NIST SP 800-131A allows."""


def certificate_in(file: Path) -> dict[str, str] | None:
    """The private key and the certificate in this file, as MSAL takes them; None if they are not both there."""
    try:
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError):
        return None
    key, certificate = _KEY.search(text), _CERTIFICATE.search(text)
    return {"private_key": key[0], "public_certificate": certificate[0]} if key and certificate else None


def trouble_with(file: Path, setting: str, now: datetime) -> str:
    """What is wrong with the certificate that this setting names, in words; empty if nothing is."""
    found = certificate_in(file)
    if found is None:
        return f"{setting} must name a readable file with a private key and its certificate, both as PEM."
    try:
        key = load_pem_private_key(found["private_key"].encode(), None)
        certificate = load_pem_x509_certificate(found["public_certificate"].encode())
    except (ValueError, TypeError):
        return f"{setting}: the private key or the certificate in the file is damaged."
    if not isinstance(key, RSAPrivateKey) or key.public_key() != certificate.public_key():
        return f"{setting}: the private key in the file is not the certificate's. Both are RSA, and made together."
    if key.key_size < LEAST_BITS:
        return f"{setting}: the key has {key.key_size} bits. Make a new one with {LEAST_BITS} at least; 3072 is better."
    if certificate.not_valid_after_utc <= now:
        return f"{setting}: the certificate ended on {certificate.not_valid_after_utc:%-d %B %Y}. Make a new one."
    return ""
