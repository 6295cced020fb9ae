// Reads one case a line from standard input, its fields base64 and parted by blanks, and answers true or false for each.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

final class Driver {
    public static void main(String[] arguments) throws Exception {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] fields = line.split(" ", -1);
            System.out.println(PenneoWebhook.verify(
                text(fields[0]), headers(text(fields[1])), Base64.getDecoder().decode(fields[2]), Long.parseLong(text(fields[3])), Long.parseLong(text(fields[4]))));
        }
    }

    // A flat JSON object of plain texts is all there is, and the standard library has no JSON.
    private static Map<String, String> headers(String json) {
        var headers = new HashMap<String, String>();
        var texts = java.util.regex.Pattern.compile("\"([^\"]*)\"").matcher(json);
        while (texts.find()) {
            String name = texts.group(1);
            texts.find();
            headers.put(name, texts.group(1).replace("\\n", "\n"));
        }
        return headers;
    }

    private static String text(String field) {
        return new String(Base64.getDecoder().decode(field), StandardCharsets.UTF_8);
    }
}
