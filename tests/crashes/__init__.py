"""The process dies at every commit, every call and every confirmation of an update, one life each; then it starts again.

`journey` is what people do and how they go on after a crash, `falling` the world that dies and comes back, `keeping` what must
be the same as in the life without a crash. `python -m tests.crashes` sweeps all points, `test_sweep` a sample of them.
"""
