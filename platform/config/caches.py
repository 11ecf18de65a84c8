"""Redis as cache, whose absence no page feels: what it held is asked for anew, and limits are not counted meanwhile."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

#: Seconds that a lock lies here at most. allauth counts its limits under one, lays it for ten and waits for one: the
#: member whose process was killed in between would be refused as if they had sent too much.
LOCKED_FOR = 1


class PatientRedisCache(RedisCache):
    """While Redis is away nothing is found and nothing is kept.

    The limits of signing in are then not counted for these seconds; a code still takes five tries at most, which stand
    in the session. Refusing everybody instead would close the house because its doorbell is broken.
    """

    def _or(self, instead: Any, ask: Callable[[], Any]) -> Any:
        try:
            return ask()
        except (RedisError, OSError) as fault:
            # The kind alone: a key may hold an address.
            log.warning("The cache does not answer (%s).", type(fault).__name__)
            return instead

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._or(default, lambda: super(PatientRedisCache, self).get(key, default, version))

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        return self._or({}, lambda: super(PatientRedisCache, self).get_many(keys, version))

    def set(self, key: Any, value: Any, *arguments: Any, **more: Any) -> None:
        self._or(None, lambda: super(PatientRedisCache, self).set(key, value, *arguments, **more))

    def set_many(self, data: Any, *arguments: Any, **more: Any) -> list[Any]:
        return self._or(list(data), lambda: super(PatientRedisCache, self).set_many(data, *arguments, **more))

    def add(self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """True: who waits for a lock that nobody can give would wait for ever."""
        if str(key).endswith(":lock"):
            timeout = LOCKED_FOR
        return self._or(True, lambda: super(PatientRedisCache, self).add(key, value, timeout, version))

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        return self._or(delta, lambda: super(PatientRedisCache, self).incr(key, delta, version))

    def touch(self, key: Any, *arguments: Any, **more: Any) -> bool:
        return self._or(False, lambda: super(PatientRedisCache, self).touch(key, *arguments, **more))

    def delete(self, key: Any, version: int | None = None) -> bool:
        return self._or(False, lambda: super(PatientRedisCache, self).delete(key, version))

    def delete_many(self, keys: Any, version: int | None = None) -> None:
        self._or(None, lambda: super(PatientRedisCache, self).delete_many(keys, version))

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._or(False, lambda: super(PatientRedisCache, self).has_key(key, version))
