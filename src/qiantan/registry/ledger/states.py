"""Entries have no states: what is written stays. This is the list of what is written, in the words people see."""

from qiantan.core.findings import Text

KINDS: dict[str, Text] = {
    "organisation.registered": Text("组织登记", "Organisation registered"),
    "site.added": Text("新增场所", "Site added"),
    "member.added": Text("成员或角色变更", "Member or role changed"),
    "factors.loaded": Text("因子版本载入", "Factor release loaded"),
    "department.role_granted": Text("授予主管部门角色", "Role of the department granted"),
    "department.role_withdrawn": Text("收回主管部门角色", "Role of the department withdrawn"),
    "release.published": Text("发布评审因子", "Reviewed factors published"),
    "factor.retired": Text("停用因子", "Factor retired"),
    "product.created": Text("新建产品", "Product created"),
    "activity.opened": Text("开始填报", "Activity data opened"),
    "activity.reopened": Text("重新打开填报", "Activity data reopened"),
    "evidence.attached": Text("提交佐证", "Evidence handed in"),
    "workbook.uploaded": Text("上传工作簿", "Workbook handed in"),
    "import.confirmed": Text("确认导入", "Import confirmed"),
    "import.discarded": Text("放弃导入", "Import discarded"),
    "bill.handed_in": Text("提交物料清单", "Bill of materials handed in"),
    "bill.looked_up": Text("重新查找因子", "Factors looked up again"),
    "line.matched": Text("匹配因子", "Line matched with a factor"),
    "line.rejected": Text("不采用建议", "Suggestions rejected"),
    "line.withdrawn": Text("撤回匹配", "Match withdrawn"),
    "lines.matched": Text("批量匹配因子", "Lines matched together"),
    "draft.calculated": Text("预览计算", "Preview calculated"),
    "study.frozen": Text("冻结研究", "Study frozen"),
    "result.recorded": Text("记录结果", "Result recorded"),
    "report.queued": Text("申请出具报告", "Report asked for"),
    "report.made": Text("出具报告", "Report made"),
}
