<?php
// Reads one case a line from standard input, its fields base64 and parted by blanks, and answers true or false for each.
declare(strict_types=1);
require $argv[1];

while (($line = fgets(STDIN)) !== false) {
    [$secret, $headers, $body, $now, $tolerance] = array_map(fn ($x) => base64_decode($x), explode(' ', trim($line)));
    echo verify_penneo($secret, json_decode($headers, true), $body, (int) $now, (int) $tolerance) ? "true\n" : "false\n";
}
