"""Cells of tables that people open in a spreadsheet."""

#: How something begins that a spreadsheet would reckon out instead of showing; the wide signs are taken for the same.
_RECKONED = tuple("=+-@\t\r\n\0＝＋－＠")


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_RECKONED) else cell
