"""What ``circuit doctor`` says of Miro: whether it lets the bot see boards."""

from bot.commands.finding import Finding
from bot.errors import Refusal, TryLater
from bot.services.miro import MiroBoards
from bot.settings import Settings

TO_DO = {
    "miro_token": "it does not know the token; make a new one and set CIRCUIT_MIRO_TOKEN",
    "miro_scope": "the token needs the scopes boards:read and boards:write",
}


async def boards(chosen: Settings) -> Finding:
    """Whether boards can be seen; it makes none."""
    if not chosen.miro_token:
        return Finding("boards of Miro are made by hand; set CIRCUIT_MIRO_TOKEN to have them made")
    what = f"Miro {chosen.miro_url}"
    miro = MiroBoards(chosen.miro_url, chosen.miro_token)
    try:
        await miro.newest()
    except TryLater as problem:
        return Finding(what, f"{problem}; check the proxy and the network")
    except Refusal as problem:
        return Finding(what, TO_DO.get(problem.key, f"it says: {problem.facts['said']}"))
    finally:
        await miro.close()
    return Finding(what)
