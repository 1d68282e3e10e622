"""The keys of a study and its result in words, for every document written from them."""

from typing import Final

from qiantan.core.findings import Text

BOUNDARIES: Final = {
    "cradle_to_gate": Text("摇篮到大门（部分碳足迹）", "cradle to gate (partial footprint)"),
    "cradle_to_grave": Text("摇篮到坟墓（完整碳足迹）", "cradle to grave (full footprint)"),
    "gate_to_gate": Text("大门到大门（部分碳足迹）", "gate to gate (partial footprint)"),
    "partial": Text("部分生命周期（部分碳足迹）", "part of the life cycle (partial footprint)"),
}
# Prefectures of Guizhou by code of GB/T 2260.
DIVISIONS: Final = {
    "520100": Text("贵阳市", "Guiyang"),
    "520200": Text("六盘水市", "Liupanshui"),
    "520300": Text("遵义市", "Zunyi"),
    "520400": Text("安顺市", "Anshun"),
    "520500": Text("毕节市", "Bijie"),
    "520600": Text("铜仁市", "Tongren"),
    "522300": Text("黔西南州", "Qianxinan"),
    "522600": Text("黔东南州", "Qiandongnan"),
    "522700": Text("黔南州", "Qiannan"),
}
CATEGORIES: Final = {
    "raw_material": Text("原料", "raw material"),
    "auxiliary": Text("辅料", "auxiliary"),
    "packaging": Text("包装", "packaging"),
    "fuel": Text("燃料", "fuel"),
    "electricity": Text("电力", "electricity"),
    "heat": Text("热力", "heat"),
    "transport": Text("运输", "transport"),
    "process_emission": Text("过程排放", "process emission"),
    "waste": Text("废弃物", "waste"),
    "intermediate": Text("中间产品", "intermediate"),
    "other": Text("其他", "other"),
}
SOURCES: Final = {
    "meter": Text("计量仪表", "meter"),
    "ledger": Text("生产台账", "ledger"),
    "invoice": Text("结算凭证", "invoice"),
    "estimate": Text("估算", "estimate"),
    "literature": Text("文献", "literature"),
}
INSTRUMENTS: Final = {
    "own_generation": Text("自发自用", "own generation"),
    "dedicated_line": Text("直供专线", "dedicated line"),
    "contract": Text("合同与绿色电力凭证", "contractual instrument"),
    "residual": Text("剩余电力", "residual mix"),
    "grid": Text("电网平均", "consumption grid"),
}
BASES: Final = {
    "factor": Text("因子", "factor"),
    "method": Text("核算方法", "method"),
    "study": Text("上游产品研究", "another study"),
    "cut_off": Text("取舍", "cut-off"),
    "process": Text("本系统内过程", "process of this study"),
}
PROCEDURES: Final = {
    "none": Text("不需分配", "none needed"),
    "subdivision": Text("划分子过程", "subdivision"),
    "mass": Text("按质量分配", "mass"),
    "energy": Text("按能量分配", "energy"),
    "economic": Text("按经济价值分配", "economic value"),
    "physical": Text("按其他物理关系分配", "physical relation"),
    "substitution": Text("系统扩展（替代）", "substitution"),
}
CERTAINTIES: Final = {
    "high": Text("高", "high"),
    "medium-high": Text("较高", "medium-high"),
    "medium": Text("中", "medium"),
    "derived": Text("推导", "derived"),
    "low": Text("低", "low"),
    "assumed": Text("假设", "assumed"),
}
SEVERITIES: Final = {
    "blocking": Text("阻断", "blocking"),
    "warning": Text("警告", "warning"),
    "note": Text("提示", "note"),
}
TOPICS: Final = {
    "assumption": Text("假设", "assumption"),
    "exclusion": Text("排除", "exclusion"),
    "value_choice": Text("价值选择", "value choice"),
    "electricity": Text("电力", "electricity"),
    "allocation": Text("分配", "allocation"),
    "data_gap": Text("数据缺口", "data gap"),
    "other": Text("其他", "other"),
}
ACCOUNTS: Final = {
    "fossil": Text("化石源排放", "fossil emissions"),
    "biogenic_emission": Text("生物源排放", "biogenic emissions"),
    "biogenic_removal": Text("生物源清除", "biogenic removals"),
    "land_use_change": Text("直接土地利用变化", "direct land-use change"),
    "aircraft": Text("航空排放", "aircraft emissions"),
}
GASES: Final = {
    "co2_fossil": Text("二氧化碳（化石源）", "CO2, fossil"),
    "co2_biogenic": Text("二氧化碳（生物源）", "CO2, biogenic"),
    "co2_biogenic_uptake": Text("二氧化碳（生物源吸收）", "CO2, biogenic uptake"),
    "co2_land_use_change": Text("二氧化碳（土地利用变化）", "CO2, land-use change"),
    "co2_aircraft": Text("二氧化碳（航空）", "CO2, aircraft"),
    "ch4_fossil": Text("甲烷（化石源）", "CH4, fossil"),
    "ch4_biogenic": Text("甲烷（生物源）", "CH4, biogenic"),
    "n2o": Text("氧化亚氮", "N2O"),
    "n2o_biogenic": Text("氧化亚氮（生物源）", "N2O, biogenic"),
    "cf4": Text("四氟化碳", "CF4"),
    "c2f6": Text("六氟乙烷", "C2F6"),
    "sf6": Text("六氟化硫", "SF6"),
    "nf3": Text("三氟化氮", "NF3"),
    "hfc_23": Text("三氟甲烷（HFC-23）", "HFC-23"),
    "hfc_32": Text("二氟甲烷（HFC-32）", "HFC-32"),
    "hfc_125": Text("五氟乙烷（HFC-125）", "HFC-125"),
    "hfc_134a": Text("四氟乙烷（HFC-134a）", "HFC-134a"),
    "co2e": Text("未分气体的二氧化碳当量", "CO2e not split by gas"),
}


def zh(words: dict[str, Text], key: str) -> str:
    """Return the Chinese word of a key; the key itself where there is none."""
    return words[key].zh if key in words else key


def en(words: dict[str, Text], key: str) -> str:
    """Return the English word of a key; the key itself where there is none."""
    return words[key].en if key in words else key
