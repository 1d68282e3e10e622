"""The `qiantan` command: one file per subcommand, errors as sentences, never as stack traces."""

import os
import sys

import typer

from qiantan.cli.check import check
from qiantan.cli.database import database
from qiantan.cli.exits import Exit, Stop
from qiantan.cli.explain import explain
from qiantan.cli.footprint import footprint
from qiantan.cli.impact import impact
from qiantan.cli.language import say, word
from qiantan.cli.portal import demo, serve, worker
from qiantan.cli.recompute import recompute
from qiantan.cli.spread import spread
from qiantan.cli.template import template, templates

app = typer.Typer(
    name="qiantan",
    help=say(
        "黔碳：从企业填报的工作簿到可复算的产品碳足迹。",
        "qiantan: from a plant's workbook to a product carbon footprint that anyone can recompute.",
    ),
    epilog=say(
        "退出码：0 完成 · 1 有阻断性问题 · 2 命令用法有误 · 3 复算不一致 · 4 文件无法读取 · 5 缺少可选部分 · 70 程序内部错误",
        "Exit codes: 0 done · 1 blocking findings · 2 wrong usage · 3 recomputation differs · 4 unreadable file · "
        "5 optional part missing · 70 internal error",
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

for command, zh, en in (
    (template, "写出某类产品的填报工作簿", "Write the workbook of a product template"),
    (templates, "列出可用的产品模板", "List the product templates"),
    (check, "检查工作簿，列出全部问题并写回批注", "Check a workbook: list all findings, write them back as comments"),
    (
        footprint,
        "计算产品碳足迹，可输出研究、结果、报告与清单",
        "Compute the footprint; write study, result, report, inventory",
    ),
    (recompute, "复算研究文件，回答是否一致", "Recompute a study: same, or the first difference"),
    (
        impact,
        "预览：因子改为新数值后，哪些产品变动、变动多少；改进哪里最有效，数据哪里最薄弱",
        "Preview: which products move when factors change; what would help most; where data are weakest",
    ),
    (spread, "抽样：多份研究的产品各有多大不确定度", "Draw: how far the products of several studies spread"),
    (explain, "展开一个数字，直到因子、来源与页码", "Open one number down to factor, source and page"),
    (demo, "准备示范数据并显示水泥案例的碳足迹", "Prepare the demonstration and print the cement case"),
    (serve, "启动门户（含后台任务）", "Start the portal with its worker"),
    (worker, "只启动后台任务进程", "Start a worker only"),
):
    app.command(help=say(zh, en))(command)
app.add_typer(database, name="database")


def main() -> int:
    """Run the command line and return its exit code."""
    try:
        return int(app(standalone_mode=False) or Exit.DONE)
    except Stop as stop:
        sys.stderr.write(word(stop.message) + "\n")
        return stop.code
    except (typer.Abort, KeyboardInterrupt):
        sys.stderr.write(say("已取消。\n", "Cancelled.\n"))
        return Exit.USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
    except Exception as error:  # noqa: BLE001 - the outer wall: a person gets a sentence, QIANTAN_DEBUG the trace
        return _outer_wall(error)


def _outer_wall(error: Exception) -> int:
    show = getattr(error, "show", None)  # a wrong command line explains itself
    if callable(show):
        show()
        return Exit.USAGE
    if os.environ.get("QIANTAN_DEBUG"):
        raise error
    sys.stderr.write(
        say(
            f"程序内部错误：{type(error).__name__}: {error}\n未写出任何文件。设 QIANTAN_DEBUG=1 可看到详细信息。\n",
            f"Internal error: {type(error).__name__}: {error}\nNothing was written. QIANTAN_DEBUG=1 shows the details.\n",
        )
    )
    return Exit.INTERNAL
