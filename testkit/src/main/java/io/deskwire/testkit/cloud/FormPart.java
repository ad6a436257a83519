package io.deskwire.testkit.cloud;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A field or file of a form. */
record FormPart(
        String name, @Nullable String fileName, @Nullable String contentType, byte[] value) {

    static FormPart text(String name, String value) {
        return new FormPart(name, null, null, value.getBytes(StandardCharsets.UTF_8));
    }

    String text() {
        return new String(value, StandardCharsets.UTF_8);
    }
}
