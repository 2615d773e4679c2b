"""What may go wrong because of what a person did, in words for that person."""


class Refusal(Exception):
    """Something a person asked for that the process does not allow; the message says why and what to do next."""


class NotYours(Refusal):
    """The person has no part in what they asked for. Says the same whether or not the case exists."""

    def __init__(self) -> None:
        super().__init__(
            "There is no case here that you can open. Check the reference, or ask the Partnership Team to add you."
        )


class ForTheChair(NotYours):
    """The deputy chair asked for what the chair does, who is there to do it."""

    def __init__(self) -> None:
        Refusal.__init__(
            self, "This is for the chair. If the chair is away, ask the Partnership Team to record that: then you act."
        )


class Recused(Refusal):
    """The person is recused from this case: they are told so, and nothing else of it (E13)."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(f"You are recused from {reference}.")
