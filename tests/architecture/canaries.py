"""Words and a number that must reach nobody whom they are not for."""

#: Stand in Torsdagsholdet's space and must reach nobody outside it.
CANARY = "Kanariefuglen synger i baglokalet"

#: Freja's number, which she has shown to nobody: however it is written, these digits stand in it.
NUMBER, DIGITS = "+45 99 88 77 66", "99887766"
