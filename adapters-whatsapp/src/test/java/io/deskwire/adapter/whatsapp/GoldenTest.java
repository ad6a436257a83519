package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.json.DomainJson;
import io.deskwire.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of body that providers send becomes exactly what its golden file says. */
class GoldenTest {

    static List<String> names() {
        return Bodies.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_body_becomes_what_its_golden_file_says(String name) throws IOException {
        List<Object> found = new ArrayList<>();
        for (RawItem item : Bodies.items(name, Bodies.read(name))) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("source_key", item.sourceKey());
            one.put("format", item.format());
            one.put("meta", new TreeMap<>(item.meta()));
            one.put("message", DomainJson.toTree(Bodies.decode(item)));
            found.add(one);
        }
        String actual = Json.writePretty(found) + "\n";
        String file = name.replaceAll("\\.[a-z]+$", ".json");
        Path golden = Bodies.root().resolveSibling("golden").resolve(file);
        if (!Files.exists(golden) || !Files.readString(golden).equals(actual)) {
            // To be looked at, and copied to the golden files when it is right.
            Path written = Path.of("target", "golden").resolve(file);
            Files.createDirectories(written.getParent());
            Files.writeString(written, actual);
        }
        assertThat(golden).exists();
        assertThat(actual).isEqualTo(Files.readString(golden));
    }
}
