"""Kinds of notices and how they are called; a notice is unseen until its reader has seen it, and that is all."""

from qiantan.core.findings import Text

# A new kind adds one line here. The part before the dot names what the notice is about.
KINDS: dict[str, Text] = {
    "submission.moved": Text("数据集进展", "Dataset on its way"),
    "submission.commented": Text("数据集评论", "Comment on a dataset"),
    "review.asked": Text("请您评审", "Review asked of you"),
    "review.withdrawn": Text("评审取消", "Review withdrawn"),
    "release.published": Text("因子版本发布", "Factor release published"),
    "factor.changed": Text("所用因子有变化", "A factor you use changed"),
    "factor.retired": Text("因子停用", "Factor retired"),
    "factor.due": Text("因子待复评", "Factor due for re-evaluation"),
    "gap.adopted": Text("因子缺口", "Factor gap"),
    "typical.asked": Text("典型值征集", "Plant values asked for"),
    "typical.published": Text("典型值发布", "Typical value published"),
    "database.imported": Text("数据库导入", "Database imported"),
    "matching.answered": Text("物料匹配", "Matching of materials"),
}
