package io.deskwire.app.cli;

import io.deskwire.app.InstallationException;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A {@code parser_config} document in a file. */
final class RulesDocument {

    private static final long LONGEST_FILE = 10_000_000;

    private RulesDocument() {}

    /**
     * The document, not checked yet.
     *
     * @throws InstallationException when it cannot be read
     */
    static Map<String, Object> of(Path file) {
        try {
            if (Files.size(file) > LONGEST_FILE) {
                throw new InstallationException(file + " is too large to be a document of rules");
            }
            return Json.strict().parseObject(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new InstallationException(
                    file + " cannot be read: " + e.getClass().getSimpleName());
        } catch (JsonException e) {
            throw new InstallationException(file + " is not a JSON object: " + e.getMessage());
        }
    }
}
