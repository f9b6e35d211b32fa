"""Any LangChain chat model by name, always behind the privacy boundary."""

from __future__ import annotations

from assistant.domain.errors import Misconfigured
from assistant.models.boundary import PrivateChatModel

#: Seconds that a call may take, and how often it is tried again.
_TIMEOUT, _RETRIES = 30, 1


def load_chat_model(name: str, *, timeout: float = _TIMEOUT) -> PrivateChatModel:
    """The model ``provider:name``, each of whose calls may take ``timeout`` seconds.

    Raises ``Misconfigured`` where the name or the provider's package is not right.
    """
    from langchain.chat_models import init_chat_model

    provider, _, model = name.partition(":")
    if not provider or not model:
        raise Misconfigured(
            f"{name!r} is not provider:name", where="CLAIMWRIGHT_MODEL", fix="write it like openai:gpt-4o, or unset it"
        )
    try:
        inner = init_chat_model(model, model_provider=provider, timeout=timeout, max_retries=_RETRIES, temperature=0)
    except ImportError as error:
        raise Misconfigured(
            f"the package for {provider!r} is not installed",
            where="CLAIMWRIGHT_MODEL",
            fix=f"pip install langchain-{provider.replace('_', '-')}, or unset it",
        ) from error
    except (ValueError, TypeError) as error:
        raise Misconfigured(
            f"{name!r} cannot be opened: {str(error).splitlines()[0][:160]}",
            where="CLAIMWRIGHT_MODEL",
            fix="check provider and key, or unset it",
        ) from error
    except Exception as error:
        if type(error).__module__.split(".")[0] in ("assistant", "builtins"):
            raise
        raise Misconfigured(  # a provider's own error, such as a missing key
            f"{name!r} cannot be opened ({type(error).__name__})",
            where="CLAIMWRIGHT_MODEL",
            fix="set the provider's key, or unset it",
        ) from error
    return PrivateChatModel(inner=inner, name=name)
