"""The fonts of a report. Without a Chinese font every glyph would vanish silently, so none is an error."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typst

# In order of preference: the family the asset step brings, then families that systems have.
FAMILIES = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "WenQuanYi Zen Hei",
    "WenQuanYi Micro Hei",
    "Noto Serif CJK SC",
    "SimSun",
)


class FontMissing(Exception):
    """There is no Chinese font; `zh` and `en` say where one was looked for and how to get it."""

    def __init__(self, folder: Path | None) -> None:
        looked = str(folder) if folder else "—"
        self.zh = f"没有找到中文字体（查找过 {looked} 和系统字体），PDF 中的汉字会全部缺失。运行 make setup 会把字体放到该文件夹。"
        self.en = (
            f"No Chinese font was found (looked in {looked} and among the system's fonts); every Chinese character of the "
            "PDF would be missing. `make setup` puts the font into that folder."
        )
        super().__init__(self.zh)


class GlyphMissing(FontMissing):
    """The font has no glyph for a character of the report; it would be an empty box in the PDF."""

    def __init__(self, family: str, diagnostic: str) -> None:
        found = re.search(r'the text `"(.+?)"`', diagnostic)
        glyph = found[1] if found else "?"
        self.zh = (
            f"字体 {family} 没有字符“{glyph}”，PDF 中会显示为空框。请在填报内容中改用常用字，或换用字形更全的字体。"
        )
        self.en = f"The font {family} has no character “{glyph}”; the PDF would show an empty box. Use another character or font."
        Exception.__init__(self, self.zh)


@dataclass(frozen=True, slots=True)
class Fonts:
    """A Chinese family and the collection it was found in."""

    family: str
    collection: Any


def find_fonts(folder: Path | None = None, *, system: bool = True) -> Fonts:
    """Return the Chinese font in `folder`, else the system's; raises FontMissing where there is none.

    The folder alone is read where it has a Chinese font: that takes milliseconds, all of a system's fonts a second.
    """
    if folder and folder.is_dir():
        collection = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder.resolve())]
        )
        family = _chinese(collection)
        if family:
            return Fonts(family, collection)
    if system:
        collection = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=[])
        family = _chinese(collection)
        if family:
            return Fonts(family, collection)
    raise FontMissing(folder)


def _chinese(collection: Any) -> str | None:
    families = set(collection.families())
    return next((family for family in FAMILIES if family in families), None)
