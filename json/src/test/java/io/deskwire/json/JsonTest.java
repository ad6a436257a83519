package io.deskwire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    private static JsonException refusal(Json json, String text) {
        JsonException refusal = catchThrowableOfType(JsonException.class, () -> json.parse(text));
        assertThat(refusal).as("refusal").isNotNull();
        return refusal;
    }

    @Test
    void every_kind_of_value_becomes_its_plain_java_type() {
        Map<String, Object> tree = Json.strict().parseObject("""
                        {"text":"é😀","yes":true,"no":false,"none":null,"small":1,"negative":-0,
                         "long":9223372036854775807,"big":9223372036854775808,"decimal":1.50,"exponent":1e3,
                         "list":[1,[],{}]}""");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("text", "é😀");
        expected.put("yes", true);
        expected.put("no", false);
        expected.put("none", null);
        expected.put("small", 1L);
        expected.put("negative", 0L);
        expected.put("long", Long.MAX_VALUE);
        expected.put("big", new BigInteger("9223372036854775808"));
        expected.put("decimal", new BigDecimal("1.50"));
        expected.put("exponent", new BigDecimal("1E+3"));
        expected.put("list", List.of(1L, List.of(), Map.of()));
        assertThat(tree).isEqualTo(expected);
        assertThat(tree.keySet()).containsExactlyElementsOf(expected.keySet());
        assertThat(Json.lenient().parse("null")).isNull();
        assertThat(Json.lenient().parse(" \"x\" ")).isEqualTo("x");
    }

    @Test
    void a_mistake_is_reported_with_its_place_and_nothing_of_the_text() {
        JsonException refusal = refusal(Json.strict(), "{\n  \"password\": hunter2-secret\n}");
        assertThat(refusal.line()).isEqualTo(2);
        assertThat(refusal.column()).isBetween(15, 30);
        for (Throwable t = refusal; t != null; t = t.getCause()) {
            assertThat(t.getMessage()).contains("line 2").doesNotContain("hunter2", "password");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[1,",
                "{\"a\":1,}",
                "[1,]",
                "{a:1}",
                "{'a':1}",
                "tru",
                "01",
                "+1",
                ".5",
                "1.",
                "NaN",
                "Infinity",
                "\"a",
                "\"\\x\"",
                "\"\\u12\"",
                "\"a\nb\"",
                "{} {}",
                "{}x",
                "/* c */ 1",
                "1 // c",
                "]",
                "}",
                "{\"a\"}",
                "{\"a\":}",
                "{1:2}",
                "\u0000",
                "--1",
                "1e"
            })
    void what_is_not_json_is_refused(String text) {
        assertThat(refusal(Json.strict(), text).line()).isPositive();
        assertThat(refusal(Json.lenient(), text).column()).isPositive();
    }

    @Test
    void a_name_that_stands_twice_is_refused_in_a_document_and_the_last_counts_otherwise() {
        String text = "{\"port\":1,\n \"PORT\":2, \"port\":3}";
        JsonException refusal = refusal(Json.strict(), text);
        assertThat(refusal).hasMessageContaining("twice").hasMessageContaining("line 2");
        assertThat(Json.lenient().parseObject(text)).isEqualTo(Map.of("port", 3L, "PORT", 2L));
        assertThat(refusal(Json.strict(), "{\"a\":null,\"a\":null}")).hasMessageContaining("twice");
    }

    @Test
    void limits_hold_to_the_value() {
        Json json = Json.lenient().withLimits(new JsonLimits(20, 3, 5));
        assertThat(json.parse("[[[]]]")).isEqualTo(List.of(List.of(List.of())));
        assertThat(refusal(json, "[[[[]]]]")).hasMessageContaining("too deeply");
        assertThat(json.parse("[1,2,3,4]")).isEqualTo(List.of(1L, 2L, 3L, 4L));
        assertThat(refusal(json, "[1,2,3,4,5]")).hasMessageContaining("too many");
        assertThat(json.parse("\"" + "a".repeat(18) + "\"")).isEqualTo("a".repeat(18));
        assertThat(refusal(json, "\"" + "a".repeat(19) + "\"")).hasMessageContaining("too long");
        assertThat(refusal(json, "1" + " ".repeat(20))).hasMessageContaining("too long");
    }

    @Test
    void hostile_texts_end_in_a_refusal() {
        for (Json json : List.of(Json.strict(), Json.lenient())) {
            for (String text : List.of(
                    "[".repeat(1_000_000),
                    "{\"a\":".repeat(200_000),
                    "9".repeat(900_000),
                    "0." + "9".repeat(900_000),
                    "1e999999999",
                    "1e-999999999",
                    "1e99999999999999999999",
                    "{\"" + "n".repeat(900_000) + "\":1}")) {
                assertThat(refusal(json, text)).hasMessageContaining("line 1");
            }
        }
        assertThat(refusal(Json.strict(), "[" + "1,".repeat(200_000) + "1]")).hasMessageContaining("too many");
    }

    @Test
    void names_chosen_to_share_one_hash_cost_no_more_than_others() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < 1 << 14; i++) {
            for (int bit = 0; bit < 14; bit++) {
                text.append(bit == 0 ? (i == 0 ? "\"" : ",\"") : "").append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            text.append("\":0");
        }
        assertThat(Json.strict().parseObject(text.append('}').toString())).hasSize(1 << 14);
    }

    @Test
    void bytes_are_utf_8_with_or_without_a_byte_order_mark() {
        byte[] marked = "\uFEFF{\"a\":\"é\"}".getBytes(StandardCharsets.UTF_8);
        assertThat(Json.strict().parse(marked)).isEqualTo(Map.of("a", "é"));
        assertThat(Json.strict().parse("\uFEFF{\"a\":\"é\"}")).isEqualTo(Map.of("a", "é"));
        byte[] broken = "{\n\"a\":\"?\"}".getBytes(StandardCharsets.UTF_8);
        broken[7] = (byte) 0xe9;
        assertThatThrownBy(() -> Json.strict().parse(broken))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("not valid UTF-8");
        assertThat(Json.lenient().parse(broken)).isEqualTo(Map.of("a", "\uFFFD"));
        assertThatThrownBy(() -> Json.strict().parse(new byte[] {(byte) 0xff, '1'}))
                .isInstanceOf(JsonException.class)
                .hasMessageContaining("not valid UTF-8");
    }

    @Test
    void a_stream_that_fails_is_not_taken_for_a_broken_text_and_is_left_open() throws IOException {
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                return read();
            }
        };
        InputStream cut =
                new SequenceInputStream(new ByteArrayInputStream("{\"a\":".getBytes(StandardCharsets.UTF_8)), failing);
        assertThatThrownBy(() -> Json.lenient().parse(cut))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("connection reset");

        AtomicBoolean closed = new AtomicBoolean();
        InputStream whole = new ByteArrayInputStream("[1]".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public void close() {
                closed.set(true);
            }
        };
        assertThat(Json.lenient().parse(whole)).isEqualTo(List.of(1L));
        assertThat(closed).isFalse();
    }

    @Test
    void an_object_is_asked_for_and_anything_else_refused() {
        assertThatThrownBy(() -> Json.strict().parseObject("[\"s3cret\"]"))
                .isInstanceOf(JsonException.class)
                .hasMessage("a JSON object was expected, not an array");
        assertThatThrownBy(() -> Json.strict().parseObject("null")).hasMessageEndingWith("not null");
    }

    @Test
    void a_tree_is_written_compactly_or_for_people() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("a", Arrays.asList(1, 2.5f, 1.5d, new BigDecimal("1E+3"), null, true));
        tree.put("b", Map.of());
        assertThat(Json.write(tree)).isEqualTo("{\"a\":[1,2.5,1.5,1E+3,null,true],\"b\":{}}");
        assertThat(Json.writePretty(tree))
                .isEqualTo(
                        "{\n  \"a\" : [\n    1,\n    2.5,\n    1.5,\n    1E+3,\n    null,\n    true\n  ],\n  \"b\" : { }\n}");
        assertThat(Json.writeBytes("é")).isEqualTo("\"é\"".getBytes(StandardCharsets.UTF_8));
        assertThat(Json.write(null)).isEqualTo("null");
    }

    @Test
    void what_postgresql_refuses_is_replaced_and_the_rest_kept() {
        assertThat(Json.write("a\0b\uD800c\uDC00\uD83D\uDE00\uD83D"))
                .isEqualTo("\"a\uFFFDb\uFFFDc\uFFFD\uD83D\uDE00\uFFFD\"");
        assertThat(Json.write(Map.of("k\0", 1))).isEqualTo("{\"k\uFFFD\":1}");
        String controls = "\u0001\t\n\r\u001f\u007f\u2028\"\\/";
        assertThat(Json.lenient().parse(Json.write(controls))).isEqualTo(controls);
        assertThat(Json.write(controls)).doesNotContain("\n").contains("\\u0001");
    }

    @Test
    void what_has_no_json_form_is_refused() {
        List<Object> cycle = new ArrayList<>();
        cycle.add(cycle);
        for (Object unwritable : Arrays.asList(
                Double.NaN,
                Float.POSITIVE_INFINITY,
                Instant.EPOCH,
                new int[0],
                Map.of(1, 1),
                List.of(new Object()),
                cycle)) {
            assertThatThrownBy(() -> Json.write(unwritable)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void random_trees_come_back_as_they_were() {
        for (long seed = 0; seed < 500; seed++) {
            RandomValues random = new RandomValues(new Random(seed));
            Object tree = random.tree(4);
            assertThat(Json.strict().parse(Json.write(tree)))
                    .as("seed %d", seed)
                    .isEqualTo(tree);
            assertThat(Json.lenient().parse(Json.writePretty(tree).getBytes(StandardCharsets.UTF_8)))
                    .as("seed %d", seed)
                    .isEqualTo(tree);
        }
    }

    @Test
    void damaged_texts_are_read_or_refused_and_nothing_else() {
        Random random = new Random(7);
        for (int round = 0; round < 5000; round++) {
            byte[] text = Json.writeBytes(new RandomValues(random).tree(3));
            for (int i = 0; i <= random.nextInt(3); i++) {
                text[random.nextInt(text.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = Arrays.copyOf(text, random.nextInt(text.length + 1));
            for (Json json : List.of(Json.strict(), Json.lenient())) {
                try {
                    Json.write(json.parse(cut));
                } catch (JsonException refused) {
                    assertThat(refused.line()).isPositive();
                }
            }
        }
    }
}
