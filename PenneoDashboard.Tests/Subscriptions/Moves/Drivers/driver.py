"""Reads one case a line from standard input, its fields base64 and parted by blanks, and answers true or false for each."""
import base64
import importlib.util
import json
import sys

spec = importlib.util.spec_from_file_location("verify", sys.argv[1])
sample = importlib.util.module_from_spec(spec)
spec.loader.exec_module(sample)

for line in sys.stdin:
    secret, headers, body, now, tolerance = (base64.b64decode(x) for x in line.strip().split(" "))
    print(str(sample.verify_penneo(secret.decode(), json.loads(headers), body, int(now), int(tolerance))).lower())
