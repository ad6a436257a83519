package io.deskwire.rules;

import io.deskwire.rules.Candidate.SeenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads conditions on files: all of an object must hold for the same file. */
final class AttachmentReader {

    private final TextTestReader texts;

    AttachmentReader(TextTestReader texts) {
        this.texts = texts;
    }

    /** Null when something is wrong with it. */
    @Nullable Condition read(Place place, @Nullable Object value) {
        if (value instanceof Boolean wanted) {
            return c -> c.message().attachments().stream().anyMatch(file -> !file.inline()) == wanted;
        }
        Map<String, Object> object = place.object(value, Set.of("name", "type", "size", "inline"));
        if (object == null) {
            return null;
        }
        if (object.isEmpty()) {
            place.wrong("must have name, type, size or inline; true means any file");
            return null;
        }
        List<Function<SeenFile, Boolean>> tests = new ArrayList<>();
        if (object.containsKey("name")) {
            TextTest name = texts.read(place.field("name"), object.get("name"), TextTest.Way.CONTAINS);
            addIf(tests, name, test -> file -> test.passes(file.name()));
        }
        if (object.containsKey("type")) {
            TextTest type = texts.read(place.field("type"), object.get("type"), TextTest.Way.STARTS_WITH);
            addIf(tests, type, test -> file -> test.passes(file.type()));
        }
        if (object.containsKey("size")) {
            addIf(
                    tests,
                    Range.read(place.field("size"), object.get("size")),
                    range -> file -> file.file().size() >= 0
                            && range.holds((double) file.file().size()));
        }
        if (object.containsKey("inline")) {
            addIf(
                    tests,
                    place.field("inline").bool(object.get("inline")),
                    inline -> file -> file.file().inline() == inline);
        }
        return tests.size() < object.size()
                ? null
                : c -> c.files().stream().anyMatch(file -> tests.stream().allMatch(test -> test.apply(file)));
    }

    private static <T> void addIf(
            List<Function<SeenFile, Boolean>> tests, @Nullable T test, Function<T, Function<SeenFile, Boolean>> of) {
        if (test != null) {
            tests.add(of.apply(test));
        }
    }
}
