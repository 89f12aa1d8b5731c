import pytest

from pendopo.lib.ports import NotConnected, Port


def test_a_port_answers_with_what_was_connected_last():
    port: Port[str] = Port("letters.book")
    port.connect("first")
    port.connect("second")
    assert port.get() == "second"


def test_a_port_without_answer_names_itself():
    with pytest.raises(NotConnected, match=r"letters\.book"):
        Port("letters.book").get()
