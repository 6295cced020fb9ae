// Verifies the x-event-signature header of Penneo's webhooks. Java 17 or newer, no packages.
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class PenneoWebhook {
    // In a servlet, before anything parses the body:
    //   byte[] body = request.getInputStream().readAllBytes();
    //   if (!PenneoWebhook.verify(secret, headers, body, System.currentTimeMillis() / 1000, 300)) {
    //       response.sendError(401);
    //   }

    /**
     * @param secret of the subscription
     * @param headers all headers of the request
     * @param body the bytes as they came, not JSON written anew
     * @param now seconds since 1970
     * @param tolerance how many seconds Penneo's clock and ours may lie apart
     */
    static boolean verify(String secret, Map<String, String> headers, byte[] body, long now, long tolerance)
            throws GeneralSecurityException {
        Map<String, String> received = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        received.putAll(headers);
        Map<String, String> parts = new HashMap<>();
        for (String part : received.getOrDefault("x-event-signature", "").split(",", -1)) {
            int at = part.indexOf('=');
            if (at < 1 || parts.put(part.substring(0, at), part.substring(at + 1)) != null) {
                return false;
            }
        }

        String time = parts.getOrDefault("t", "");
        if (!time.matches("[0-9]{1,15}")) {
            return false;
        }
        StringBuilder signed = new StringBuilder(time).append('.');
        if (parts.containsKey("v1")) {
            String names = parts.getOrDefault("h", "");
            if (names.isEmpty()) {
                return false;
            }
            signed.append(names).append('.');
            for (String name : names.split(" ", -1)) {
                if (!received.containsKey(name)) {
                    return false;
                }
                signed.append(received.get(name)).append('.');
            }
        }

        // A wrong v1 is never made good by a v0.
        String code = parts.getOrDefault("v1", parts.getOrDefault("v0", ""));
        if (!code.matches("[0-9a-f]{64}") || Math.abs(now - Long.parseLong(time)) > tolerance) {
            return false;
        }
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        mac.update(signed.toString().getBytes(StandardCharsets.UTF_8));
        return MessageDigest.isEqual(mac.doFinal(body), HexFormat.of().parseHex(code));
    }
}
