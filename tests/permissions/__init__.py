"""Whose tap is it? Every button, command and link as everybody, whatever comes in, and what may never come out.

`cast` (people and their rows), `door` (one update through the real intake, and what it changed), `matrix` (what each button is
about), and the tests that drive it; `updates` and `fuzz` for what no phone would send.
"""
