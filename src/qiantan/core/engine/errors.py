"""What every refusal of the engine has in common: a wording in both languages and the processes it is about."""

from collections.abc import Iterable

from qiantan.core.findings import Finding, Text

# The message of a faulty study quotes this many of its findings; `findings` holds them all.
SHOWN = 5


class EngineError(ValueError):
    """A study that has no footprint as it stands; `text` says why in Chinese and English, `processes` names where."""

    code = "ENGINE"

    def __init__(self, text: Text, processes: Iterable[str] = ()) -> None:
        super().__init__(f"{text.zh} / {text.en}")
        self.text = text
        self.processes = tuple(processes)


class FaultyStudyError(EngineError):
    """The study contradicts itself; `findings` lists every fault with its JSON pointer."""

    code = "ENGINE-FAULTY"

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        first = findings[:SHOWN]
        zh = "；".join(f"{finding.place}：{finding.message.zh}" for finding in first)
        en = "; ".join(f"{finding.place}: {finding.message.en}" for finding in first)
        if len(findings) > SHOWN:
            zh, en = f"{zh}；……", f"{en}; …"
        super().__init__(Text(f"研究文件有 {len(findings)} 处错误：{zh}", f"{len(findings)} faults in the study: {en}"))
        self.findings = findings
