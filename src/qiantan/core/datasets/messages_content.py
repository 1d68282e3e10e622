"""Sentences about what a dataset states."""

from typing import Final

from qiantan.core.datasets.wording import BLOCKING, NOTE, WARNING, Wording
from qiantan.core.findings import Text

_WHOLE: Final = Text("请连同它引用的数据集一起导出。", "Export it together with the datasets it refers to.")
_UNITS: Final = Text("请核对单位组，改正后重新导出。", "Check the unit group, correct it and export again.")

CONTENT: Final = {
    "DS-MISSING": Wording(
        BLOCKING,
        Text("缺少“{found}”。", "“{found}” is missing."),
        Text("必填", "required"),
        Text("请补上后重新导出。", "Add it and export again."),
    ),
    "DS-SHAPE": Wording(
        BLOCKING,
        Text("这里的结构不对：{found}", "The structure is wrong here: {found}"),
        Text("{expected}", "{expected}"),
        Text("请用原软件重新导出。", "Export it again from its program."),
    ),
    "DS-UUID": Wording(
        BLOCKING,
        Text("“{found}”不是 UUID。", "“{found}” is no UUID."),
        Text("小写十六进制的 UUID", "a UUID in lower-case hexadecimal"),
        Text("请改正标识符。", "Correct the identifier."),
        "08a91e70-3ddc-11dd-923d-0050c2490048",
    ),
    "DS-UUID-TWICE": Wording(
        BLOCKING,
        Text(
            "UUID {found} 用于两个数据集（另见 {other}）。", "The UUID {found} stands for two datasets (also {other})."
        ),
        Text("每个数据集一个 UUID", "one UUID for each dataset"),
        Text("请删去重复的，或给它新的 UUID。", "Remove the double or give it a new UUID."),
    ),
    "DS-UUID-FILE": Wording(
        BLOCKING,
        Text("文件名与其中的 UUID {found} 不一致。", "The file name does not match the UUID {found} inside."),
        Text("文件名即 UUID", "the file is named by the UUID"),
        Text("请改正文件名或 UUID。", "Correct the file name or the UUID."),
    ),
    "DS-LANGUAGE": Wording(
        BLOCKING,
        Text(
            "标为“{language}”的文字不是该语言：“{found}”。",
            "Text tagged “{language}” is not in that language: “{found}”.",
        ),
        Text("标为 en 的不含汉字，标为 zh 的至少含一个汉字", "no Chinese character under en, at least one under zh"),
        Text("请把中文和英文分别填在两个语言标签下。", "Put Chinese and English under their own tags."),
        "zh: 电解铝 · en: primary aluminium",
    ),
    "DS-LANGUAGE-TWICE": Wording(
        BLOCKING,
        Text("语言“{language}”的文字出现两次：“{found}”。", "There are two texts in “{language}”: “{found}”."),
        Text("每种语言一段文字", "one text for each language"),
        Text("请合并为一段。", "Join them into one."),
    ),
    "DS-LANGUAGE-TAG": Wording(
        BLOCKING,
        Text("“{found}”不是语言代码。", "“{found}” is no language code."),
        Text("两个小写字母，如 zh、en", "two lower-case letters such as zh, en"),
        Text("请改正语言标签。", "Correct the language tag."),
    ),
    "DS-LANGUAGE-OTHER": Wording(
        NOTE,
        Text(
            "“{found}”语言的文字未采用，只采用中文和英文。",
            "Text in “{found}” is not taken over, only Chinese and English.",
        ),
    ),
    "DS-TEXT-LONG": Wording(
        BLOCKING,
        Text("文字有 {found} 个字符，超过 {limit}。", "The text has {found} characters, more than {limit}."),
        Text("不超过 {limit} 个字符", "at most {limit} characters"),
        Text("请缩短，或移到说明里。", "Shorten it, or move it to the comment."),
    ),
    "DS-TEXT-CONTROL": Wording(
        BLOCKING,
        Text("文字含控制字符（{found}）。", "The text holds a control character ({found})."),
        Text("可显示的文字", "printable text"),
        Text("请删去该字符。", "Remove the character."),
    ),
    "DS-CHOICE": Wording(
        BLOCKING,
        Text("“{found}”不在可选值之内。", "“{found}” is not among the choices."),
        Text("{choices}", "{choices}"),
        Text("请改用所列之一。", "Use one of these."),
    ),
    "DS-NUMBER": Wording(
        BLOCKING,
        Text("“{found}”不是有限的数。", "“{found}” is no finite number."),
        Text("十进制数，小数点为“.”", "a decimal number with “.”"),
        Text("请改正数值。", "Correct the figure."),
        "0.5777",
    ),
    "DS-YEAR": Wording(
        BLOCKING,
        Text("“{found}”不是年份。", "“{found}” is no year."),
        Text("四位数的年份", "a year of four digits"),
        Text("请改正年份。", "Correct the year."),
        "2024",
    ),
    "DS-YEAR-ORDER": Wording(
        BLOCKING,
        Text("有效期 {found} 早于数据年份 {other}。", "Valid until {found} lies before the reference year {other}."),
        Text("不早于数据年份", "not before the reference year"),
        Text("请改正年份。", "Correct the years."),
    ),
    "DS-DATE": Wording(
        BLOCKING,
        Text("“{found}”不是日期时间。", "“{found}” is no date and time."),
        Text("ISO 8601 日期时间", "date and time after ISO 8601"),
        Text("请改正时间。", "Correct the time."),
        "2025-10-23T00:00:00Z",
    ),
    "DS-PERCENT": Wording(
        BLOCKING,
        Text("百分比 {found} 超出 0 至 100。", "The percentage {found} lies outside 0 to 100."),
        Text("0 至 100", "0 to 100"),
        Text("请改正百分比。", "Correct the percentage."),
        "37.5",
    ),
    "DS-SHARES": Wording(
        BLOCKING,
        Text("分配比例合计 {found} %，不是 100 %。", "The allocation shares sum to {found} %, not 100 %."),
        Text("合计 100 %", "100 % together"),
        Text("请改正分配比例。", "Correct the shares."),
    ),
    "DS-VERSION": Wording(
        BLOCKING,
        Text("“{found}”不是版本号。", "“{found}” is no version."),
        Text("NN.NN 或 NN.NN.NNN", "NN.NN or NN.NN.NNN"),
        Text("请改正版本号。", "Correct the version."),
        "01.00.000",
    ),
    "DS-VERSION-CYCLE": Wording(
        BLOCKING,
        Text("版本的前后关系成环：{found}。", "The line of versions runs in a circle: {found}."),
        Text("前一版本更早", "the preceding version is older"),
        Text("请改正“前一版本”。", "Correct the preceding version."),
    ),
    "DS-CYCLE": Wording(
        BLOCKING,
        Text("引用成环：{found}。", "The references run in a circle: {found}."),
        Text("不成环的引用", "references without a circle"),
        Text("请断开其中一处引用。", "Break one of the references."),
    ),
    "DS-PART-MISSING": Wording(
        BLOCKING,
        Text("引用的{what} {found} 不在文件里。", "The {what} {found} it refers to is not in the file."),
        Text("文件包含所引用的流、流属性和单位组", "the flows, flow properties and unit groups referred to"),
        _WHOLE,
    ),
    "DS-REFERENCE": Wording(
        BLOCKING,
        Text("基准流 {found} 不在交换之列。", "The reference flow {found} is not among the exchanges."),
        Text("某个交换的编号", "the id of an exchange"),
        Text("请指明哪个交换是基准流。", "Name the exchange that is the reference flow."),
        "0",
    ),
    "DS-REFERENCE-MANY": Wording(
        BLOCKING,
        Text(
            "有 {found} 个基准流，分不清数值对应哪一个。",
            "There are {found} reference flows; the values belong to none for certain.",
        ),
        Text("一个基准流", "one reference flow"),
        Text("请按产品拆成几个过程。", "Split the process by product."),
    ),
    "DS-REFERENCE-ZERO": Wording(
        BLOCKING,
        Text("基准流的数量为 0。", "The amount of the reference flow is 0."),
        Text("不为 0 的数量", "an amount other than 0"),
        Text("请填写基准流的数量。", "State the amount of the reference flow."),
        "1",
    ),
    "DS-EXCHANGE-TWICE": Wording(
        BLOCKING,
        Text("交换编号 {found} 重复。", "The exchange id {found} stands twice."),
        Text("每个交换一个编号", "one id for each exchange"),
        Text("请改正编号。", "Correct the ids."),
    ),
    "DS-RANGE": Wording(
        BLOCKING,
        Text("最小值大于最大值（{found}）。", "The minimum exceeds the maximum ({found})."),
        Text("最小值不大于最大值", "the minimum not above the maximum"),
        Text("请改正范围。", "Correct the range."),
    ),
    "DS-SPREAD": Wording(
        BLOCKING,
        Text("离散程度 {found} 与分布不符。", "The spread {found} does not fit its distribution."),
        Text("对数正态：几何标准差不小于 1；正态：不小于 0", "log-normal: at least 1; normal: at least 0"),
        Text("请改正不确定性。", "Correct the uncertainty."),
    ),
    "DS-UNIT": Wording(
        BLOCKING,
        Text("单位“{found}”不属于单位组“{group}”。", "The unit “{found}” is not in the unit group “{group}”."),
        Text("{choices}", "{choices}"),
        _UNITS,
    ),
    "DS-UNIT-REFERENCE": Wording(
        BLOCKING,
        Text(
            "单位组“{found}”没有换算系数为 1 的基准单位。",
            "The unit group “{found}” has no reference unit with factor 1.",
        ),
        Text("基准单位的系数为 1", "the reference unit with factor 1"),
        _UNITS,
    ),
    "DS-UNIT-FACTOR": Wording(
        BLOCKING,
        Text(
            "1 {unit} 写成 {found} {reference}，应为 {expected}。",
            "1 {unit} is stated as {found} {reference}; it is {expected}.",
        ),
        Text("{expected}", "{expected}"),
        _UNITS,
    ),
    "DS-UNIT-MIXED": Wording(
        BLOCKING,
        Text("单位组“{group}”混有不同量纲的单位：{found}。", "The unit group “{group}” mixes dimensions: {found}."),
        Text("同一量纲的单位", "units of one dimension"),
        _UNITS,
    ),
    "DS-UNIT-TWICE": Wording(
        BLOCKING,
        Text("单位“{found}”在单位组里出现两次。", "The unit “{found}” stands twice in its group."),
        Text("每个单位一次", "every unit once"),
        _UNITS,
    ),
    "DS-UNIT-PROPERTY": Wording(
        BLOCKING,
        Text("流属性“{property}”的单位是 {found}。", "The flow property “{property}” is measured in {found}."),
        Text("{expected}", "{expected}"),
        _UNITS,
    ),
    "DS-FORMULA": Wording(
        WARNING,
        Text(
            "公式“{found}”未计算，采用文件里的数值。",
            "The formula “{found}” is not computed; the stated value is taken.",
        ),
        remedy=Text("请确认数值已按公式更新。", "Make sure the value follows the formula."),
    ),
    "DS-NOT-AGGREGATED": Wording(
        BLOCKING,
        Text(
            "还有 {found} 个产品或废物交换未展开，不能当作排放因子。",
            "{found} product or waste exchanges are open: this is no emission factor yet.",
        ),
        Text("只有基本流的汇总数据集", "an aggregated dataset with elementary flows only"),
        Text(
            "请导出汇总（系统过程）结果，或作为单元过程导入。",
            "Export the aggregated (system) process, or import it as a unit process.",
        ),
    ),
    "DS-NO-GAS": Wording(
        BLOCKING,
        Text(
            "没有温室气体排放，也没有以二氧化碳当量表示的结果。",
            "There is no greenhouse gas and no result in CO2 equivalents.",
        ),
        Text("至少一种温室气体，或 kgCO2e", "at least one greenhouse gas, or kgCO2e"),
        Text("请导出含排放清单或影响评价结果的数据集。", "Export it with its inventory or impact results."),
    ),
    "DS-GAS-UNKNOWN": Wording(
        WARNING,
        Text(
            "这些气体不在系统的温室气体表内，未计入：{found}。",
            "These gases are not in the system's list and were not counted: {found}.",
        ),
        remedy=Text(
            "请核对其全球变暖潜势，影响较大时请联系管理员补充。", "Check their GWP; have them added where it matters."
        ),
    ),
    "DS-GAS-ORIGIN": Wording(
        BLOCKING,
        Text(
            "“{found}”未说明是化石源、生物源还是土地利用变化。",
            "“{found}” does not say whether it is fossil, biogenic or from land-use change.",
        ),
        Text("注明来源的二氧化碳或甲烷流", "carbon dioxide or methane with its origin"),
        Text("请改用注明来源的基本流。", "Use the elementary flow that states its origin."),
        "carbon dioxide (fossil)",
    ),
    "DS-GAS-CARBON": Wording(
        BLOCKING,
        Text("“{found}”以碳或氮计，不是气体的质量。", "“{found}” counts carbon or nitrogen, not the mass of the gas."),
        Text("气体的质量，kg", "the mass of the gas, kg"),
        Text(
            "碳换算为二氧化碳乘 44/12，N2O-N 换算为 N2O 乘 44/28，改正后再导入。",
            "Carbon to CO2 by 44/12, N2O-N to N2O by 44/28; correct it and import again.",
        ),
    ),
    "DS-GAS-UNIT": Wording(
        BLOCKING,
        Text("“{gas}”的单位是“{found}”，不是质量。", "“{gas}” is stated in “{found}”, which is no mass."),
        Text("kg", "kg"),
        _UNITS,
    ),
    "DS-NO-EXPORT": Wording(
        BLOCKING,
        Text("这种数据集（{found}）不能换成因子。", "A dataset of this kind ({found}) does not turn into a factor."),
        Text("汇总值、排放、参数或电力因子", "an aggregated value, an emission, a parameter or an electricity factor"),
        Text("请作为单元过程导入。", "Import it as a unit process."),
    ),
    "DS-LINK-NONE": Wording(
        WARNING,
        Text("“{found}”没有供应过程，共 {count} 处。", "Nothing supplies “{found}”, at {count} places."),
        Text("一个供应过程", "one supplying process"),
        Text("请选择供应过程或因子，或登记为取舍。", "Choose a process or a factor, or enter it as a cut-off."),
    ),
    "DS-LINK-MANY": Wording(
        WARNING,
        Text(
            "“{found}”有 {suppliers} 个可能的供应过程，共 {count} 处，未自动选择。",
            "“{found}” has {suppliers} possible suppliers, at {count} places; none was chosen.",
        ),
        Text("指明其中一个", "one of them, named"),
        Text("请逐项选择供应过程。", "Choose the supplier of each."),
    ),
    "DS-LINK-GONE": Wording(
        WARNING,
        Text(
            "指定的供应过程 {found} 不在文件里，共 {count} 处。",
            "The supplier {found} named is not in the file, at {count} places.",
        ),
        Text("文件里的过程", "a process in the file"),
        _WHOLE,
    ),
    "DS-LINK-WRONG": Wording(
        WARNING,
        Text(
            "指定的供应过程 {supplier} 不产出“{found}”，共 {count} 处。",
            "The supplier {supplier} named does not deliver “{found}”, at {count} places.",
        ),
        Text("产出该流的过程", "a process that delivers the flow"),
        Text("请改正供应过程。", "Correct the supplier."),
    ),
    "DS-LINK-ABSENT": Wording(
        WARNING,
        Text(
            "为“{found}”指定的供应过程不在文件里，共 {count} 处。",
            "The suppliers named for “{found}” are not in the file, at {count} places.",
        ),
        Text("文件里的过程", "a process in the file"),
        _WHOLE,
    ),
    "DS-LINK-OTHER": Wording(
        WARNING,
        Text(
            "为“{found}”指定的供应过程不产出它，共 {count} 处。",
            "The suppliers named for “{found}” do not deliver it, at {count} places.",
        ),
        Text("产出该流的过程", "a process that delivers the flow"),
        Text("请改正供应过程。", "Correct the supplier."),
    ),
    "DS-LINK-UNIT": Wording(
        WARNING,
        Text(
            "“{found}”的用量与供应过程的单位不是同一种量，共 {count} 处，未链接。",
            "The amounts of “{found}” are of another kind than the unit of its supplier, at {count} places; not linked.",
        ),
        Text("与产品同一种量的单位", "a unit of the same kind as the product's"),
        _UNITS,
    ),
    "DS-GAS-LEFT-OUT": Wording(
        WARNING,
        Text(
            "“{found}”（{unit}）未计入温室气体，共 {count} 处：{reason}。",
            "“{found}” ({unit}) was not counted as a greenhouse gas, at {count} places: {reason}.",
        ),
        Text("写明来源、以气体质量计的温室气体流", "a greenhouse gas with its origin, as mass of the gas"),
        Text(
            "来源不明的二氧化碳和甲烷、以碳或氮计的量、表外气体都不会被猜测；影响较大时请在原软件中改正后重新导入。",
            "Carbon dioxide and methane of unknown origin, amounts counted as carbon or nitrogen and gases outside the list "
            "are never guessed; correct them in their program and import again where it matters.",
        ),
    ),
    "DS-SHARES-NONE": Wording(
        WARNING,
        Text(
            "{found} 个联产品没有分配比例：负荷全部留在基准产品上，这些联产品不供应任何过程。",
            "{found} co-products have no allocation shares: the whole burden stays with the reference product, and they "
            "supply nobody.",
        ),
        Text("每个联产品的分配比例", "allocation shares of every co-product"),
        Text(
            "需要使用联产品时，请在原软件中给出分配比例后重新导入。",
            "State the shares in its program and import again.",
        ),
    ),
}
