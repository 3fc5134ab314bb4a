"""A table that stands as blocks on a telephone says with each cell what it is, to the eye and to the ear."""

from django.template import Context, Template

from holdfast.web.tables import stacked

TABLE = (
    '<thead><tr><th scope="col">Who</th>'
    '<th scope="col" class="hf-number">How <em>many</em> &amp; when</th></tr></thead>'
    '<tbody><tr><th scope="row">Ann</th><td class="hf-number">3</td></tr><tr><td colspan="2">None.</td></tr></tbody>'
)


def test_each_cell_has_the_heading_of_its_column_and_its_role():
    assert stacked(TABLE) == (
        '<thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">Who</th>'
        '<th scope="col" class="hf-number" role="columnheader">How <em>many</em> &amp; when</th></tr></thead>'
        '<tbody role="rowgroup"><tr role="row"><th scope="row" role="rowheader">Ann</th>'
        '<td class="hf-number" role="cell" data-label="How many &amp; when">3</td></tr>'
        '<tr role="row"><td colspan="2" role="cell">None.</td></tr></tbody>'
    )


def test_what_somebody_wrote_stays_escaped_in_a_cell_and_in_a_heading():
    written = '<thead><tr><th scope="col">&lt;b onclick=&quot;x&quot;&gt;</th></tr></thead>'
    shown = stacked(written + "<tbody><tr><td>&lt;script&gt;</td></tr></tbody>")
    assert "<script" not in shown
    assert 'data-label="&lt;b onclick=&quot;x&quot;&gt;"' in shown


def test_a_table_stands_as_blocks_only_where_the_page_asks_for_it():
    page = "{% load web_tags %}{% table caption='Who' {{ how }} %}" + TABLE + "{% endtable %}"
    stacks, scrolls = (Template(page.replace(" {{ how }}", how)).render(Context()) for how in (" stacks=True", ""))
    assert 'class="govuk-table hf-table hf-table--stacks" role="table"' in stacks
    assert 'data-label="How many &amp; when"' in stacks
    assert "data-label" not in scrolls
    assert "hf-table--stacks" not in scrolls
