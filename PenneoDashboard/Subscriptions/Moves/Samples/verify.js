// Verifies the x-event-signature header of Penneo's webhooks. Node.js 16 or newer, no packages.
const { createHmac, timingSafeEqual } = require("node:crypto");

// In Express, before anything parses the body:
//   app.post("/penneo", express.raw({ type: () => true }), (request, response) => {
//     if (!verifyPenneo(secret, request.headers, request.body)) return response.sendStatus(401);

/**
 * @param {string} secret of the subscription
 * @param {Record<string, string>} headers all headers of the request
 * @param {Buffer} body the bytes as they came, not JSON written anew
 * @param {number} now seconds since 1970
 * @param {number} tolerance how many seconds Penneo's clock and ours may lie apart
 */
function verifyPenneo(secret, headers, body, now = Date.now() / 1000, tolerance = 300) {
  const received = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  const parts = new Map();
  for (const part of (received.get("x-event-signature") ?? "").split(",")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(at, 0));
    if (name === "" || parts.has(name)) return false;
    parts.set(name, part.slice(at + 1));
  }

  const time = parts.get("t") ?? "";
  if (!/^[0-9]{1,15}$/.test(time)) return false;
  let signed = `${time}.`;
  if (parts.has("v1")) {
    const names = parts.get("h") ?? "";
    const values = names.split(" ").map((name) => received.get(name.toLowerCase()));
    if (names === "" || values.includes(undefined)) return false;
    signed += [names, ...values].join(".") + ".";
  }

  const code = parts.get("v1") ?? parts.get("v0") ?? ""; // a wrong v1 is never made good by a v0
  if (!/^[0-9a-f]{64}$/.test(code) || Math.abs(Math.floor(now) - Number(time)) > tolerance) return false;
  const expected = createHmac("sha256", secret).update(signed, "utf8").update(body).digest();
  return timingSafeEqual(expected, Buffer.from(code, "hex"));
}

module.exports = { verifyPenneo };
