"""What the command says: two languages, exit codes, sentences instead of stack traces."""


def test_help_speaks_both_languages(qiantan):
    assert "计算产品碳足迹" in qiantan("--help").stdout
    assert "Compute the footprint" in qiantan("--help", QIANTAN_LANG="en").stdout


def test_unknown_template_names_the_known_ones(qiantan):
    run = qiantan("template", "steel")
    assert run.returncode == 2
    assert run.stderr == "没有名为“steel”的模板。可用：cement, electrolytic_aluminium\n"


def test_an_existing_file_is_not_overwritten(qiantan, tmp_path):
    (tmp_path / "cement.xlsx").write_text("mine")
    run = qiantan("template", "cement", "-o", "cement.xlsx")
    assert run.returncode == 2
    assert run.stderr == "文件已存在：cement.xlsx。加 --force 覆盖，或用 -o 换个名字。\n"
    assert (tmp_path / "cement.xlsx").read_text() == "mine"


def test_a_missing_file_is_a_sentence(qiantan):
    run = qiantan("footprint", "no.xlsx", "--lang", "en")
    assert run.returncode == 4
    assert run.stderr == "No such file: no.xlsx\n"


def test_a_folder_is_a_sentence(qiantan, tmp_path):
    (tmp_path / "box").mkdir()
    run = qiantan("check", "box")
    assert run.returncode == 4
    assert run.stderr == "box 是文件夹，请给出文件。\n"


def test_a_picture_is_refused_with_a_sentence(qiantan, tmp_path):
    (tmp_path / "photo.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    run = qiantan("footprint", "photo.xlsx")
    assert run.returncode == 1
    assert "Traceback" not in run.stdout + run.stderr


def test_a_broken_study_shows_every_fault(qiantan, tmp_path):
    (tmp_path / "study.json").write_text('{"schema": "qiantan.study/1", "title": 3, "colour": "red"}', encoding="utf-8")
    run = qiantan("recompute", "study.json")
    assert run.returncode == 1
    assert "/colour" in run.stdout
    assert "/product" in run.stdout


def test_explain_names_what_there_is(qiantan, filled):
    run = qiantan("explain", "cement.xlsx", "--to", "steel")
    assert run.returncode == 2
    assert "结果里没有“steel”" in run.stderr


def test_recompute_needs_a_result_beside_it(qiantan, filled, tmp_path):
    qiantan("footprint", "cement.xlsx", "--out", "out", "--no-report")
    (tmp_path / "out" / "result.json").unlink()
    run = qiantan("recompute", "out/study.json")
    assert run.returncode == 4
    assert "result.json 不存在" in run.stderr


def test_wrong_usage_is_exit_two(qiantan):
    assert qiantan("footprint").returncode == 2
    assert qiantan("frobnicate").returncode == 2


def test_a_stored_result_that_is_none_is_a_sentence(qiantan, filled, tmp_path):
    qiantan("footprint", "cement.xlsx", "--out", "out", "--no-report")
    (tmp_path / "out" / "result.json").write_text("[]")
    run = qiantan("recompute", "out/study.json")
    assert run.returncode == 4
    assert "程序内部错误" not in run.stderr


def test_a_study_with_a_wrong_unit_is_a_finding(qiantan, filled, tmp_path):
    qiantan("footprint", "cement.xlsx", "--out", "out", "--no-report")
    study = tmp_path / "out" / "study.json"
    study.write_text(study.read_text(encoding="utf-8").replace('"unit":"MWh"', '"unit":"m3"'), encoding="utf-8")
    for command in ("check", "footprint", "explain", "recompute"):
        run = qiantan(command, "out/study.json")
        assert run.returncode == 1, run.stderr
        assert "m3" in run.stdout
