"""Proposals for tests: one complete statement of a value, and ways to change it."""

import datetime as dt

TODAY = dt.date(2026, 3, 2)
# A made-up plasterboard: figures between those published, for tests only.
COMPLETE = {
    "name_zh": "测试用石膏板",
    "name_en": "Plasterboard for a test",
    "kind": "footprint",
    "topic": "material",
    "per": "t",
    "function": "1 t 出厂石膏板",
    "co2_fossil": "110",
    "ch4_fossil": "0.2",
    "n2o": "0.001",
    "gwp_set": "ipcc-ar6",
    "uncertainty": "未作统计，按来源给出的范围估计",
    "boundary": "从摇篮到大门：石膏开采、运输、煅烧、成型",
    "technology": "脱硫石膏，天然气烘干",
    "allocation": "无共生产品，不分配",
    "cut_off": "单项小于 1%，合计小于 5%",
    "geography": "CN-520000",
    "reference_year": "2024",
    "published_year": "2025",
    "collection": "2024 年全年计量台账",
    "share_of_supply": "35",
    "issuer": "示例建材研究院",
    "document": "示例石膏板碳足迹报告",
    "page": "第 12 页，表 4",
    "how_found": "text",
    "certainty": "medium",
    "owner": "示例建材研究院",
    "licence": "facts",
}


def proposal(**changed: str) -> dict[str, str]:
    """The complete proposal with other answers; an empty one takes a field away."""
    return {key: said for key, said in (COMPLETE | changed).items() if said}
