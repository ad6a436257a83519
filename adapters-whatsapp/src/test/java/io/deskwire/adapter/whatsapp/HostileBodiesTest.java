package io.deskwire.adapter.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.channel.RawItem;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Content;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in the place of anything: nothing throws, and nothing that the body told is gone. */
class HostileBodiesTest {

    private static final List<Object> REPLACEMENTS = replacements();

    private static List<Object> replacements() {
        List<Object> values = new ArrayList<>(Arrays.asList(
                null,
                0L,
                -1.5e300,
                true,
                "",
                " ",
                "x",
                "\u0000\u202e\r\n",
                "9".repeat(400),
                List.of(),
                Map.of(),
                Map.of("x", Map.of("id", "y")),
                List.of(List.of("x"), 7L, Map.of("id", "z"))));
        List<Object> withNulls = new ArrayList<>();
        withNulls.add(null);
        values.add(withNulls);
        return values;
    }

    static List<String> documents() {
        return Bodies.names().stream().filter(name -> !Bodies.isForm(name)).toList();
    }

    static List<String> forms() {
        return Bodies.names().stream().filter(Bodies::isForm).toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_value_replaced_by_everything_harms_nothing(String name) {
        Object tree = Json.lenient().parse(Bodies.read(name));
        int[] mutants = new int[1];
        mutate(tree, mutant -> {
            mutants[0]++;
            byte[] body = Json.writeBytes(mutant);
            List<RawItem> items = Bodies.items(name, body);
            Set<String> kept = new HashSet<>();
            for (RawItem item : items) {
                assertThat(item.sourceKey()).matches("[!-~]{1,700}");
                assertThat(Bodies.decode(item).dedupeKey()).startsWith("wa:");
                media(item);
                kept.addAll(leaves(Bodies.bytes(item)));
            }
            // A value that has no elements left tells nothing; of all others every text is still there.
            Set<String> told = items.isEmpty() ? ids(body) : elementLeaves(body);
            assertThat(kept).as("%s", Json.write(mutant)).containsAll(told);
        });
        assertThat(mutants[0]).isGreaterThan(REPLACEMENTS.size() * 5);
    }

    /** Runs with the tree as it is after each replacement, and puts everything back. */
    private static void mutate(@Nullable Object tree, Consumer<Object> check) {
        List<Object> root = new ArrayList<>();
        root.add(tree);
        walk(root, root, check);
    }

    @SuppressWarnings("unchecked")
    private static void walk(List<Object> root, @Nullable Object node, Consumer<Object> check) {
        if (node instanceof Map<?, ?> plain) {
            Map<String, Object> map = (Map<String, Object>) plain;
            for (String key : List.copyOf(map.keySet())) {
                Object old = map.get(key);
                for (Object replacement : REPLACEMENTS) {
                    map.put(key, replacement);
                    check.accept(root.get(0));
                }
                map.put(key, old);
                walk(root, old, check);
            }
        } else if (node instanceof List<?> plain) {
            List<Object> list = (List<Object>) plain;
            for (int i = 0; i < list.size(); i++) {
                Object old = list.get(i);
                for (Object replacement : REPLACEMENTS) {
                    list.set(i, replacement);
                    check.accept(root.get(0));
                }
                list.set(i, old);
                walk(root, old, check);
            }
        }
    }

    private static void media(RawItem item) {
        try {
            for (int i = -1; i < 3; i++) {
                InboundMedia.of(Content.of(Bodies.bytes(item)), item.meta(), i);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static Set<String> leaves(byte[] body) {
        Set<String> found = new HashSet<>();
        try {
            collect(Json.lenient().parse(body), found);
        } catch (JsonException e) {
            found.add(new String(body, StandardCharsets.UTF_8));
        }
        return found;
    }

    private static void collect(@Nullable Object node, Set<String> found) {
        if (node instanceof Map<?, ?> map) {
            map.values().forEach(value -> collect(value, found));
        } else if (node instanceof List<?> list) {
            list.forEach(value -> collect(value, found));
        } else if (node instanceof String text) {
            found.add(text);
        }
    }

    private static Set<String> ids(byte[] body) {
        Set<String> ids = leaves(body);
        ids.removeIf(text -> !text.startsWith("wamid.") && !text.startsWith("wacid."));
        return ids;
    }

    /** The texts of every change that still has something besides metadata and contacts. */
    private static Set<String> elementLeaves(byte[] body) {
        Object tree = Json.lenient().parse(body);
        if (!(tree instanceof Map<?, ?> map) || !(map.get("entry") instanceof List<?> entries)) {
            return leaves(body);
        }
        Set<String> found = new HashSet<>();
        for (Object entry : entries) {
            if (entry instanceof Map<?, ?> object && object.get("changes") instanceof List<?> changes) {
                for (Object change : changes) {
                    if (tells(change)) {
                        collect(change, found);
                    }
                }
            } else if (!(entry instanceof Map)) {
                collect(entry, found);
            }
        }
        return found;
    }

    private static boolean tells(@Nullable Object change) {
        if (!(change instanceof Map<?, ?> object) || !(object.get("value") instanceof Map<?, ?> value)) {
            return change != null && !(change instanceof List<?>);
        }
        Map<Object, Object> rest = new LinkedHashMap<>(value);
        rest.keySet().removeAll(Set.of("messaging_product", "metadata", "contacts"));
        rest.values()
                .removeIf(left -> left == null
                        || (left instanceof List<?> list && list.stream().allMatch(element -> element == null)));
        return !rest.isEmpty();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void a_body_that_breaks_off_is_kept_whole(String name) {
        byte[] body =
                new String(Bodies.read(name), StandardCharsets.UTF_8).strip().getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < body.length; length += 3) {
            byte[] cut = Arrays.copyOf(body, length);
            List<RawItem> items = Bodies.items(name, cut);
            assertThat(items).hasSize(1);
            assertThat(Bodies.bytes(items.get(0))).isEqualTo(cut);
            assertThat(Bodies.decode(items.get(0)).issues()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void forms_with_any_bytes_harm_nothing(String name) {
        String odds = "&=%+\0\r\n;:whatsapp";
        byte[] body = Bodies.read(name);
        Random random = new Random(4711);
        for (int round = 0; round < 3000; round++) {
            byte[] odd = Arrays.copyOf(body, random.nextInt(body.length + 1));
            for (int flips = random.nextInt(6); flips > 0 && odd.length > 0; flips--) {
                odd[random.nextInt(odd.length)] = (byte) odds.charAt(random.nextInt(odds.length()));
            }
            List<RawItem> items = Bodies.items(name, odd);
            assertThat(items).hasSize(1);
            assertThat(Bodies.bytes(items.get(0))).isEqualTo(odd);
            assertThat(items.get(0).sourceKey()).matches("[!-~]{1,700}");
            assertThat(Bodies.decode(items.get(0)).dedupeKey()).startsWith("wa:");
            media(items.get(0));
        }
    }

    @Test
    void depth_costs_nothing() {
        byte[] deep = "[".repeat(3_000_000).getBytes(StandardCharsets.UTF_8);
        List<RawItem> items = Bodies.items("deep.json", deep);
        assertThat(items).hasSize(1);
        assertThat(Bodies.decode(items.get(0)).issues()).isNotEmpty();

        String nested = "{\"a\":".repeat(180) + "1" + "}".repeat(180);
        String body = Bodies.envelope("{\"id\":\"wamid.D\",\"type\":\"hologram\",\"hologram\":" + nested + "}");
        List<RawItem> one = Bodies.items("deep.json", body.getBytes(StandardCharsets.UTF_8));
        assertThat(one).hasSize(1);
        assertThat(one.get(0).sourceKey()).isEqualTo("message:wamid.D");
        assertThat(Bodies.decode(one.get(0)).body().text()).isEqualTo("[Unsupported WhatsApp message: hologram]");
    }
}
