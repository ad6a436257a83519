package io.deskwire.adapter.cloud.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import io.deskwire.message.Content;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FormBodyTest {

    private static final String PART = "--xYzZY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nv";
    private static final String MULTIPART = "multipart/form-data; boundary=xYzZY";

    private static byte[] latin1(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static FormBody read(@Nullable String type, byte[] body) throws Exception {
        return FormBody.read(Content.of(body), type);
    }

    private static byte[] all(Content content) throws IOException {
        try (InputStream in = content.open()) {
            return in.readAllBytes();
        }
    }

    private static String part(String head, String value) {
        return "--xYzZY\r\nContent-Disposition: form-data; " + head + "\r\n\r\n" + value + "\r\n";
    }

    @Test
    void values_are_slices_of_the_very_bytes() throws Exception {
        String tricky = "\r\n--xYzZ\r\n\n--xYzZY\n--xYzZYx\r\n\r\n--xYzZYa\r\r\n";
        byte[] body = latin1("preamble\r\n" + part("name=\"text\"", "caf\u00e9\u0092") + part("name=\"empty\"", "")
                + part("name=\"email\"", tricky) + "--xYzZY--\r\n");

        FormBody form = read(MULTIPART, body);

        assertThat(form.fields()).extracting(FormField::name).containsExactly("text", "empty", "email");
        assertThat(all(form.fields().get(0).value())).isEqualTo(latin1("caf\u00e9\u0092"));
        assertThat(all(form.fields().get(1).value())).isEmpty();
        assertThat(all(form.fields().get(2).value())).isEqualTo(latin1(tricky));
        for (FormField field : form.fields()) {
            assertThat(field.value().length()).isEqualTo(all(field.value()).length);
            assertThat(field.value().sha256())
                    .isEqualTo(Content.of(all(field.value())).sha256());
        }
    }

    @Test
    void files_have_names_and_types_as_given() throws Exception {
        byte[] body =
                ("--xYzZY\r\ncontent-disposition: form-data; filename=\"a\\\"b\\c;d\\\\.png\"; name=\"attachment1\"\r\n"
                                + "CONTENT-TYPE: image/png; name=x\r\n\r\nPNG\r\n"
                                + part("name=\"f2\"; filename*=UTF-8''%E8%AB%8B%2B+.pdf; filename=\"plain\"", "x")
                                + part("name=f3; filename=\"\"", "y")
                                + part("name=\"f4\"; filename=\"請求.txt\"", "z")
                                + "--xYzZY--")
                        .getBytes(StandardCharsets.UTF_8);

        FormBody form = read(MULTIPART, body);

        assertThat(form.fields())
                .extracting(FormField::fileName)
                .containsExactly("a\"b\\c;d\\.png", "請++.pdf", "", "請求.txt");
        assertThat(form.first("attachment1").orElseThrow().contentType()).isEqualTo("image/png; name=x");
        assertThat(form.first("f3").orElseThrow().text()).isEqualTo("y");
    }

    @Test
    void repeated_names_are_all_kept_and_cases_told_apart() throws Exception {
        byte[] body =
                latin1(part("name=\"to\"", "1") + part("name=\"To\"", "2") + part("name=\"to\"", "3") + "--xYzZY--");

        FormBody form = read(MULTIPART, body);

        assertThat(form.all("to")).hasSize(2);
        assertThat(form.allIgnoringCase("TO")).hasSize(3);
        assertThat(form.has("TO")).isFalse();
    }

    @Test
    void urlencoded_values_decode_to_bytes() throws Exception {
        FormBody form = read(
                "application/x-www-form-urlencoded; charset=utf-8",
                latin1("a=1+2%203&body-mime=%e9%00%2B%&c&d%20e=%4&f=%4%41%%zz&=x&&g=\u00e9"));

        assertThat(form.fields())
                .extracting(FormField::name)
                .containsExactly("a", "body-mime", "c", "d e", "f", "", "g");
        assertThat(form.fields().get(0).text()).isEqualTo("1 2 3");
        assertThat(all(form.fields().get(1).value())).isEqualTo(latin1("\u00e9\0+%"));
        assertThat(form.fields().get(2).text()).isEmpty();
        assertThat(form.fields().get(3).text()).isEqualTo("%4");
        assertThat(form.fields().get(4).text()).isEqualTo("%4A%%zz");
        assertThat(all(form.fields().get(6).value())).isEqualTo(latin1("\u00e9"));
        for (FormField field : form.fields()) {
            assertThat(field.value().length()).isEqualTo(all(field.value()).length);
        }
    }

    @Test
    void any_urlencoded_text_decodes_as_the_platform_does() throws Exception {
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            StringBuilder value = new StringBuilder();
            for (int n = random.nextInt(40); n > 0; n--) {
                int b = random.nextInt(256);
                value.append(random.nextBoolean() ? String.format("%%%02x", b) : "x+".substring(b & 1, (b & 1) + 1));
            }
            FormField field = read("application/x-www-form-urlencoded", latin1("v=" + value))
                    .fields()
                    .get(0);

            assertThat(all(field.value()))
                    .isEqualTo(latin1(URLDecoder.decode(value.toString(), StandardCharsets.ISO_8859_1)));
            assertThat(field.value().length()).isEqualTo(all(field.value()).length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no boundary at all",
                "--xYzZY\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nno end",
                "--xYzZY\r\nContent-Disposition: form-data; name=\"a\"",
                "--xYzZY\r\n"
            })
    void a_form_that_is_cut_is_malformed(String body) {
        assertThatThrownBy(() -> read(MULTIPART, latin1(body))).isInstanceOf(MalformedFormException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "--xYz",
                "--xYzZY",
                "--xYzZY\r\nContent-Disposition: form-data",
                PART,
                PART + "\r\n--xYzZY",
                PART + "\r\n--xYzZY-",
                PART + "\r\n--xYzZY--\r\nits value went on",
                PART + "\r\n--xYzZY--.",
                PART + "\r\n--xYzZY--\r\n--xYzZ",
                PART + "\r\n--xYzZY--\r\n--xYzZY\r\nx: y"
            })
    void a_form_whose_end_is_missing_may_come_whole_another_time(String body) {
        MalformedFormException cut =
                catchThrowableOfType(MalformedFormException.class, () -> read(MULTIPART, latin1(body)));

        assertThat(cut).isNotNull();
        assertThat(cut.isCut()).isTrue();
    }

    @Test
    void what_is_no_form_will_not_become_one() throws Exception {
        for (String body : List.of("no boundary at all", "--xYzZY\r\n" + "x".repeat(20_000))) {
            MalformedFormException wrong =
                    catchThrowableOfType(MalformedFormException.class, () -> read(MULTIPART, latin1(body)));
            assertThat(wrong.isCut()).isFalse();
        }
        assertThat(read(MULTIPART, latin1(PART + "\r\n--xYzZY--\r\n\r\n"))
                        .first("a")
                        .orElseThrow()
                        .text())
                .isEqualTo("v");
        FormBody twice = read(MULTIPART, latin1(PART + "\r\n--xYzZY--\r\nw\r\n--xYzZY--\r\n"));
        assertThat(twice.isClosedEarly()).isTrue();
        assertThat(twice.first("a").orElseThrow().text()).isEqualTo("v\r\n--xYzZY--\r\nw");
    }

    @Test
    void limits_hold() {
        String many = part("name=\"a\"", "").repeat(FormBody.MOST_FIELDS + 1) + "--xYzZY--";
        String longName = part("name=\"" + "n".repeat(5000) + "\"", "") + "--xYzZY--";
        String longHeader = "--xYzZY\r\n" + "x".repeat(20_000) + "\r\n\r\n\r\n--xYzZY--";

        for (String body : List.of(many, longName, longHeader)) {
            assertThatThrownBy(() -> read(MULTIPART, latin1(body))).isInstanceOf(MalformedFormException.class);
        }
        for (String body : List.of("a&".repeat(FormBody.MOST_FIELDS + 1), "n".repeat(5000) + "=1")) {
            assertThatThrownBy(() -> read("application/x-www-form-urlencoded", latin1(body)))
                    .isInstanceOf(MalformedFormException.class);
        }
        assertThatThrownBy(() -> read("multipart/form-data", latin1(many))).isInstanceOf(MalformedFormException.class);
        assertThatThrownBy(() -> read("text/plain", latin1(many))).isInstanceOf(MalformedFormException.class);
        assertThatThrownBy(() -> read(null, latin1(many))).isInstanceOf(MalformedFormException.class);
    }

    @Test
    void a_large_body_is_gone_through_without_holding_it() throws Exception {
        String head = part("name=\"a\"", "1") + "--xYzZY\r\nContent-Disposition: form-data; name=\"email\"\r\n\r\n";
        Content large = Pieces.of(List.of(
                Pieces.text(head), new Zeros(64 << 20), Pieces.text("\r\n" + part("name=\"z\"", "26") + "--xYzZY--")));
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();

        FormBody form = FormBody.read(large, MULTIPART);

        assertThat(form.first("email").orElseThrow().value().length()).isEqualTo(64 << 20);
        assertThat(form.first("z").orElseThrow().text()).isEqualTo("26");
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(8 << 20);
    }

    /** As many zero bytes. */
    private record Zeros(long length) implements Content {
        @Override
        public String sha256() {
            return Digests.of(this);
        }

        @Override
        public InputStream open() {
            return new InputStream() {
                private long left = length;

                @Override
                public int read() {
                    return left-- > 0 ? 0 : -1;
                }

                @Override
                public int read(byte[] into, int offset, int count) {
                    int n = (int) Math.min(count, left);
                    Arrays.fill(into, offset, offset + n, (byte) 0);
                    left -= n;
                    return n == 0 && count > 0 ? -1 : n;
                }
            };
        }
    }

    @Test
    void no_bytes_break_it() throws Exception {
        byte[] whole =
                latin1(part("name=\"a\"; filename=\"b\"", "value\r\n--xYz") + part("name=\"c\"", "d") + "--xYzZY--");
        Random random = new Random(3);
        for (int i = 0; i < 3000; i++) {
            byte[] hostile = whole.clone();
            for (int c = random.nextInt(8); c >= 0; c--) {
                hostile[random.nextInt(hostile.length)] = (byte) random.nextInt(256);
            }
            byte[] cut = random.nextInt(3) == 0 ? Arrays.copyOf(hostile, random.nextInt(hostile.length)) : hostile;
            try {
                for (FormField field : read(MULTIPART, cut).fields()) {
                    assertThat(field.value().length()).isEqualTo(all(field.value()).length);
                }
            } catch (MalformedFormException e) {
                assertThat(e).hasMessageNotContaining("value");
            }
        }
    }
}
