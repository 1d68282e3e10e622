"""Regions in the words of a bill, and how near a factor's geography is to one."""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

from qiantan.core.study.wording import DIVISIONS

Nearness = Literal["same", "province", "region", "country", "other_region", "elsewhere"]
GUIZHOU = "CN-520000"

_PROVINCES = {
    "北京": "110000 beijing", "天津": "120000 tianjin", "河北": "130000 hebei", "山西": "140000 shanxi",
    "内蒙古": "150000 innermongolia", "辽宁": "210000 liaoning", "吉林": "220000 jilin", "黑龙江": "230000 heilongjiang",
    "上海": "310000 shanghai", "江苏": "320000 jiangsu", "浙江": "330000 zhejiang", "安徽": "340000 anhui",
    "福建": "350000 fujian", "江西": "360000 jiangxi", "山东": "370000 shandong", "河南": "410000 henan",
    "湖北": "420000 hubei", "湖南": "430000 hunan", "广东": "440000 guangdong", "广西": "450000 guangxi",
    "海南": "460000 hainan", "重庆": "500000 chongqing", "四川": "510000 sichuan", "贵州": "520000 guizhou",
    "云南": "530000 yunnan", "西藏": "540000 tibet", "陕西": "610000 shaanxi", "甘肃": "620000 gansu",
    "青海": "630000 qinghai", "宁夏": "640000 ningxia", "新疆": "650000 xinjiang",
}  # fmt: skip
# Grid regions as the announcements of electricity factors use them.
_GRIDS = {
    "North": "11 12 13 14 37 15",
    "Northeast": "21 22 23",
    "East": "31 32 33 34 35",
    "Central": "41 42 43 36",
    "Northwest": "61 62 63 64 65",
    "South": "44 45 46 52 53",
    "Southwest": "50 51 54",
}
_CHINA = re.compile(r"中国|国产|国内|省内|china|\bcn\b", re.IGNORECASE)
_ABROAD = re.compile(r"进口|国外|境外|海外|import|overseas|abroad", re.IGNORECASE)
_LATIN = re.compile(r"[a-z]{3,}")
ELSEWHERE = "GLO"


@lru_cache(maxsize=4096)
def region_of(words: str, default: str = GUIZHOU) -> str:
    """Return the region code that words of a bill mean: ``贵州遵义`` is CN-520000, ``进口`` GLO; the default where none."""
    text = unicodedata.normalize("NFKC", words).casefold().strip()
    if not text:
        return default
    for name, codes in _PROVINCES.items():
        code, latin = codes.split()
        if name in text or latin in text.replace(" ", ""):
            return f"CN-{code}"
    if any(words.zh.rstrip("市州") in text or words.en.casefold() in text for words in DIVISIONS.values()):
        return GUIZHOU
    if _ABROAD.search(text) or (_LATIN.search(text) and not _CHINA.search(text)):
        return ELSEWHERE
    return "CN" if _CHINA.search(text) else default


def nearness(geography: str, wanted: str) -> Nearness:
    """Return how near a factor's geography is to the wanted region."""
    if geography == wanted:
        return "same"
    if not (geography.startswith("CN") and wanted.startswith("CN")):
        return "other_region" if geography == "CN" else "elsewhere"
    return "country" if geography == "CN" else _inside(geography, wanted[3:5])


def _inside(geography: str, province: str) -> Nearness:
    if province and geography[3:5] == province:
        return "province"
    grid = geography.removeprefix("CN-region-")
    return "region" if province and province in _GRIDS.get(grid, "").split() else "other_region"
