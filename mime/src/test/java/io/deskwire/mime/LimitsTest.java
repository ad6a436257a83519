package io.deskwire.mime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.message.Content;
import io.deskwire.message.Issue;
import io.deskwire.message.ParsedMessage;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Beyond a limit a message gets an issue and keeps what was read. */
class LimitsTest {

    private static final String HEADER =
            "From: a@kunde.example\r\nSubject: still here\r\nMessage-ID: <1@kunde.example>\r\n";

    @Test
    void ten_thousand_headers_give_a_message_with_an_issue() throws IOException {
        ParsedMessage message = decode("X-Noise: 1\r\n".repeat(10_000) + HEADER + "\r\nbody");

        assertThat(message.body().subject()).isEqualTo("still here");
        assertThat(message.body().text()).isEqualTo("body");
        assertThat(message.issues()).extracting(Issue::code).containsExactly("too-many-headers");
    }

    @Test
    void a_header_field_of_megabytes_is_cut_and_the_next_ones_are_read() throws IOException {
        ParsedMessage oneLine = decode("X-Long: " + "a".repeat(5_000_000) + "\r\n" + HEADER + "\r\nbody");
        ParsedMessage folded = decode("X-Long: " + "a\r\n ".repeat(500_000) + "\r\n" + HEADER + "\r\nbody");

        assertThat(oneLine.body().subject()).isEqualTo("still here");
        assertThat(oneLine.issues()).extracting(Issue::code).containsExactly("header-truncated");
        assertThat(folded.body().subject()).isEqualTo("still here");
        assertThat(folded.issues()).extracting(Issue::code).containsExactly("header-truncated");
    }

    @Test
    void a_report_of_megabytes_is_read_at_its_beginning_and_kept_whole() throws IOException {
        String type = "Content-Type: message/delivery-status\r\n\r\n";
        String recipient = "Final-Recipient: rfc822; b@kunde.example\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n";
        ParsedMessage message = decode(HEADER + type + recipient.repeat(50_000));

        assertThat(message.issues()).extracting(Issue::code).containsExactly("report-truncated");
        assertThat(message.attachments())
                .singleElement()
                .satisfies(file -> assertThat(file.size()).isEqualTo(50_000L * recipient.length()));
    }

    @Test
    void twenty_thousand_nested_multiparts_are_kept_as_one_file_from_the_limit_on() throws IOException {
        StringBuilder mail = new StringBuilder(HEADER + "Content-Type: multipart/mixed; boundary=b0.\r\n\r\n");
        for (int i = 0; i < 20_000; i++) {
            mail.append("--b")
                    .append(i)
                    .append(".\r\nContent-Type: multipart/mixed; boundary=b")
                    .append(i + 1)
                    .append(".\r\n\r\n");
        }
        ParsedMessage message = decode(mail.toString());

        assertThat(message.issues()).extracting(Issue::code).contains("too-deep");
        assertThat(message.attachments()).hasSize(1);
        assertThat(message.attachments().get(0).size()).isGreaterThan(500_000);
    }

    @Test
    void parts_and_attachments_beyond_the_limit_are_counted_out() throws IOException {
        String part = "--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n";
        ParsedMessage message = decode(
                HEADER + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + part.repeat(12_000) + "--b--\r\n");

        assertThat(message.attachments()).hasSize(1_000);
        assertThat(message.issues()).extracting(Issue::code).containsExactly("too-many-attachments", "too-many-parts");
    }

    @Test
    void text_beyond_the_limit_is_cut_and_the_parts_behind_it_are_read() throws IOException {
        ParsedMessage message = decode(HEADER
                + "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\n"
                + "line\r\n".repeat(500_000)
                + "--b\r\nContent-Type: application/pdf\r\n\r\nx\r\n--b--\r\n");

        assertThat(message.body().text()).hasSizeBetween(1_500_000, 2 * 1024 * 1024);
        assertThat(message.attachments()).hasSize(1);
        assertThat(message.issues()).extracting(Issue::code).containsExactly("text-truncated");
    }

    @Test
    void bytes_beyond_the_limit_are_not_read_but_still_make_the_message_what_it_is() throws IOException {
        MimeLimits limits = small(10_000, Duration.ofSeconds(60));
        MimeDecoder decoder = new MimeDecoder(limits, () -> 0);
        String text = HEADER + "\r\n" + "0123456789\r\n".repeat(50_000);
        ParsedMessage one = decoder.decode(content(text + "one"), Map.of());
        ParsedMessage other = decoder.decode(content(text + "other"), Map.of());

        assertThat(one.issues()).extracting(Issue::code).contains("too-large");
        assertThat(one.body().text()).startsWith("0123456789").hasSizeLessThan(50_000);
        assertThat(one.dedupeKey()).isNotEqualTo(other.dedupeKey());
        assertThat(one.dedupeKey())
                .isEqualTo(new MimeDecoder()
                        .decode(content(text + "one"), Map.of())
                        .dedupeKey());
    }

    /** However long it claims to be. */
    @Test
    void bytes_without_an_end_are_not_read_for_ever() throws IOException {
        AtomicLong read = new AtomicLong();
        MimeDecoder decoder = new MimeDecoder(small(10_000, Duration.ofSeconds(60)), () -> 0);
        ParsedMessage one = decoder.decode(endless(Long.MAX_VALUE, read), Map.of());

        assertThat(one.issues()).extracting(Issue::code).contains("too-large");
        assertThat(read.get()).isLessThan(70L << 20);
        assertThat(decoder.decode(endless(Long.MAX_VALUE, read), Map.of()).dedupeKey())
                .isEqualTo(one.dedupeKey());
        assertThat(decoder.decode(endless(Long.MAX_VALUE - 1, read), Map.of()).dedupeKey())
                .isNotEqualTo(one.dedupeKey());
    }

    private static Content endless(long length, AtomicLong read) {
        byte[] header = (HEADER + "\r\n").getBytes(StandardCharsets.US_ASCII);
        return new Content() {
            @Override
            public long length() {
                return length;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public InputStream open() {
                return new SequenceInputStream(new ByteArrayInputStream(header), new InputStream() {
                    @Override
                    public int read() {
                        read.incrementAndGet();
                        return 'x';
                    }

                    @Override
                    public int read(byte[] into, int offset, int count) {
                        // Pieces of uneven length, as networks have them.
                        int some = Math.min(count, 1 + (int) (read.get() % 30_011));
                        Arrays.fill(into, offset, offset + some, (byte) 'x');
                        read.addAndGet(some);
                        return some;
                    }
                });
            }
        };
    }

    @Test
    void time_beyond_the_limit_ends_the_reading_with_what_was_read() throws IOException {
        AtomicLong nanos = new AtomicLong();
        MimeDecoder decoder = new MimeDecoder(small(1L << 30, Duration.ofNanos(5)), nanos::incrementAndGet);
        ParsedMessage message = decoder.decode(content(HEADER + "\r\n" + "0123456789\r\n".repeat(100_000)), Map.of());

        assertThat(message.issues()).extracting(Issue::code).contains("time-limit");
        assertThat(message.body().subject()).isEqualTo("still here");
        assertThat(message.body().text()).startsWith("0123456789");
    }

    @Test
    void raw_bytes_that_cannot_be_read_are_the_only_failure() {
        byte[] bytes = (HEADER + "\r\n" + "x".repeat(200_000)).getBytes(StandardCharsets.US_ASCII);
        Content broken = new Content() {
            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public String sha256() {
                return "";
            }

            @Override
            public InputStream open() {
                return new FilterInputStream(new ByteArrayInputStream(bytes)) {
                    private int left = 100_000;

                    @Override
                    public int read(byte[] b, int off, int len) throws IOException {
                        if (left <= 0) {
                            throw new IOException("disk gone");
                        }
                        int n = super.read(b, off, Math.min(len, left));
                        left -= n;
                        return n;
                    }
                };
            }
        };
        assertThatThrownBy(() -> new MimeDecoder().decode(broken, Map.of()))
                .isInstanceOf(IOException.class)
                .hasMessage("disk gone");
    }

    @Test
    void an_attachment_that_is_not_there_is_an_error() {
        assertThatThrownBy(() -> new MimeDecoder().attachment(content(HEADER + "\r\nx"), Map.of(), 0))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no attachment 0");
    }

    @Test
    void limits_that_make_no_sense_are_refused() {
        assertThatThrownBy(() -> small(0, Duration.ofSeconds(1))).isInstanceOf(IllegalArgumentException.class);
    }

    private static MimeLimits small(long maxBytes, Duration time) {
        MimeLimits d = MimeLimits.defaults();
        return new MimeLimits(
                maxBytes,
                d.maxParts(),
                d.maxAttachments(),
                d.maxDepth(),
                d.maxHeaders(),
                d.maxHeaderBytes(),
                d.maxTextBytes(),
                d.maxHtmlBytes(),
                d.maxHtmlTags(),
                time);
    }

    private static ParsedMessage decode(String mail) throws IOException {
        return new MimeDecoder().decode(content(mail), Map.of());
    }

    private static Content content(String mail) {
        return Content.of(mail.getBytes(StandardCharsets.ISO_8859_1));
    }
}
