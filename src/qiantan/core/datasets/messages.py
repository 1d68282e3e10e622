"""Every sentence about a file of datasets, by code: what was found, what is expected, an example, the remedy."""

from qiantan.core.datasets.messages_content import CONTENT
from qiantan.core.datasets.messages_file import FILE

WORDINGS = {**FILE, **CONTENT}
