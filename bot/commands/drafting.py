"""What ``circuit doctor`` says of the drafting model."""

from aiohttp import ClientTimeout
from yarl import URL

from bot.commands.finding import Finding
from bot.errors import TryLater
from bot.services.model import DraftingModel, Useless
from bot.settings import Settings

PATIENCE = ClientTimeout(total=10.0)
WHAT = "the drafting model"


async def model(chosen: Settings) -> Finding:
    """Whether the service lets us in and has the model; nothing is drafted."""
    if not chosen.model_url:
        return Finding(f"{WHAT} is off; set CIRCUIT_MODEL_URL to turn it on")
    door = DraftingModel(chosen.model_url, chosen.model_key, PATIENCE)
    try:
        return _found(URL(chosen.model_url).query.get("model", ""), await door.names())
    except Useless as problem:
        shut = str(problem) == "model_not_let_in"
        to_do = "it does not let us in" if shut else "it lists no models as OpenAI's interface does"
        return Finding(WHAT, f"{to_do}; check CIRCUIT_MODEL_URL and CIRCUIT_MODEL_KEY")
    except (TryLater, TimeoutError):
        return Finding(WHAT, "it does not answer; check CIRCUIT_MODEL_URL")
    finally:
        await door.close()


def _found(named: str, names: list[str]) -> Finding:
    if named and named not in names:
        return Finding(WHAT, f"there is no “{named}”, but “{names[0]}”; check CIRCUIT_MODEL_URL")
    return Finding(f"{WHAT} “{named or names[0]}”")
