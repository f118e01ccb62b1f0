"""Allowances counted in Redis, shared by all processes: one script, one round trip."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

import redis

from portal.rating.limits.allowances import Allowance, Charge, ProtectionOff
from portal.web.day_keys import RedisDayKeys, day_key_name, local_day

# Answers the number of the first spent allowance, 0 when all were used, or -1 and the storage's
# half of the key of the day when this process holds another one (the storage was emptied, or two
# processes began at once).
# What this machine's clock, when it runs ahead, would keep for months ends within three days by the
# storage's own clock; all at one moment, so that no end tells when something was counted.
SCRIPT = """
local function ends(asked)
  local today = math.floor(tonumber(redis.call('TIME')[1]) / 86400)
  return math.min(tonumber(asked), (today + 3) * 86400)
end
local kept = redis.call('GET', KEYS[1])
if not kept then
  redis.call('SET', KEYS[1], ARGV[1], 'EXAT', ends(ARGV[2]))
elseif kept ~= ARGV[1] then
  return {-1, kept}
end
if redis.call('EXISTS', KEYS[4]) == 1 then
  return {0}
end
for i = 5, #KEYS do
  local uses = tonumber(redis.call('GET', KEYS[i]) or '0')
  if uses >= tonumber(ARGV[2 * i - 7]) then
    if redis.call('SET', KEYS[3], 1, 'NX', 'EXAT', ends(ARGV[2])) then
      redis.call('INCR', KEYS[2])
      redis.call('EXPIREAT', KEYS[2], ends(ARGV[2]))
    end
    return {i - 4}
  end
end
redis.call('SET', KEYS[4], 1, 'EXAT', ends(ARGV[2]))
for i = 5, #KEYS do
  redis.call('INCR', KEYS[i])
  redis.call('EXPIREAT', KEYS[i], ends(ARGV[2 * i - 6]))
end
return {0}
"""
OTHER_DAY_KEY = -1


class RedisStorage:
    """Counters in Redis; raises ``ProtectionOff`` when Redis cannot be reached."""

    def __init__(self, client: "redis.Redis", timezone: str, *, own_half: bytes) -> None:
        self._client = client
        self._timezone = timezone
        self._day_keys = RedisDayKeys(client, timezone, own_half=own_half)
        self._script = client.register_script(SCRIPT)

    def charge(self, ask: Callable[[bytes], Charge], *, now: datetime) -> Allowance | None:
        """Use every allowance once, or none and return the first that is spent.

        :raises ProtectionOff: when the storage cannot be reached.
        """
        try:
            held = self._day_keys.halved(now)
            charge = ask(held.key)
            answer = self._run(charge, half=held.half, now=now)
            if answer[0] == OTHER_DAY_KEY:
                held = self._day_keys.adopt(answer[1], now=now)
                charge = ask(held.key)
                answer = self._run(charge, half=held.half, now=now)
        except redis.RedisError as error:
            raise ProtectionOff from error
        return charge.allowances[answer[0] - 1] if answer[0] else None

    def counts(self, names: list[str]) -> list[int]:
        """Return how often each of ``names`` was used.

        :raises ProtectionOff: when the storage cannot be reached.
        """
        try:
            found = cast(list[bytes | None], self._client.mget(names))
        except redis.RedisError as error:
            raise ProtectionOff from error
        return [int(count or 0) for count in found]

    def _run(self, charge: Charge, *, half: bytes, now: datetime) -> list[Any]:
        day_key = day_key_name(local_day(now, self._timezone))
        arguments: list[Any] = [half, int(charge.midnight.timestamp())]
        for allowance in charge.allowances:
            arguments += [allowance.budget, int(allowance.expires_at.timestamp())]
        names = [allowance.name for allowance in charge.allowances]
        keys = [day_key, charge.stopped, charge.stopped_once, charge.submission, *names]
        return cast(list[Any], self._script(keys=keys, args=arguments))
