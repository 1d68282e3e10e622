"""Use of product category rules."""

import datetime as dt

from tests.factories.rules import facts, found, kiln, rule, told

from qiantan.core.rules.load import digest_of
from qiantan.core.study.shape import Pin


def _pinned(of, **over):
    return Pin(**{"id": of.id, "version": of.version, "sha256": digest_of(of)} | over)


def test_a_rule_in_force_of_the_pinned_edition_is_accepted():
    assert told(facts(kiln(rule=_pinned(rule()))), "rule_in_force") == []


def test_an_unknown_rule_blocks():
    (finding,) = found(facts(kiln(), against=None), "rule_in_force")
    assert (finding.severity, finding.place) == ("blocking", "/rule/id")
    assert finding.message.zh == "规则库没有产品种类规则“test.rule”"


def test_a_superseded_rule_blocks():
    old = rule(status="superseded", superseded_by="gbt.new")
    (finding,) = found(facts(kiln(rule=_pinned(old)), against=old), "rule_in_force")
    assert (finding.severity, finding.remedy.zh) == ("blocking", "改用 gbt.new")


def test_a_rule_that_ended_before_the_period_blocks():
    old = rule(valid_to=dt.date(2025, 1, 1))
    assert told(facts(kiln(rule=_pinned(old)), against=old), "rule_in_force") == [("blocking", "/rule")]


def test_a_draft_and_a_recalled_rule_are_told():
    draft = rule(status="draft", verification_status="recalled")
    given = facts(kiln(rule=_pinned(draft)), against=draft)
    assert told(given, "rule_in_force") == [("note", "/rule"), ("note", "/rule")]


def test_another_edition_than_the_pinned_one_is_told():
    given = facts(kiln(rule=_pinned(rule(), version="0", sha256="1" * 64)))
    assert told(given, "rule_in_force") == [("warning", "/rule/sha256")]


def test_the_product_belongs_to_the_rule():
    assert told(facts(kiln()), "rule_category") == []


def test_a_product_of_another_category_blocks():
    given = facts(kiln(), against=rule(categories=("aluminium",)))
    assert told(given, "rule_category") == [("blocking", "/product/category")]
