"""What others' programs say of our signature, and what we say of others' files."""

import datetime
import subprocess
from io import BytesIO

import pytest
import typst
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from tests.training.certificates.factories import a_finished_class, completed
from tests.training.factories import a_trainer
from training.certificates.services import issue_certificate
from training.certificates.signing import is_intact, make_test_key, sign, signer

PLAIN = typst.compile(b"#rect()", format="pdf")


@pytest.fixture(scope="module")
def signed(key_file):
    from django.test import override_settings

    with override_settings(TRAINING_SIGNING_FILE=str(key_file), TRAINING_SIGNING_PASSWORD="mat-khau"):
        return sign(PLAIN, reason="Bán hàng trên mạng", place="Xã Kim Sơn")


def pdfsig(pdf: bytes, tmp_path) -> str:
    path = tmp_path / "signed.pdf"
    path.write_bytes(pdf)
    return subprocess.run(["pdfsig", "-nocert", str(path)], capture_output=True, text=True).stdout


@pytest.mark.django_db
def test_pdfsig_and_pyhanko_both_find_a_certificate_valid(tmp_path):
    certificate = issue_certificate(completed(a_finished_class(learners=0), "Đinh Thị Ngọc Ẩn"), a_trainer())
    pdf = certificate.pdf.read()
    said = pdfsig(pdf, tmp_path)
    for words in ("Signature is Valid.", "Total document signed", "ETSI.CAdES.detached", "SHA-256"):
        assert words in said
    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[signature.signer_cert]))
    assert (status.valid, status.intact, status.trusted, status.bottom_line) == (True, True, True, True)
    assert status.coverage == SignatureCoverageLevel.ENTIRE_FILE


@given(st.data())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_file_with_one_changed_byte_is_never_intact(signed, signing_key, data):
    gap = signed.index(b"/Contents <"), signed.index(b">", signed.index(b"/Contents <"))
    place = data.draw(st.integers(0, len(signed) - 1).filter(lambda at: not gap[0] <= at <= gap[1] + 1))
    byte = data.draw(st.integers(0, 255).filter(lambda one: one != signed[place]))
    assert is_intact(signed)
    assert not is_intact(signed[:place] + bytes([byte]) + signed[place + 1 :])


@given(st.integers(0, 10_000), st.binary(max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_broken_file_breaks_the_check(signed, signing_key, length, more):
    broken = signed[: length % len(signed)] + more + b"%" + signer().signing_cert.dump().hex().encode()
    assert not is_intact(broken)


def test_what_was_added_after_signing_shows(signed):
    assert not is_intact(signed + b"\n1 0 obj<</Type/Catalog/Pages 9 0 R>>endobj\n")


def test_a_file_that_another_key_signed_is_not_ours(signed, settings, tmp_path):
    make_test_key(tmp_path / "other.p12", "mat-khau", "Hội Liên hiệp Phụ nữ tỉnh Ninh Bình")
    settings.TRAINING_SIGNING_FILE = str(tmp_path / "other.p12")
    assert not is_intact(signed)


def certified_key(path, key) -> None:
    """A key whose certificate an authority has issued, as the Union's own has."""
    authority = rsa.generate_private_key(65537, 2048)
    now = datetime.datetime.now(tz=datetime.UTC)

    def certificate(name, own, by, by_key, is_authority):
        usage = dict.fromkeys(
            ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
        )
        return (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]))
            .issuer_name(x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, by)]))
            .public_key(own.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=365))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=not is_authority,
                    content_commitment=not is_authority,
                    key_cert_sign=is_authority,
                    crl_sign=is_authority,
                    **usage,
                ),
                critical=True,
            )
            .sign(by_key, hashes.SHA256())
        )

    root = certificate("CA", authority, "CA", authority, True)
    own = certificate("Hội Phụ nữ", key, "CA", authority, False)
    encryption = serialization.BestAvailableEncryption(b"mat-khau")
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"x", key, own, [root], encryption))


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_key_that_an_authority_has_certified_signs_as_well(kind, settings, tmp_path):
    key = rsa.generate_private_key(65537, 3072) if kind == "rsa" else ec.generate_private_key(ec.SECP256R1())
    certified_key(tmp_path / f"{kind}.p12", key)
    settings.TRAINING_SIGNING_FILE = str(tmp_path / f"{kind}.p12")
    pdf = sign(PLAIN, reason="x", place="y")
    assert is_intact(pdf)
    assert "Signature is Valid." in pdfsig(pdf, tmp_path)
