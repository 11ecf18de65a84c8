"""The watch over the suite's logs hears what it is there for."""

import logging


def test_what_a_line_or_the_code_of_a_fault_holds_is_heard(log_watch):
    logging.getLogger("anything").warning("Kanariefuglen %s", "synger")
    try:
        raise ValueError("Canarywords")
    except ValueError:
        logging.getLogger("anything").exception("A fault")
    logging.getLogger("anything").warning("An ordinary line")
    # The line of code that raised is written down, and what it raised is not.
    heard, log_watch.found[:] = list(log_watch.found), []
    assert heard == ["anything WARNING Kanariefuglen synger", '    raise ValueError("Canarywords")']
