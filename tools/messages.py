"""Keep the English catalogue beside the Chinese source: extract, list what is missing, compile.

python tools/messages.py          add new wordings to the catalogue and list those without English
python tools/messages.py compile  write the .mo files Django reads (done by tools/assets.py as well)
"""

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "qiantan"
LOCALE = SOURCE / "locale"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = b"""# The wordings of the pages in English; the source is Chinese. Kept by tools/messages.py.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
TRANSLATED = ("web", "registry", "jobs", "config")


def main(arguments: list[str]) -> int:
    """Run one of the two commands; return the exit code."""
    if arguments == ["compile"]:
        print(f"catalogues: {sum(compile_catalogues())} written")
        return 0
    path = LOCALE / "en" / "LC_MESSAGES" / "django.po"
    catalogue = read_catalogue(path) if path.exists() else Catalog(locale="en", project="qiantan", charset="utf-8")
    catalogue.update(extracted(), no_fuzzy_matching=True, update_header_comment=False)
    catalogue.obsolete.clear()
    path.parent.mkdir(parents=True, exist_ok=True)
    write_catalogue(path, catalogue)
    missing = [message.id for message in catalogue if message.id and not has_english(message)]
    print("\n".join(str(text) for text in missing))
    print(f"{len(catalogue)} wordings, {len(missing)} without English", file=sys.stderr)
    return 0


def has_english(message: Message) -> bool:
    """Say whether a wording has its English, in every plural form."""
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def write_catalogue(path: Path, catalogue: Catalog) -> None:
    """Write a catalogue sorted, without places and dates, so that it only differs where a wording does."""
    out = io.BytesIO()
    write_po(out, catalogue, width=120, no_location=True, omit_header=True, sort_output=True)
    path.write_bytes(HEADER + out.getvalue())


def extracted() -> Catalog:
    """Return every wording of the pages, as the source has it now."""
    catalogue = Catalog(locale="en", project="qiantan", charset="utf-8")
    for path in _files():
        text = path.read_text(encoding="utf-8")
        if path.suffix in {".html", ".txt"}:
            # What is left of a template reads as Python but for its indentation.
            text = re.sub(r"^[ \t]+", "", templatize(text, origin=str(path)), flags=re.MULTILINE)
        found = extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in found:
            catalogue.add(message, context=context)
    return catalogue


def compile_catalogues() -> list[bool]:
    """Write the compiled catalogue beside each .po whose content changed; tell for each whether it was written."""
    written = []
    for path in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        out = io.BytesIO()
        write_mo(out, read_catalogue(path))
        target = path.with_suffix(".mo")
        changed = not target.exists() or target.read_bytes() != out.getvalue()
        if changed:
            target.write_bytes(out.getvalue())
        written.append(changed)
    return written


def read_catalogue(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name)


def _files() -> Iterator[Path]:
    for folder in TRANSLATED:
        for suffix in ("py", "html", "txt"):
            yield from sorted((SOURCE / folder).rglob(f"*.{suffix}"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
