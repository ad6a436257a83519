package io.deskwire.app.explain;

import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.UnaryOperator;

/** Puts bytes that must be read more than once, and may be many, into a file for a while. */
final class Spool {

    private Spool() {}

    /** A new file with what a stream holds; whoever asked deletes it. */
    static Path copy(InputStream bytes) throws IOException {
        Path file = Files.createTempFile("deskwire-", ".spool");
        try {
            Files.copy(bytes, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** Likewise with a content as some filter shows it. */
    static Path copy(UnaryOperator<InputStream> filter, Content content) throws IOException {
        try (InputStream in = filter.apply(content.open())) {
            return copy(in);
        }
    }
}
