package io.deskwire.fuzz;

import io.deskwire.mime.PlainText;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Bytes under any label. */
public final class CharsetTarget {

    private CharsetTarget() {}

    /** A line with the label, then the bytes. */
    public static void fuzzerTestOneInput(byte[] data) {
        FuzzInput input = new FuzzInput(data);
        String label = input.line();
        byte[] bytes = input.rest();
        String text = PlainText.decode(bytes, label);
        PlainText.decode(bytes, null);
        Expect.that(text.length() <= 4L * bytes.length + 16, "more text than bytes can hold");
        if (label.equalsIgnoreCase("utf-8")) {
            String strict = utf8(bytes);
            // Controls may mean that the label is wrong: UTF-16, ISO-2022.
            Expect.that(
                    strict == null
                            || strict.chars().anyMatch(c -> c < ' ')
                            || bare(strict).equals(bare(text)),
                    "sound UTF-8 was changed");
        }
    }

    private static String bare(String text) {
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private static @Nullable String utf8(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
