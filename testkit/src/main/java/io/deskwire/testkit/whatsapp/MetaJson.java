package io.deskwire.testkit.whatsapp;

import io.deskwire.json.Json;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Meta writes it: {@code \/} for a slash and lower-case {@code \}{@code uXXXX} for everything beyond ASCII. The
 * signature covers these very bytes, so code that parses and writes again before it verifies is found out.
 */
final class MetaJson {

    private MetaJson() {}

    static String write(@Nullable Object tree) {
        String plain = Json.write(tree);
        StringBuilder escaped = new StringBuilder(plain.length() + 64);
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            // Slashes and characters beyond ASCII occur in JSON only inside texts.
            if (c == '/') {
                escaped.append("\\/");
            } else if (c > 0x7e) {
                escaped.append(String.format("\\u%04x", (int) c));
            } else {
                escaped.append(c);
            }
        }
        return escaped.toString();
    }

    static byte[] bytes(@Nullable Object tree) {
        return write(tree).getBytes(StandardCharsets.US_ASCII);
    }
}
