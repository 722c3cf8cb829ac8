"""What the operator of this bot decided, as far as conversations depend on it. The composition root fills it from Settings."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Terms:
    """`min_age` in years, from which on a person may join. `approve_leaders`: the operator says yes to each new leader.

    `operator_chat_id`: the operator's private chat, None where there is none; then nobody needs approval.
    """

    min_age: int = 18
    approve_leaders: bool = False
    operator_chat_id: int | None = None

    def is_operator(self, tg_id: int) -> bool:
        return self.operator_chat_id is not None and tg_id == self.operator_chat_id
