"""Every broken study of the museum is refused with exactly the words that stand beside it."""

from pathlib import Path

import pytest
import yaml

from qiantan.core.study.read import read_study

MUSEUM = Path(__file__).resolve().parents[2] / "museum" / "studies"
EXHIBITS = yaml.safe_load((MUSEUM / "museum.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit["file"])
def test_a_broken_study_is_refused_in_these_words(exhibit):
    reading = read_study((MUSEUM / exhibit["file"]).read_bytes())
    assert reading.study is None
    told = [{"code": f.code, "place": f.place, "message": f.message.zh} for f in reading.findings]
    assert told == exhibit["findings"]


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit["file"])
def test_every_finding_is_worded_in_english_with_a_remedy(exhibit):
    for finding in read_study((MUSEUM / exhibit["file"]).read_bytes()).findings:
        assert finding.message.en
        assert finding.remedy.zh
        assert finding.remedy.en


def test_the_museum_lists_every_file():
    assert sorted(path.name for path in MUSEUM.glob("*.json")) == sorted(exhibit["file"] for exhibit in EXHIBITS)
    assert len(EXHIBITS) >= 20
