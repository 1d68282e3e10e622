"""Creating products and handing in evidence: allowed, forbidden, wrong input."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from tests.factories.records import AT, activity, member, organisation, product, user

from qiantan.core.proofs import digests
from qiantan.registry.accounts.models import Site
from qiantan.registry.accounts.queries import viewer_of
from qiantan.registry.accounts.refusals import Invalid, NotPermitted, WrongState
from qiantan.registry.ledger import exhibits
from qiantan.registry.ledger.models import Entry
from qiantan.registry.products import operations, queries
from qiantan.registry.products.models import Evidence, Product

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk():
    return user()


@pytest.fixture
def record(clerk):
    return activity(product(organisation(clerk), clerk), clerk)


def attach(record, by, name="电费发票.pdf", content=b"%PDF-1.7 an invoice"):
    return operations.attach_evidence(
        activity=record, name=name, content=content, media_type="application/pdf", by=by, at=AT
    )


def test_all_faults_of_a_product_are_reported_together(clerk):
    made = organisation(clerk)
    other = organisation(user())
    with pytest.raises(Invalid) as refused:
        operations.create_product(
            organisation=made,
            site=_site(other),
            template="coffee",
            declared="cup",
            name_zh=" ",
            by=clerk,
            at=AT,
        )
    assert [f.code for f in refused.value.findings] == ["PRD-NAME", "PRD-SITE", "PRD-TEMPLATE"]
    assert not Product.objects.exists()


def test_the_declared_unit_must_be_one_of_the_template(clerk):
    made = organisation(clerk)
    with pytest.raises(Invalid, match="没有这个声明单位"):
        operations.create_product(
            organisation=made, site=_site(made), template="cement", declared="cup", name_zh="水泥", by=clerk, at=AT
        )


def test_a_name_and_specification_stand_once_at_a_site(clerk):
    first = product(organisation(clerk), clerk, name="水泥")
    with pytest.raises(Invalid, match="同名同规格"):
        operations.create_product(
            organisation=first.organisation,
            site=first.site,
            template="cement",
            declared="clinker",
            name_zh="水泥",
            by=clerk,
            at=AT,
        )


def test_readers_cannot_create_products(clerk):
    made = organisation(clerk)
    reader = member(made, "reader")
    site = _site(made)
    with pytest.raises(NotPermitted):
        operations.create_product(
            organisation=made, site=site, template="cement", declared="clinker", name_zh="水泥", by=reader, at=AT
        )


def test_evidence_keeps_the_bytes_as_they_came(record, clerk):
    evidence = attach(record, clerk)
    both = digests(b"%PDF-1.7 an invoice")
    assert (evidence.sha256, evidence.sm3, evidence.size) == (*both, 19)
    assert queries.evidence_bytes(viewer_of(clerk), evidence.public_id) == b"%PDF-1.7 an invoice"
    entry = Entry.objects.get(kind="evidence.attached")
    assert both.sha256 in entry.body
    assert "发票" not in entry.body


def test_the_same_document_twice_is_one_and_another_needs_another_name(record, clerk):
    assert attach(record, clerk) == attach(record, clerk)
    assert Evidence.objects.count() == 1
    with pytest.raises(Invalid, match="请改名"):
        attach(record, clerk, content=b"another")


@pytest.mark.parametrize(
    ("given", "kept"),
    [("C:\\账本\\七月.xlsx", "七月.xlsx"), ("../../etc/passwd", "passwd"), ("a\x00b\n.pdf", "ab.pdf"), ("", "file")],
)
def test_only_the_last_part_of_a_file_name_is_kept(record, clerk, given, kept):
    assert attach(record, clerk, name=given).name == kept


def test_empty_and_oversized_files_are_refused(record, clerk, settings):
    settings.QIANTAN_EVIDENCE_LIMIT = 1024 * 1024
    with pytest.raises(Invalid, match="文件是空的"):
        attach(record, clerk, content=b"")
    with pytest.raises(Invalid, match="超过1 MB"):
        attach(record, clerk, content=b"x" * (1024 * 1024 + 1))
    assert not Evidence.objects.exists()


def test_frozen_data_and_readers_take_no_evidence(record, clerk):
    with pytest.raises(NotPermitted):
        attach(record, member(record.product.organisation, "reader"))
    operations.mark_frozen(activity=record, by=clerk, at=AT)
    with pytest.raises(WrongState):
        attach(record, clerk)


def test_the_database_keeps_evidence(record, clerk):
    attach(record, clerk)
    for statement in ("UPDATE products_evidence SET name = 'x'", "DELETE FROM products_evidence"):
        with pytest.raises(DatabaseError, match="what was handed in stays"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_damaged_file_is_noticed(record, clerk, settings):
    evidence = attach(record, clerk)
    path = settings.QIANTAN_FILES / evidence.sha256[:2] / evidence.sha256[2:4] / evidence.sha256
    path.write_bytes(b"%PDF-1.7 another invoice")
    with pytest.raises(exhibits.Damaged, match="was changed"):
        queries.evidence_bytes(viewer_of(clerk), evidence.public_id)
    path.unlink()
    with pytest.raises(exhibits.Damaged, match="is missing"):
        queries.evidence_bytes(viewer_of(clerk), evidence.public_id)


def test_the_database_refuses_a_malformed_digest(record, clerk):
    with pytest.raises(IntegrityError, match="evidence_sha256_form"), transaction.atomic():
        Evidence.objects.create(
            organisation=record.product.organisation,
            activity=record,
            name="x",
            sha256="G" * 64,
            sm3="0" * 64,
            size=1,
            media_type="",
            created_by=clerk,
            created_at=AT,
        )


def _site(of):
    return Site.objects.create(organisation=of, name="一厂", division="520100", created_at=AT)
