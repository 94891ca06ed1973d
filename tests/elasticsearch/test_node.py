"""The Elasticsearch of the tests has what the search needs of the full distribution (tests/elasticsearch/plugin)."""

import os
import uuid

import pytest
from elasticsearch import Elasticsearch

pytestmark = pytest.mark.elasticsearch

ANALYSIS = {
    "char_filter": {"quotes": {"type": "mapping", "mappings": ["\\u2019 => '"]}},
    "filter": {
        "pairs": {"type": "shingle", "output_unigrams": False},
        "starts": {"type": "edge_ngram", "min_gram": 1, "max_gram": 10},
        "same": {"type": "synonym_graph", "synonyms": ["dứa, thơm, khóm"]},
    },
    "normalizer": {"folded": {"type": "custom", "filter": ["lowercase", "asciifolding"]}},
    "analyzer": {
        "exact": {"tokenizer": "standard", "filter": ["lowercase"], "char_filter": ["quotes"]},
        "folded": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding"]},
        "pairs": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding", "pairs"]},
        "starts": {"tokenizer": "standard", "filter": ["lowercase", "asciifolding", "starts", "unique"]},
        "same": {"tokenizer": "standard", "filter": ["lowercase", "same"]},
    },
}


@pytest.fixture(scope="module")
def index():
    with Elasticsearch(os.environ["ELASTICSEARCH_URL"]) as client:
        name = f"node-{uuid.uuid4().hex}"
        client.indices.create(index=name, settings={"number_of_replicas": 0, "analysis": ANALYSIS})
        yield client, name
        client.indices.delete(index=name)


@pytest.mark.parametrize(
    ("analyzer", "text", "tokens"),
    [
        ("exact", "Đũa tre", ["đũa", "tre"]),
        ("folded", "Đũa Bánh ĐA", ["dua", "banh", "da"]),
        ("pairs", "bánh đa cua", ["banh da", "da cua"]),
        ("starts", "đũa đa", ["d", "du", "dua", "da"]),
        ("same", "nước dứa", ["nước", "thơm", "khóm", "dứa"]),
    ],
)
def test_vietnamese_is_analysed(index, analyzer, text, tokens):
    client, name = index
    answer = client.indices.analyze(index=name, analyzer=analyzer, text=text)
    assert [token["token"] for token in answer["tokens"]] == tokens


def test_the_node_says_who_it_is(index):
    client, _ = index
    assert client.ping()
    assert client.info()["version"]["number"].startswith("8.")
