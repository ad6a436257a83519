package io.deskwire.fuzz;

import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import java.util.Objects;

/** JSON of people and of machines: read or refused, and what was read comes back from what is written. */
public final class JsonTarget {

    private JsonTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        roundTrip(Json.strict(), data);
        roundTrip(Json.lenient(), data);
    }

    private static void roundTrip(Json json, byte[] data) {
        Object tree;
        try {
            tree = json.parse(data);
        } catch (JsonException e) {
            return;
        }
        String once = Json.write(tree);
        String twice = Json.write(Json.lenient().parse(once));
        Expect.that(Objects.equals(once, twice), "a tree changes when it is written and read");
    }
}
