<?php
// Verifies the x-event-signature header of Penneo's webhooks. PHP 8.0 or newer, no packages.
//
//   $body = file_get_contents('php://input'); // before anything parses it
//   if (!verify_penneo($secret, getallheaders(), $body)) {
//       http_response_code(401);
//       exit;
//   }

declare(strict_types=1);

/**
 * @param string                $secret    of the subscription
 * @param array<string, string> $headers   all headers of the request
 * @param string                $body      the bytes as they came, not JSON written anew
 * @param int|null              $now       seconds since 1970
 * @param int                   $tolerance how many seconds Penneo's clock and ours may lie apart
 */
function verify_penneo(string $secret, array $headers, string $body, ?int $now = null, int $tolerance = 300): bool
{
    $headers = array_change_key_case($headers, CASE_LOWER);
    $parts = [];
    foreach (explode(',', $headers['x-event-signature'] ?? '') as $part) {
        [$name, $value] = explode('=', $part, 2) + [1 => null];
        if ($name === '' || $value === null || array_key_exists($name, $parts)) {
            return false;
        }
        $parts[$name] = $value;
    }

    $time = $parts['t'] ?? '';
    if (preg_match('/\A[0-9]{1,15}\z/', $time) !== 1) {
        return false;
    }
    $signed = "$time.";
    if (isset($parts['v1'])) {
        $names = $parts['h'] ?? '';
        if ($names === '') {
            return false;
        }
        $signed .= "$names.";
        foreach (explode(' ', $names) as $name) {
            $value = $headers[strtolower($name)] ?? null;
            if ($value === null) {
                return false;
            }
            $signed .= "$value.";
        }
    }

    $code = $parts['v1'] ?? $parts['v0'] ?? ''; // a wrong v1 is never made good by a v0
    if (preg_match('/\A[0-9a-f]{64}\z/', $code) !== 1 || abs(($now ?? time()) - (int) $time) > $tolerance) {
        return false;
    }
    return hash_equals(hash_hmac('sha256', $signed . $body, $secret), $code);
}
