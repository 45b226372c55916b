"""Draw templates/documents/recommendation_form.docx: the form that recommends somebody upward.

.venv/bin/python scripts/recommendation_form.py
A test compares the file with what this draws. Words in braces are filled in by docxtpl
(app/adapters/recommendation_papers.py); every one of them is named there.
"""

from pathlib import Path

from docx import Document
from docx.document import Document as Drawn
from docx.enum.table import WD_ALIGN_VERTICAL, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

FORM = Path(__file__).parents[1] / "templates" / "documents" / "recommendation_form.docx"
FONT, TITLE_FONT = "仿宋_GB2312", "方正小标宋简体"  # as official documents ask for
WIDTHS = (Mm(22), Mm(30), Mm(18), Mm(26), Mm(22), Mm(20), Mm(32))
NARROW = Mm(9)

# Rows of seven columns: (words, how many columns they take); None continues the cell above.
ROWS: tuple[tuple[tuple[str, int] | None, ...], ...] = (
    (
        *(("姓名", 1), ("{{ name }}", 1), ("性别", 1), ("{{ sex }}", 1)),
        *(("出生年月", 1), ("{{ born }}", 1), ("{{ photo }}", 1)),
    ),
    (
        *(("民族", 1), ("{{ ethnic_group }}", 1), ("政治面貌", 1), ("{{ political_status }}", 1)),
        *(("年龄", 1), ("{{ age }}", 1), None),
    ),
    (("身份职业", 1), ("{{ occupation }}", 1), ("推荐类别", 1), ("{{ category }}", 3), None),
    (("单位", 1), ("{{ unit }}", 5), None),
)
SEALED = "（盖章）\n　　　　　　　　　　　　　　　年　　月　　日"
LINES = (
    ("身份证号", "{{ id_number }}"),
    ("联系地址", "{{ address }}"),
    ("联系电话", "{{ phone }}"),
    ("曾获荣誉", "{%p for part in earlier_honours %}\n{{ part }}\n{%p endfor %}"),
    ("一句话事迹", "{{ headline }}"),
)


def main() -> None:
    """Draw it and keep it."""
    drawn().save(str(FORM))


def drawn() -> Drawn:
    """The empty form: an A4 page with one table, and the deed below it on pages of its own."""
    form = Document()
    _page(form)
    _title(form, "{{ asked_title }}推荐表")
    _line(form.add_paragraph(), "推荐级别：{{ level }}　　来源：{{ campaign }}", size=12)
    table = form.add_table(rows=len(ROWS), cols=len(WIDTHS))
    _facts(table)
    for label, words in LINES:
        _wide(table, label, words)
    opinion = "{%p for part in opinion %}\n{{ part }}\n{%p endfor %}"
    _wide(table, "推荐单位意见", f"{opinion}\n\n　　　　　　{{{{ recommender }}}}{SEALED}")
    _wide(table, "上级意见", f"\n\n　　　　　　　　　　　　　　{SEALED}")
    contact = "{{ contact_person }}　　电话：{{ contact_phone }}　　填表日期：{{ filled_on }}"
    _wide(table, "联系人", contact)
    form.add_page_break()
    _title(form, "{{ name }}事迹材料")
    _line(form.add_paragraph("{%p for part in deed %}"), "")
    told = form.add_paragraph()
    told.paragraph_format.first_line_indent = Pt(32)
    told.paragraph_format.line_spacing = Pt(28)
    _line(told, "{{ part }}", size=16)
    _line(form.add_paragraph("{%p endfor %}"), "")
    return form


def _page(form: Drawn) -> None:
    section = form.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    usual = form.styles["Normal"]
    usual.font.name, usual.font.size = FONT, Pt(12)
    usual.element.rPr.rFonts.set(qn("w:eastAsia"), FONT)
    usual.paragraph_format.space_after = Pt(0)
    form.core_properties.title = "推荐表"
    form.core_properties.author = ""


def _title(form: Drawn, words: str) -> None:
    paragraph = form.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(10)
    _line(paragraph, words, size=22, font=TITLE_FONT)


def _line(paragraph: Paragraph, words: str, *, size: int = 12, font: str = FONT) -> None:
    run = paragraph.add_run(words)
    run.font.size, run.font.name = Pt(size), font
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)


def _facts(table: Table) -> None:
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for place, row in enumerate(ROWS):
        column = 0
        for cell in row:
            if cell is None:
                table.cell(0, column).merge(table.cell(place, column))
                column += 1
                continue
            words, wide = cell
            first = table.cell(place, column)
            if wide > 1:
                first = first.merge(table.cell(place, column + wide - 1))
            _write(first, words, centred=True)
            column += wide
        table.rows[place].height = Mm(11)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=True):
            cell.width = width


def _wide(table: Table, label: str, words: str) -> None:
    row = table.add_row()
    row.height = NARROW
    _write(row.cells[0], label, centred=True)
    _write(row.cells[1].merge(row.cells[-1]), words, centred=False)


def _write(cell: _Cell, words: str, *, centred: bool) -> None:
    cell.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
    for place, text in enumerate(words.split("\n")):
        paragraph = cell.paragraphs[0] if place == 0 else cell.add_paragraph()
        if centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _line(paragraph, text)


if __name__ == "__main__":
    main()
