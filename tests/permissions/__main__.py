"""Prints the matrix: how large it is, and who may do what. `python -m tests.permissions`."""

from bot.rules.permissions import TABLE, Relation
from handlers import routes
from tests.permissions.cast import Who
from tests.permissions.judging import tapped_by
from tests.permissions.matrix import MATRIX, TYPED
from tests.permissions.test_matrix import ENDINGS, LINKS, forged


def main() -> None:
    taps = [(case, who) for case in MATRIX for who in tapped_by(case)]
    refused = sum(not case.may(who) for case, who in taps)
    forms = sum(len(forged(case.data)) for case in MATRIX)
    print(f"buttons {len(routes.TAPS)}, cases {len(MATRIX)}, kinds of people {len(Who)}, relations {len(Relation)}")
    print(f"taps as everybody {len(taps)}: {refused} refused, {len(taps) - refused} allowed")
    print(
        f"forged forms {forms}, tapped by somebody with no part in it; a third of them by whom the button was meant for"
    )
    print(f"typed answers {len(TYPED)}, commands {len(routes.COMMANDS)}, links {sum(map(len, LINKS.values()))}")
    print(f"all of it again once it is over ({len(ENDINGS)} ends) and once the rows are gone\n")
    for action, row in TABLE.items():
        print(f"{action:20} {', '.join(row)}")


if __name__ == "__main__":
    main()
