import pytest

from training.certificates.signing import make_test_key


@pytest.fixture(scope="session")
def key_file(tmp_path_factory):
    path = tmp_path_factory.mktemp("key") / "signing.p12"
    make_test_key(path, "mat-khau", "Hội Liên hiệp Phụ nữ tỉnh Ninh Bình")
    return path


@pytest.fixture(autouse=True)
def signing_key(settings, key_file):
    settings.TRAINING_SIGNING_FILE = str(key_file)
    settings.TRAINING_SIGNING_PASSWORD = "mat-khau"
