"""The year of good persons in numbers, on a page and as a table to take away."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from app.adapters.spreadsheets import Cell, Sheet, workbook
from app.domain.access.rules import Permission
from app.domain.nominations import numbers
from app.domain.nominations.figures import GROUP_TITLES, SOURCES, Line
from app.domain.nominations.numbers import YearOfNominations
from app.entrypoints.console.door import door
from app.entrypoints.console.downloads import spreadsheet
from app.entrypoints.guard import current_staff, needs
from app.kernel import clock
from app.kernel.calendar import local_date

FIRST_YEAR = 2020
BY_WHOM = {"residents": "只有居民推荐", "both": "居民和工作人员都推荐", "staff": "只有工作人员推荐"}
MINUTES_OF_A_DAY = 24 * 60


@door.get("/case-numbers")
@needs(Permission.NOMINATIONS_READ)
def case_numbers() -> ResponseReturnValue:
    """By kind, category, level and station; how long each stage took; who named them."""
    this_year = local_date(clock.now()).year
    found = numbers.of_year(_year(), current_staff().scope)
    return render_template(
        "console/cases/numbers.html",
        found=found,
        years=range(max(FIRST_YEAR, this_year - 4), this_year + 1),
        groups=GROUP_TITLES,
        sources=SOURCES,
        by_whom=BY_WHOM,
        took=took,
    )


@door.get("/case-numbers/export")
@needs(Permission.EXPORT)
def export_case_numbers() -> ResponseReturnValue:
    """The same numbers, a sheet for each heading."""
    now = clock.now()
    found = numbers.of_year(_year(), current_staff().scope)
    return spreadsheet(f"好人推选数据-{found.year}年", workbook(sheets(found)), now=now)


def _year() -> int:
    this_year = local_date(clock.now()).year
    asked = request.args.get("year", this_year, type=int)
    return asked if FIRST_YEAR <= asked <= this_year else this_year


def sheets(found: YearOfNominations) -> list[Sheet]:
    """What the table holds."""
    headings = {
        "种类": found.by_kind,
        "类别": found.by_category,
        "审核级别": found.by_level,
        "实践站": found.by_station,
    }
    heads = ["推荐人数", *GROUP_TITLES.values()]
    counted = [
        Sheet(title, [title, *heads], [_row(one) for one in [*several, found.whole]])
        for title, several in headings.items()
    ]
    stages: list[list[Cell]] = [
        [one.title, one.cases, _days(one.median_minutes), _days(one.longest_minutes)]
        for one in found.stages
    ]
    whom: list[list[Cell]] = [[SOURCES[one], count, "份"] for one, count in found.sources.items()]
    whom += [[BY_WHOM[one], count, "人"] for one, count in found.by_whom.items()]
    return [
        *counted,
        Sheet("各环节用时", ["环节", "人数", "中位数（天）", "最长（天）"], stages),
        Sheet("谁推荐的", ["来源", "数量", "单位"], whom),
    ]


def _row(one: Line) -> list[Cell]:
    return [one.title, one.named, *(one.groups[name] for name in GROUP_TITLES)]


def _days(minutes: float) -> float:
    return round(minutes / MINUTES_OF_A_DAY, 2)


def took(minutes: float) -> str:
    """3 天 4 小时, 5 小时, 20 分钟."""
    whole = round(minutes)
    days, rest = divmod(whole, MINUTES_OF_A_DAY)
    hours = rest // 60
    if days:
        return f"{days} 天 {hours} 小时" if hours else f"{days} 天"
    return f"{hours} 小时" if hours else f"{rest} 分钟"
