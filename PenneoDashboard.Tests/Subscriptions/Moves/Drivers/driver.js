// Reads one case a line from standard input, its fields base64 and parted by blanks, and answers true or false for each.
const { verifyPenneo } = require(process.argv[2]);
const text = (field) => Buffer.from(field, "base64").toString();

for (const line of require("node:fs").readFileSync(0, "utf8").trim().split("\n")) {
  const [secret, headers, body, now, tolerance] = line.split(" ");
  console.log(verifyPenneo(text(secret), JSON.parse(text(headers)), Buffer.from(body, "base64"), Number(text(now)), Number(text(tolerance))));
}
