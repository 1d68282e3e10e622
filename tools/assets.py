"""Put in place what the portal and the reports serve: libraries, icons, fonts, style sheet, translations.

Copies from ``node_modules`` (filled by ``npm ci``) and from the sources; never touches the network. Only files whose
content changed are written, so a second run changes nothing.

    python tools/assets.py
"""

import os
import re
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
WEB = ROOT / "src" / "qiantan" / "web"
VENDOR = WEB / "ui" / "static" / "vendor"
FONTS = Path(os.environ.get("QIANTAN_VAR", ROOT / "var")) / "assets" / "fonts"

LIBRARIES = {
    "bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "echarts.js": "echarts/dist/echarts.min.js",
}
FONT_FILES = (
    "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
)
# Style sheets that others build on come first; components follow by name.
FIRST_STYLES = ("tokens", "page")
LAST_STYLES = ("care", "print")
# A chart page loads its module itself; every other page does without it.
LOADED_ALONE = ("chart",)


def main() -> int:
    """Put every asset in place; return the exit code."""
    if not MODULES.is_dir():
        print("node_modules is missing: run `npm ci --ignore-scripts` first", file=sys.stderr)
        return 1
    written = [*_libraries(), *_fonts(), _write(VENDOR / "icons.svg", _sprite())]
    written += [_write(VENDOR / "qt.css", _styles()), _write(VENDOR / "qt.js", _scripts())]
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from messages import compile_catalogues

    written += compile_catalogues()
    print(f"assets: {sum(written)} written, {len(written) - sum(written)} unchanged")
    return 0


def _libraries() -> list[bool]:
    written = []
    for name, source in LIBRARIES.items():
        text = (MODULES / source).read_text(encoding="utf-8")
        # Source maps are not served; a reference to one would break the hashed file names.
        text = re.sub(r"(/\*|//)# sourceMappingURL=\S+( \*/)?", "", text)
        written.append(_write(VENDOR / name, text))
    return written


def _fonts() -> list[bool]:
    written = []
    for name in FONT_FILES:
        source, target = MODULES / name, FONTS / Path(name).name
        same = target.exists() and target.stat().st_size == source.stat().st_size
        if not same:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)
        written.append(not same)
    return written


def _sprite() -> str:
    """Return one SVG with a symbol for every icon the portal uses, and no other."""
    sys.path.insert(0, str(ROOT / "src"))
    from qiantan.web.ui.icons import ICONS

    symbols = []
    for name, file in sorted(ICONS.items()):
        drawing = (MODULES / "bootstrap-icons" / "icons" / f"{file}.svg").read_text(encoding="utf-8")
        body = re.sub(r"\s*\n\s*", "", re.sub(r"^<svg[^>]*>|</svg>\s*$", "", drawing.strip()))
        symbols.append(f'<symbol id="{name}" viewBox="0 0 16 16">{body}</symbol>')
    return '<svg xmlns="http://www.w3.org/2000/svg">\n' + "\n".join(symbols) + "\n</svg>\n"


def _styles() -> str:
    folder = WEB / "ui" / "static" / "ui" / "css"
    files = {path.stem: path for path in sorted(folder.glob("*.css"))}
    named = (*FIRST_STYLES, *LAST_STYLES)
    order = (*FIRST_STYLES, *(name for name in files if name not in named), *LAST_STYLES)
    text = "\n".join(files[name].read_text(encoding="utf-8") for name in order)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return re.sub(r"\n\s*", "\n", text).strip() + "\n"


def _scripts() -> str:
    folder = WEB / "ui" / "static" / "ui" / "js"
    files = [path for path in sorted(folder.glob("*.js")) if path.stem not in LOADED_ALONE]
    return "".join("{\n" + path.read_text(encoding="utf-8") + "}\n" for path in files)


def _write(target: Path, text: str) -> bool:
    if target.exists() and target.read_text(encoding="utf-8") == text:
        return False
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return True


if __name__ == "__main__":
    sys.exit(main())
