import pytest
from django.db import IntegrityError, connection, transaction

from marketplace.history import CannotRewrite
from marketplace.ledger.models import Account, Entry, Posting
from marketplace.ledger.posting import Line, Unbalanced, post

pytestmark = pytest.mark.django_db


def an_entry(key="test:1", amount=1000):
    return post(key, Entry.Kind.CORRECTION, [Line(Account.BANK, amount), Line(Account.OTHER, -amount)])


def test_an_entry_is_written_once_however_often_it_is_told():
    assert an_entry()
    assert an_entry(amount=5000) is None
    assert Entry.objects.count() == 1
    assert [int(posting.amount) for posting in Posting.objects.all()] == [1000, -1000]


def test_what_does_not_sum_to_zero_is_refused_whole():
    with pytest.raises(Unbalanced):
        post("test:1", Entry.Kind.CORRECTION, [Line(Account.BANK, 1000), Line(Account.OTHER, -999)])
    assert not Entry.objects.exists()


def test_lines_of_nothing_are_left_out_and_an_empty_entry_is_none():
    assert post("test:1", Entry.Kind.CORRECTION, [Line(Account.BANK, 0)]) is None
    assert not Entry.objects.exists()


def test_the_books_cannot_be_changed_through_the_models():
    entry = an_entry()
    with pytest.raises(CannotRewrite):
        Posting.objects.update(amount=0)
    with pytest.raises(CannotRewrite):
        Entry.objects.all().delete()
    with pytest.raises(CannotRewrite):
        entry.save()
    with pytest.raises(CannotRewrite):
        entry.postings.first().delete()


@pytest.mark.postgres
@pytest.mark.parametrize("statement", ["UPDATE ledger_posting SET amount = 7", "DELETE FROM ledger_posting"])
def test_the_database_refuses_to_change_the_books(statement):
    an_entry()
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.postgres
def test_the_database_refuses_an_entry_that_does_not_sum_to_zero():
    entry = an_entry()
    Posting.objects.create(entry=entry, account=Account.BANK, amount=1)
    with pytest.raises(IntegrityError, match="does not sum to zero"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
