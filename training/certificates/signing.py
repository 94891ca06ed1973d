"""The Union's signature under a PDF (PAdES-B-B, ETSI EN 319 142-1), so that any reader can tell whether it was changed.

The key and its certificate lie in a PKCS #12 file (`TRAINING_SIGNING_FILE`). Production has the Union's own;
`manage.py make_signing_key` makes a self-signed one for trying out.
"""

import datetime
import logging
from functools import cached_property, lru_cache
from io import BytesIO
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from django.core.exceptions import ImproperlyConfigured
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from training import conf

logger = logging.getLogger(__name__)

TEST_KEY_DAYS = 3650
BYTES_BESIDE_CHAIN = 2560
"""What a signature takes beside its certificates, with the longest usual key (RSA of 4,096 bits)."""


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
    ours = signer()
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    return signers.sign_pdf(writer, meta, signer=ours, bytes_reserved=ours.room).getvalue()


def is_intact(pdf: bytes) -> bool:
    """Whether the PDF carries our signature over all of it, unchanged since. Anything may be asked about."""
    try:
        ours = signer().signing_cert
    except ImproperlyConfigured:
        return False
    if ours.dump().hex().encode() not in pdf.lower():  # nothing that we have not signed is read any further
        return False
    try:
        (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
        *_, begins, length = signature.byte_range
        context = ValidationContext(trust_roots=[ours], allow_fetching=False)
        status = validate_pdf_signature(signature, signer_validation_context=context)
        return begins + length == len(pdf) and status.bottom_line
    except Exception as error:  # whatever a broken or made-up file breaks, it is not intact
        logger.info("A file to check could not be read: %s", type(error).__name__)
        return False


class Signer(signers.SimpleSigner):
    """pyHanko's signer, which would read and check the private key anew for each signature, and sign each document once
    more to learn how long the signature is: three quarters of the time of a certificate."""

    @cached_property
    def room(self) -> int:
        """Enough digits for the signature and its chain of certificates."""
        chain = {one.dump() for one in (self.signing_cert, *self.cert_registry)}
        return 2 * (sum(map(len, chain)) + BYTES_BESIDE_CHAIN)

    @cached_property
    def _key(self):
        return serialization.load_der_private_key(self.signing_key.dump(), password=None)

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        if digest_algorithm == "sha256" and isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())
        return super().sign_raw(data, digest_algorithm)


def signer() -> Signer:
    """Ours.

    Raises:
        ImproperlyConfigured: when there is no key.
    """
    path = conf.get("TRAINING_SIGNING_FILE")
    if not path or not Path(path).is_file():
        raise ImproperlyConfigured("TRAINING_SIGNING_FILE names no file; see manage.py make_signing_key.")
    return _load(str(path), conf.get("TRAINING_SIGNING_PASSWORD"))


@lru_cache(maxsize=2)
def _load(path: str, password: str) -> Signer:
    read = signers.SimpleSigner.load_pkcs12(path, passphrase=password.encode() or None)
    if read is None:
        raise ImproperlyConfigured("The file that TRAINING_SIGNING_FILE names cannot be read with its password.")
    return Signer(read.signing_cert, read.signing_key, read.cert_registry)


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
