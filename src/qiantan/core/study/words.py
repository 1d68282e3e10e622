"""The keys of the study document in words, so that a message names a place as a person would."""

from collections.abc import Sequence
from typing import Any

from qiantan.core.findings import Text

Location = Sequence[str | int]

KEYS: dict[str, Text] = {
    "schema": Text("文档格式", "document format"),
    "title": Text("标题", "title"),
    "product": Text("产品", "product"),
    "producer": Text("生产者", "producer"),
    "sites": Text("生产场所", "sites"),
    "goal": Text("研究目的", "goal"),
    "reason": Text("理由", "reason"),
    "application": Text("预期用途", "intended application"),
    "audience": Text("目标受众", "audience"),
    "critical_review": Text("鉴定性评审", "critical review"),
    "unit": Text("单位", "unit"),
    "amount": Text("数量", "amount"),
    "value": Text("数值", "figure"),
    "values": Text("数值", "figures"),
    "words": Text("文字说明", "wording"),
    "process": Text("单元过程", "unit process"),
    "flow": Text("流", "flow"),
    "period": Text("时段", "period"),
    "start": Text("开始日期", "start"),
    "end": Text("结束日期", "end"),
    "boundary": Text("系统边界", "system boundary"),
    "type": Text("类型", "type"),
    "stage": Text("生命周期阶段", "life-cycle stage"),
    "stages": Text("生命周期阶段", "life-cycle stages"),
    "included": Text("是否纳入", "included"),
    "excluded_inputs": Text("不计入的投入", "excluded inputs"),
    "rule": Text("产品种类规则", "product rule"),
    "template": Text("填报模板", "template"),
    "version": Text("版本", "version"),
    "sha256": Text("SHA-256 摘要", "SHA-256 digest"),
    "sm3": Text("SM3 摘要", "SM3 digest"),
    "gwp_set": Text("全球变暖潜势值", "GWP set"),
    "processes": Text("单元过程", "unit processes"),
    "operated": Text("是否由本组织控制", "operated by the organisation"),
    "outputs": Text("产出", "outputs"),
    "role": Text("角色", "role"),
    "key": Text("分配因子", "allocation key"),
    "substitutes": Text("替代的产品", "substituted product"),
    "allocation": Text("分配", "allocation"),
    "procedure": Text("分配方法", "allocation procedure"),
    "exchanges": Text("交换", "exchanges"),
    "id": Text("编号", "id"),
    "name": Text("名称", "name"),
    "zh": Text("中文", "Chinese"),
    "en": Text("英文", "English"),
    "direction": Text("方向", "direction"),
    "category": Text("类别", "category"),
    "source": Text("数据来源", "kind of source"),
    "evidence": Text("凭证", "evidence"),
    "quality": Text("数据质量评分", "data-quality scores"),
    "technology": Text("技术代表性", "technological representativeness"),
    "geography": Text("地域", "geography"),
    "time": Text("时间代表性", "temporal representativeness"),
    "completeness": Text("完整性", "completeness"),
    "reliability": Text("可靠性", "reliability"),
    "distribution": Text("不确定性分布", "distribution"),
    "spread": Text("离散程度", "spread"),
    "lower": Text("下限系数", "lower factor"),
    "upper": Text("上限系数", "upper factor"),
    "basis": Text("依据", "basis"),
    "electricity": Text("电力归属", "attribution of electricity"),
    "instrument": Text("电力来源方式", "electricity instrument"),
    "certificate": Text("绿证编码", "certificate code"),
    "assigned_to": Text("归属产出", "assigned output"),
    "carbon_content": Text("含碳量", "carbon content"),
    "biogenic_carbon": Text("生物源碳含量", "biogenic carbon content"),
    "supply": Text("供给方式", "supply"),
    "kind": Text("种类", "kind"),
    "factor": Text("因子", "factor"),
    "factors": Text("因子", "factors"),
    "method": Text("核算方法", "method"),
    "parameters": Text("方法参数", "parameters"),
    "measured": Text("实测值", "measured value"),
    "estimate": Text("估算影响", "estimated effect"),
    "emissions": Text("排放量", "emissions"),
    "kg": Text("质量（千克）", "kilograms"),
    "per": Text("因子的计量单位", "unit of the factor"),
    "reference_year": Text("基准年", "reference year"),
    "valid_to": Text("失效日期", "valid to"),
    "release": Text("因子版本", "factor release"),
    "provenance": Text("出处", "provenance"),
    "issuer": Text("发布者", "issuer"),
    "document": Text("文献", "document"),
    "number": Text("文号", "number"),
    "place": Text("页码或表号", "page or table"),
    "year": Text("年份", "year"),
    "how_found": Text("取得方式", "how found"),
    "found_in": Text("见于", "found in"),
    "certainty": Text("确定程度", "certainty"),
    "licence": Text("许可", "licence"),
    "note": Text("备注", "note"),
    "grid_factor": Text("电网因子", "grid factor"),
    "choices": Text("选择与假设", "choices"),
    "topic": Text("主题", "topic"),
    "text": Text("内容", "text"),
    "tracking": Text("绩效跟踪", "performance tracking"),
    "study": Text("研究", "study"),
    "sampling": Text("随机抽样", "sampling"),
    "seed": Text("随机种子", "seed"),
    "draws": Text("抽样次数", "draws"),
    "interpretation": Text("结果解释", "interpretation"),
    "conclusions": Text("结论", "conclusions"),
    "limitations": Text("局限", "limitations"),
    "improvement": Text("改进建议", "improvement"),
    "author": Text("编制人", "author"),
    "division": Text("行政区划代码", "administrative division"),
    "specification": Text("规格型号", "specification"),
    "mass_per_unit": Text("单位产品质量", "mass per unit"),
    "codes": Text("产品编码", "product codes"),
    "scheme": Text("编码体系", "code scheme"),
    "site": Text("生产场所", "site"),
}

_ONE_OF: dict[str, Text] = {
    "processes": Text("单元过程", "unit process"),
    "exchanges": Text("交换", "exchange"),
    "outputs": Text("产出", "output"),
    "factors": Text("因子", "factor"),
    "stages": Text("生命周期阶段", "life-cycle stage"),
    "choices": Text("选择", "choice"),
    "evidence": Text("凭证", "evidence"),
    "sites": Text("生产场所", "site"),
    "codes": Text("产品编码", "product code"),
    "emissions": Text("排放量", "emission"),
}


def pointer(location: Location) -> str:
    """Return the JSON pointer (RFC 6901) of a location; the empty string is the whole document."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def key_in_words(key: str | int) -> Text:
    """Return a key in words with the key itself: ``数量（amount）``."""
    known = KEYS.get(str(key))
    if known is None:
        return Text(f"“{key}”", f"“{key}”")
    return Text(f"“{known.zh}”（{key}）", known.en if known.en == key else f"{known.en} ({key})")


def place_in_words(document: Any, location: Location) -> Text:
    """Return a location in words, outermost first: ``单元过程“熟料烧成”的交换“烟煤”的“数量”（amount）``."""
    parts_zh: list[str] = []
    parts_en: list[str] = []
    value, above = document, ""
    for part in location:
        value = _below(value, part)
        if isinstance(part, int):
            kind = _ONE_OF.get(above, Text("第几项", "item"))
            label = _label(value) or f"第 {part + 1} 项"
            if parts_zh:
                parts_zh.pop()
                parts_en.pop()
            parts_zh.append(f"{kind.zh}“{label}”" if _label(value) else f"{kind.zh}{label}")
            parts_en.append(f"{kind.en} “{_label(value, 'en')}”" if _label(value) else f"{kind.en} {part + 1}")
        else:
            words = key_in_words(part)
            parts_zh.append(words.zh)
            parts_en.append(words.en)
            above = part
    return Text("的".join(parts_zh) or "文档", " → ".join(parts_en) or "document")


def _below(value: Any, part: str | int) -> Any:
    if isinstance(value, dict):
        return value.get(part)
    if isinstance(value, list) and isinstance(part, int) and part < len(value):
        return value[part]
    return None


def _label(value: Any, language: str = "zh") -> str:
    """Return the name of a part, or its id, or nothing."""
    if not isinstance(value, dict):
        return ""
    name = value.get("name")
    if isinstance(name, dict) and isinstance(name.get("zh"), str):
        return str(name.get(language) or name["zh"])[:60]
    for key in ("name", "id", "flow"):
        if isinstance(value.get(key), str):
            return str(value[key])[:60]
    return ""
