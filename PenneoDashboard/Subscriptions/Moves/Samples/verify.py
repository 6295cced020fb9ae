"""Verifies the x-event-signature header of Penneo's webhooks. Python 3.8 or newer, no packages."""
import hashlib
import hmac
import re
import time as clock

# In Flask, before anything parses the body:
#   if not verify_penneo(secret, request.headers, request.get_data()):
#       abort(401)


def verify_penneo(secret, headers, body, now=None, tolerance=300):
    """
    secret: of the subscription, as text
    headers: all headers of the request, a mapping of text to text
    body: the bytes as they came, not JSON written anew
    now: seconds since 1970
    tolerance: how many seconds Penneo's clock and ours may lie apart
    """
    received = {name.lower(): value for name, value in headers.items()}
    parts = {}
    for part in received.get("x-event-signature", "").split(","):
        name, equals, value = part.partition("=")
        if not name or not equals or name in parts:
            return False
        parts[name] = value

    time = parts.get("t", "")
    if not re.fullmatch(r"[0-9]{1,15}", time):
        return False
    signed = time + "."
    if "v1" in parts:
        names = parts.get("h", "")
        values = [received.get(name.lower()) for name in names.split(" ")]
        if not names or None in values:
            return False
        signed += ".".join([names, *values]) + "."

    code = parts.get("v1", parts.get("v0", ""))  # a wrong v1 is never made good by a v0
    now = clock.time() if now is None else now
    if not re.fullmatch(r"[0-9a-f]{64}", code) or abs(int(now) - int(time)) > tolerance:
        return False
    expected = hmac.new(secret.encode(), signed.encode() + body, hashlib.sha256).hexdigest()
    return hmac.compare_digest(expected, code)
