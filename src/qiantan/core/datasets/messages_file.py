"""Sentences about the file, its archive and its markup."""

from typing import Final

from qiantan.core.datasets.wording import BLOCKING, NOTE, Wording
from qiantan.core.findings import Text

_FORMATS: Final = Text(
    "TIDAS 数据包、ILCD 数据包、openLCA JSON-LD 压缩包，或 EcoSpold 1/2 的 xml 或压缩包",
    "a TIDAS package, an ILCD package, an openLCA JSON-LD archive, or EcoSpold 1/2 as xml or archive",
)
_AGAIN: Final = Text("文件可能未传完。请重新导出并上传。", "The file may be cut short. Export it again and upload it.")
_SAFE: Final = Text(
    "生命周期评价软件不会写出这样的文件。请从原软件重新导出。",
    "Software for life cycle assessment does not write such files. Export it again from its original program.",
)
_SPLIT: Final = Text("请把数据拆成几个文件上传。", "Split the data into several files.")

FILE: Final = {
    "DS-FILE-EMPTY": Wording(
        BLOCKING, Text("文件是空的（0 字节）。", "The file is empty (0 bytes)."), _FORMATS, _AGAIN
    ),
    "DS-FILE-LARGE": Wording(
        BLOCKING,
        Text("文件过大（{found}）。", "The file is too large ({found})."),
        Text("不超过 {limit}", "at most {limit}"),
        _SPLIT,
    ),
    "DS-FILE-KIND": Wording(
        BLOCKING,
        Text("认不出这是哪种数据集格式（{found}）。", "The format of the datasets was not recognised ({found})."),
        _FORMATS,
        Text("请从原软件导出为所列格式之一。", "Export it from its program in one of these formats."),
    ),
    "DS-FILE-NONE": Wording(
        BLOCKING,
        Text("文件里没有过程数据集。", "The file holds no process dataset."),
        Text("至少一个过程数据集", "at least one process dataset"),
        Text(
            "导出时请选择过程，并连同流、流属性和单位组一起导出。",
            "Export processes together with their flows, flow properties and unit groups.",
        ),
        "processes/….json",
    ),
    "DS-ZIP-DAMAGED": Wording(
        BLOCKING,
        Text("压缩包已损坏或不完整（{found}）。", "The archive is damaged or incomplete ({found})."),
        _FORMATS,
        _AGAIN,
    ),
    "DS-ZIP-MEMBERS": Wording(
        BLOCKING,
        Text("压缩包内有 {found} 个文件，超过上限。", "The archive holds {found} members, more than allowed."),
        Text("不超过 {limit} 个文件", "at most {limit} members"),
        _SPLIT,
    ),
    "DS-ZIP-SIZE": Wording(
        BLOCKING,
        Text(
            "解压后的大小超限或与声明不符（{found}）。",
            "The inflated size exceeds the limit or its declaration ({found}).",
        ),
        Text("解压后不超过 {limit}", "at most {limit} inflated"),
        _SAFE,
    ),
    "DS-ZIP-RATIO": Wording(
        BLOCKING,
        Text("压缩率异常（{found} 倍），疑似压缩炸弹。", "Suspicious compression ratio ({found}), like a zip bomb."),
        Text("压缩率不超过 {limit} 倍", "a ratio of at most {limit}"),
        _SAFE,
    ),
    "DS-ZIP-NAME": Wording(
        BLOCKING,
        Text("压缩包内有越界的文件名“{found}”。", "The archive holds an escaping member name “{found}”."),
        _FORMATS,
        _SAFE,
    ),
    "DS-ZIP-DUPLICATE": Wording(
        BLOCKING,
        Text("压缩包内文件名“{found}”重复。", "The archive holds the member name “{found}” twice."),
        _FORMATS,
        _SAFE,
    ),
    "DS-ZIP-OVERLAP": Wording(
        BLOCKING,
        Text("压缩包内文件“{found}”与其他文件重叠。", "The member “{found}” overlaps another."),
        _FORMATS,
        _SAFE,
    ),
    "DS-ZIP-PASSWORD": Wording(
        BLOCKING,
        Text("压缩包设有密码（“{found}”）。", "The archive is protected by a password (“{found}”)."),
        _FORMATS,
        Text("请去掉密码后上传。", "Remove the password and upload it again."),
    ),
    "DS-PART-LARGE": Wording(
        BLOCKING,
        Text("单个数据集文件过大（{found}）。", "A single dataset file is too large ({found})."),
        Text("不超过 {limit}", "at most {limit}"),
        _SPLIT,
    ),
    "DS-ENCODING": Wording(
        BLOCKING,
        Text("文字编码有误（{found}）。", "The text encoding is wrong ({found})."),
        Text("UTF-8 编码", "UTF-8"),
        Text("请以 UTF-8 编码重新导出。", "Export it again in UTF-8."),
    ),
    "DS-XML-ENTITY": Wording(
        BLOCKING,
        Text("XML 声明了文档类型或实体，拒绝读取。", "The XML declares a document type or entities; it is not read."),
        Text("不含 DOCTYPE 的 XML", "XML without DOCTYPE"),
        Text("请删去 <!DOCTYPE …> 一段。数据集不需要它。", "Remove the <!DOCTYPE …>: datasets need none."),
    ),
    "DS-XML-DAMAGED": Wording(
        BLOCKING,
        Text("不是完整的 XML：{found}", "Not well-formed XML: {found}"),
        Text("完整的 XML 文件", "a well-formed XML file"),
        _AGAIN,
    ),
    "DS-JSON-DAMAGED": Wording(
        BLOCKING,
        Text("不是完整的 JSON：{found}", "Not well-formed JSON: {found}"),
        Text("完整的 JSON 文件", "a well-formed JSON file"),
        _AGAIN,
    ),
    "DS-JSON-KEY": Wording(
        BLOCKING,
        Text("同一个对象里“{found}”出现两次。", "“{found}” stands twice in one object."),
        Text("每个名称只出现一次", "every name once"),
        Text("请保留正确的一个。", "Keep the right one."),
    ),
    "DS-DEEP": Wording(
        BLOCKING,
        Text("嵌套超过 {limit} 层。", "Nested deeper than {limit} levels."),
        Text("不超过 {limit} 层", "at most {limit} levels"),
        _SAFE,
    ),
    "DS-MANY": Wording(
        BLOCKING,
        Text("{found} 超过 {limit} 个。", "More than {limit} of {found}."),
        Text("不超过 {limit} 个", "at most {limit}"),
        _SPLIT,
    ),
    "DS-ROOT": Wording(
        BLOCKING,
        Text("根元素是“{found}”，不是数据集。", "The root is “{found}”, which is no dataset."),
        Text("{expected}", "{expected}"),
        _AGAIN,
    ),
    "DS-MORE": Wording(
        NOTE,
        Text("另有 {found} 条未列出。", "{found} more are not listed."),
        remedy=Text("请先改正已列出的。", "Put right what is listed first."),
    ),
}
