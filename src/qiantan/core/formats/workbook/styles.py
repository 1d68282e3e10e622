"""How the workbook looks: one palette, one typeface, and a format for every kind of cell."""

from typing import Any, Final

INK, PALE_INK = "#1F2D33", "#66757C"
BRAND, BRAND_PALE = "#0F4C5C", "#E6F0F1"
RULE, LOCKED, CHOICE, REQUIRED = "#C9D3D6", "#EEF1F2", "#EAF3FC", "#FFF7DD"
RED, LINK = "#C00000", "#0B6E99"
TYPEFACE: Final = "微软雅黑"
FIGURES, WHOLE, DAY, TEXT = "#,##0.##########", "#,##0", "yyyy-mm-dd", "@"

_BASE: Final = {"font_name": TYPEFACE, "font_size": 10, "font_color": INK, "valign": "vcenter", "text_wrap": True}
_BOX: Final = {"border": 1, "border_color": RULE}
_INPUT: Final = {**_BOX, "locked": False, "indent": 1}

_FORMATS: Final[dict[str, dict[str, Any]]] = {
    "title": {"font_size": 16, "bold": True, "font_color": BRAND, "text_wrap": False},
    "title_en": {"font_size": 10, "font_color": PALE_INK, "text_wrap": False},
    "help": {"font_color": PALE_INK, "text_wrap": False, "valign": "top"},
    "words": {"valign": "top"},
    "strong": {"bold": True},
    "band": {
        "font_size": 18,
        "bold": True,
        "font_color": "#FFFFFF",
        "bg_color": BRAND,
        "text_wrap": False,
        "indent": 1,
    },
    "band_en": {"font_color": "#CFE3E6", "bg_color": BRAND, "text_wrap": False, "indent": 1},
    "heading": {**_BOX, "bold": True, "font_color": "#FFFFFF", "bg_color": BRAND, "align": "center"},
    "label": {**_BOX, "bg_color": BRAND_PALE, "indent": 1},
    "key": {"font_size": 8, "font_color": "#9AA7AD", "text_wrap": False},
    "guide": {**_BOX, "font_size": 9, "font_color": PALE_INK, "indent": 1},
    "column_guide": {
        **_BOX,
        "font_size": 8,
        "font_color": PALE_INK,
        "bg_color": "#F7FAFA",
        "valign": "top",
        "indent": 1,
    },
    "locked": {**_BOX, "bg_color": LOCKED, "font_color": PALE_INK},
    "number_line": {**_BOX, "bg_color": LOCKED, "font_color": PALE_INK, "align": "center"},
    "figure": {**_INPUT, "num_format": FIGURES, "align": "right"},
    "figure_text": {**_INPUT, "num_format": TEXT, "align": "right"},
    "figure_required": {**_INPUT, "num_format": FIGURES, "align": "right", "bg_color": REQUIRED},
    "figure_text_required": {**_INPUT, "num_format": TEXT, "align": "right", "bg_color": REQUIRED},
    "date": {**_INPUT, "num_format": DAY, "align": "left"},
    "date_required": {**_INPUT, "num_format": DAY, "align": "left", "bg_color": REQUIRED},
    "text": {**_INPUT, "num_format": TEXT},
    "text_required": {**_INPUT, "num_format": TEXT, "bg_color": REQUIRED},
    "choice": {**_INPUT, "num_format": TEXT, "bg_color": CHOICE},
    "choice_required": {**_INPUT, "num_format": TEXT, "bg_color": REQUIRED},
    "open": {"locked": False},
    "link": {**_BOX, "indent": 1, "font_color": LINK, "underline": 1},
    "back": {"font_color": LINK, "underline": 1, "text_wrap": False},
    "cell": {**_BOX, "indent": 1},
    "centre": {**_BOX, "align": "center"},
    "star": {"font_color": RED, "bold": True},
    "star_light": {"font_color": "#FFB3A7", "bold": True},
    "zh": {"bold": True},
    "zh_light": {"bold": True, "font_color": "#FFFFFF"},
    "en": {"font_size": 8, "font_color": PALE_INK},
    "en_light": {"font_size": 8, "font_color": "#CFE3E6"},
}
_PARTS_OF_TEXT: Final = frozenset({"star", "star_light", "zh", "zh_light", "en", "en_light"})


class Styles:
    """The formats of one workbook, made when first used."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """Return a format by name."""
        if name not in self._made:
            base = {"font_name": TYPEFACE, "font_size": 10} if name in _PARTS_OF_TEXT else _BASE
            self._made[name] = self._book.add_format({**base, **_FORMATS[name]})
        return self._made[name]
