"""From an error to the sentence a person reads; none for what only the log understands."""

from qiantan.core.findings import Text
from qiantan.registry.accounts.refusals import Refusal

SHOWN = 20


def sentence_of(error: Exception) -> Text | None:
    """Return the wording of an error that has one: refusals, engine errors, missing fonts, incomplete reports."""
    if isinstance(error, Refusal):
        return error.text
    findings = getattr(error, "findings", ())
    if findings:
        return Text(
            "\n".join(finding.message.zh for finding in findings[:SHOWN]),
            "\n".join(finding.message.in_language("en") for finding in findings[:SHOWN]),
        )
    text = getattr(error, "text", None)
    if isinstance(text, Text):
        return text
    zh, en = getattr(error, "zh", None), getattr(error, "en", None)
    return Text(zh, en) if isinstance(zh, str) and isinstance(en, str) else None
