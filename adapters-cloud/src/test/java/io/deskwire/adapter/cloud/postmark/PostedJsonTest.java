package io.deskwire.adapter.cloud.postmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.deskwire.json.Json;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostedJsonTest {

    private static PostedJson read(String json) throws IOException {
        return PostedJson.read(Content.of(json.getBytes(StandardCharsets.UTF_8)))
                .orElseThrow();
    }

    private static Content content(PostedJson posted, String name) {
        return Objects.requireNonNull(posted.content(posted.tree().get(name)), name);
    }

    private static String text(Content content) throws IOException {
        try (InputStream bytes = content.open()) {
            return new String(bytes.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void long_texts_read_as_the_parser_reads_them() throws IOException {
        String[] bits = {
            "a", "é", "件", "😀", "\\n", "\\\"", "\\\\", "\\/", "\\u00e9", "\\ud83d\\ude00", "\\u0007", "\\b\\f\\r\\t"
        };
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            StringBuilder json = new StringBuilder("{\"first\":1,\"long\":\"");
            int length = 60_000 + random.nextInt(60_000);
            while (json.length() < length) {
                json.append(bits[random.nextInt(bits.length)]);
            }
            json.append("\",\"last\":[\"x\",{\"y\":\"z\"}]}");

            PostedJson posted = read(json.toString());
            Content content = content(posted, "long");

            String expected = (String) Objects.requireNonNull(
                    Json.lenient().parseObject(json.toString()).get("long"));
            assertThat(text(content)).isEqualTo(expected);
            assertThat(content.length()).isEqualTo(expected.getBytes(StandardCharsets.UTF_8).length);
            assertThat(posted.text(posted.tree(), "long")).isEqualTo(expected);
            assertThat(posted.tree()).containsKeys("first", "last");
        }
    }

    @Test
    void half_a_pair_stands_for_nothing() throws IOException {
        String filler = "x".repeat(70_000);
        PostedJson posted = read("{\"t\":\"" + filler + "\\ud83d\\u0041\\ude00\\ud83d\"}");

        assertThat(text(content(posted, "t"))).isEqualTo(filler + "\ufffdA\ufffd\ufffd");
    }

    @Test
    void several_long_texts_keep_their_places() throws IOException {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (int i = 0; i < 5; i++) {
            tree.put("t" + i, String.valueOf(i).repeat(65_535 + i));
        }
        PostedJson posted = read(Json.write(tree));

        for (int i = 0; i < 5; i++) {
            assertThat(text(content(posted, "t" + i))).isEqualTo(tree.get("t" + i));
        }
    }

    @Test
    void a_place_that_somebody_made_up_leads_nowhere() throws IOException {
        PostedJson posted = read("{\"a\":{\"@at\":2,\"@length\":9999},\"b\":{\"@at\":-5,\"@length\":1},"
                + "\"c\":{\"@at\":9223372036854775807,\"@length\":9223372036854775807}}");

        for (String name : posted.tree().keySet()) {
            assertThat(posted.content(posted.tree().get(name))).isNull();
            assertThat(posted.text(posted.tree(), name)).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "7", "{\"a\":\"", "{\"a\":1} x", "{\"a\" 1}"})
    void what_is_no_object_is_none(String json) throws IOException {
        assertThat(PostedJson.read(Content.of(json.getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void a_long_text_that_never_ends_is_no_json() throws IOException {
        String cut = "{\"a\":\"" + "x".repeat(200_000);

        assertThat(PostedJson.read(Content.of(cut.getBytes(StandardCharsets.UTF_8))))
                .isEmpty();
    }

    @Test
    void base64_is_read_whatever_stands_between() throws IOException {
        byte[] plain = new byte[1000];
        new Random(1).nextBytes(plain);
        String encoded = Base64.getMimeEncoder().encodeToString(plain) + " \u00e4-";
        Content decoded = new Base64Decoded(Content.of(encoded.getBytes(StandardCharsets.UTF_8)));

        try (InputStream bytes = decoded.open()) {
            assertThat(bytes.readAllBytes()).isEqualTo(plain);
        }
        assertThat(decoded.length()).isEqualTo(1000);
        assertThat(decoded.sha256()).isEqualTo(Content.of(plain).sha256());
        assertThat(new Base64Decoded(Content.of("Yg==Yg==Y".getBytes(StandardCharsets.UTF_8))).length())
                .isEqualTo(2);
    }

    @Test
    void only_a_mail_that_lost_something_is_damaged() throws IOException {
        assertThat(damaged("Content-Type: text/plain; charset=iso-8859-1\n\nplain"))
                .isFalse();
        assertThat(damaged("Content-Type: text/plain; charset=\"UTF-8\"\n\nüß")).isFalse();
        assertThat(damaged("Content-Type: text/plain\n\nüß")).isFalse();
        assertThat(damaged("Content-Type: text/plain; CHARSET=\"ISO-8859-1\"\n\nüß"))
                .isTrue();
        assertThat(damaged("Content-Type: text/plain; charset=windows-1252")).isFalse();
        assertThat(damaged("ccharset=big5 ü")).isTrue();
        assertThat(damaged("charset=utf-8\n\nGr\ufffdn")).isTrue();
    }

    private static boolean damaged(String mail) throws IOException {
        return RawText.isDamaged(Content.of(mail.getBytes(StandardCharsets.UTF_8)));
    }
}
