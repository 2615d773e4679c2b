"""What stands in Teams of a case is known from the moment it stands there, and forgotten when it is gone (rule 4)."""

from conftest import Running, card
from standins import BEN, Scripted

from dialogs import emptying
from dialogs.turn import Answer
from rapid_review.openly import openly
from storage.standing import Standing

RR, BENS = "RR-2026-001", BEN["aadObjectId"]
NEWS = openly("News of a case")


async def _known(bot: Running) -> list[Standing]:
    return await bot.parts.store.run(lambda work: work.standing_cards(RR))


async def _sent(bot: Running) -> None:
    bot.dialogs.answer = lambda turn, desk: None
    bot.dialogs.draw = lambda message, desk: Answer(card(message.view), NEWS, f"{RR}:333")
    assert await bot.says("help") == 200  # Ben’s chat is known.
    await bot.owes(key="1", to=BENS, slot=f"{RR}:vote")
    await bot.settle()


async def test_a_card_that_the_bot_sent(bot: Running) -> None:
    await _sent(bot)
    (known,) = await _known(bot)
    assert (known.to, known.conversation, known.message, known.drawn_for) == (BENS, "a:ben", "message-1", "333")
    assert "vote" in known.in_slots


async def test_an_answer_to_something_typed(bot: Running) -> None:
    bot.dialogs.answer = lambda turn, desk: Answer(card("the board"), NEWS, f"{RR}:333")
    assert await bot.says("board") == 200
    await bot.settle()
    (known,) = await _known(bot)
    assert (known.to, known.conversation, known.message) == (BENS, "a:ben", "message-1")


async def test_it_is_forgotten_once_it_is_emptied(bot: Running) -> None:
    await _sent(bot)
    (known,) = await _known(bot)
    slot = await bot.parts.store.run(lambda work: work.to_be_emptied(known))
    bot.dialogs.draw = lambda message, desk: Answer(card(message.view), NEWS)
    await bot.owes(key="2", to=BENS, slot=slot, mode="edit", view=emptying.VIEW)
    await bot.settle()
    assert bot.teams.calls[-1].method == "PUT" and bot.teams.calls[-1].path.endswith("/activities/message-1")
    assert await _known(bot) == []
    assert await bot.parts.store.run(lambda work: work.slots_of(RR, BENS)) == {f"{RR}:vote": "message-1"}


async def test_it_is_forgotten_once_somebody_has_deleted_it(bot: Running) -> None:
    await _sent(bot)
    bot.teams.script(Scripted(404, "ActivityNotFoundInConversation"))
    await bot.owes(key="2", to=BENS, slot=f"{RR}:vote", mode="edit")
    await bot.settle()
    assert await _known(bot) == []
