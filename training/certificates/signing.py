"""The Union's signature under a PDF (PAdES-B-B, ETSI EN 319 142-1), so that any reader can tell whether it was changed.

The key and its certificate lie in a PKCS #12 file (`TRAINING_SIGNING_FILE`). Production has the Union's own;
`manage.py make_signing_key` makes a self-signed one for trying out.
"""

import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from training import conf

TEST_KEY_DAYS = 3650


def sign(pdf: bytes, *, reason: str, place: str) -> bytes:
    """`pdf` with our signature.

    Raises:
        ImproperlyConfigured: when there is no key.
    """
    meta = signers.PdfSignatureMetadata(
        field_name="Signature",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=reason,
        location=place,
    )
    signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), meta, signer=_signer())
    return signed.getvalue()


def is_intact(pdf: bytes) -> bool:
    """Whether the PDF carries our signature over all of it, unchanged since."""
    signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1:
        return False
    context = ValidationContext(trust_roots=[_signer().signing_cert], allow_fetching=False)
    status = validate_pdf_signature(signatures[0], signer_validation_context=context)
    return status.bottom_line


def _signer() -> signers.SimpleSigner:
    path = conf.get("TRAINING_SIGNING_FILE")
    if not path or not Path(path).is_file():
        raise ImproperlyConfigured("TRAINING_SIGNING_FILE names no file; see manage.py make_signing_key.")
    return _load(str(path), conf.get("TRAINING_SIGNING_PASSWORD"))


@lru_cache(maxsize=2)
def _load(path: str, password: str) -> signers.SimpleSigner:
    signer = signers.SimpleSigner.load_pkcs12(path, passphrase=password.encode() or None)
    if signer is None:
        raise ImproperlyConfigured("The file that TRAINING_SIGNING_FILE names cannot be read with its password.")
    return signer


def make_test_key(path: Path, password: str, name: str) -> None:
    """Write a new key with a certificate that it has signed itself; only its owner may read the file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name[:64])])
    now = datetime.datetime.now(tz=datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=TEST_KEY_DAYS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=True,
                content_commitment=True,
                key_cert_sign=True,
                crl_sign=False,
                key_encipherment=False,
                data_encipherment=False,
                key_agreement=False,
                encipher_only=False,
                decipher_only=False,
            ),
            critical=True,
        )
        .sign(key, hashes.SHA256())
    )
    encryption = serialization.BestAvailableEncryption(password.encode()) if password else serialization.NoEncryption()
    written = pkcs12.serialize_key_and_certificates(b"training", key, certificate, None, encryption)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_bytes(written)
