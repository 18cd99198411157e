"""What the wiki's errors mean for us: later, a person must look, somebody else was faster.

Codes: https://www.mediawiki.org/wiki/API:Errors_and_warnings and API:Edit. Each was seen from a
MediaWiki 1.39, or from a stand-in where that cannot be made to give it.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

import requests
from mwclient import errors

from bot.assistant.doors import retry_after
from bot.clock import Clock
from bot.documents.lines import cut, one_line
from bot.errors import Refusal, TryLater
from bot.model.wiki import Late

T = TypeVar("T")
LONGEST_REASON = 200
CONFLICT = 3
"""How many values mwclient gives with the error that tells of an edit conflict."""
NOBODY_HERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.GONE, HTTPStatus.METHOD_NOT_ALLOWED})


class ChangedMeanwhileError(Exception):
    """Somebody wrote, made or removed the page since it was read."""


class LoggedOutError(Exception):
    """The wiki does not know us any more."""


MEANING: dict[str, Callable[[], Exception]] = {
    **dict.fromkeys(
        ("articleexists", "missingtitle", "pagedeleted", "editconflict"), ChangedMeanwhileError
    ),
    **dict.fromkeys(
        ("assertuserfailed", "assertnameduserfailed", "badtoken", "readapidenied"), LoggedOutError
    ),
    **dict.fromkeys(("ratelimited", "maxlag"), lambda: TryLater(Late.SLOW_DOWN)),
    **dict.fromkeys(("blocked", "autoblocked"), lambda: Refusal("wiki.blocked")),
    **dict.fromkeys(
        ("permissiondenied", "noedit", "noedit-anon", "cantcreate", "cantcreate-anon"),
        lambda: Refusal("wiki.not_allowed"),
    ),
    "readonly": lambda: TryLater(Late.READ_ONLY),
}


def in_our_words(act: Callable[[], T]) -> T:
    """What the call gives; its errors as a Refusal, a TryLater, or one of the two above."""
    try:
        return act()
    except errors.AssertUserFailedError:
        raise LoggedOutError from None
    except errors.MwClientError as problem:
        raise _of_wiki(problem) from None
    except requests.HTTPError as problem:
        raise _of_status(problem.response) from None
    except requests.RequestException:
        raise TryLater(Late.AWAY) from None
    except (KeyError, TypeError):
        # An answer in JSON that has another shape than MediaWiki's.
        raise TryLater(Late.NO_ANSWER) from None


def refused(reason: str) -> Refusal:
    """A refusal in the wiki's own words, on one line."""
    return Refusal("wiki.refused", said=cut(one_line(reason), LONGEST_REASON))


def _of_wiki(problem: Exception) -> Exception:
    match problem:
        case errors.LoginError():
            said = cut(one_line(str(problem.info)), LONGEST_REASON)
            return Refusal("wiki.not_let_in", said=said)
        case errors.UserBlocked():
            return Refusal("wiki.blocked")
        case errors.ProtectedPageError():
            # Without a code, mwclient has seen by itself that the account has no right to edit.
            return _of_code(problem.code or "permissiondenied", problem.info or "")
        case errors.APIError():
            return _of_code(str(problem.code), str(problem.info))
        case errors.EditError():
            return _of_edit(problem.args)
    return TryLater(Late.NO_ANSWER)


def _of_code(code: str, reason: str) -> Exception:
    if code in MEANING:
        return MEANING[code]()
    if code.startswith("internal_api_error"):
        return TryLater(Late.NO_ANSWER)
    return Refusal("wiki.protected") if "protected" in code else refused(reason or code)


def _of_edit(given: tuple[object, ...]) -> Exception:
    """A conflict; or an edit that an extension of the wiki did not let pass, for its reason."""
    if len(given) == CONFLICT:
        return ChangedMeanwhileError()
    answer = given[-1] if isinstance(given[-1], dict) else {}
    return refused(str(answer.get("info") or answer.get("code") or answer.get("result")))


def _of_status(response: requests.Response | None) -> Exception:
    assert response is not None
    status = response.status_code
    if status in NOBODY_HERE:
        return Refusal("wiki.no_wiki", status=status)
    wait = retry_after(response.headers.get("Retry-After"), Clock().now())
    slow = status == HTTPStatus.TOO_MANY_REQUESTS
    return TryLater(Late.SLOW_DOWN if slow else Late.NO_ANSWER, after=wait)
