package io.deskwire.adapter.cloud.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.deskwire.message.Content;
import io.deskwire.mime.MimeDecoder;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class InOrderTest {

    private static final byte[] BYTES = new byte[1000];

    static {
        for (int i = 0; i < BYTES.length; i++) {
            BYTES[i] = (byte) i;
        }
    }

    private final AtomicLong read = new AtomicLong();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();

    /** Counts what is read; skipping means reading, as in the worst of stores. */
    private Content counted(Content content) {
        return new Content() {
            @Override
            public long length() {
                return content.length();
            }

            @Override
            public String sha256() {
                return content.sha256();
            }

            @Override
            public InputStream open() throws IOException {
                open.incrementAndGet();
                opened.incrementAndGet();
                return new FilterInputStream(content.open()) {
                    @Override
                    public int read(byte[] into, int offset, int length) throws IOException {
                        int n = super.read(into, offset, length);
                        read.addAndGet(Math.max(0, n));
                        return n;
                    }

                    @Override
                    public long skip(long n) throws IOException {
                        long skipped = super.skip(n);
                        read.addAndGet(skipped);
                        return skipped;
                    }

                    @Override
                    public void close() throws IOException {
                        open.decrementAndGet();
                        super.close();
                    }
                };
            }
        };
    }

    private static byte[] at(Content content, long from, int count) throws IOException {
        try (InputStream stream = new Slice(content, from, count).open()) {
            return stream.readAllBytes();
        }
    }

    @Test
    void ranges_in_order_cost_one_pass() throws IOException {
        try (InOrder ordered = new InOrder(counted(Content.of(BYTES)))) {
            for (int i = 0; i < 990; i += 10) {
                assertThat(at(ordered, i, 1)).containsExactly((byte) i);
            }
            assertThat(read.get()).isLessThanOrEqualTo(BYTES.length);
            assertThat(opened).hasValue(1);
            assertThat(at(ordered, 5, 2)).containsExactly(5, 6);
            assertThat(opened).hasValue(2);
        }
        assertThat(open).hasValue(0);
    }

    @Test
    void two_ranges_at_once_do_not_disturb_each_other() throws IOException {
        InOrder ordered = new InOrder(counted(Content.of(BYTES)));
        try (ordered;
                InputStream one = InOrder.openAt(ordered, 10)) {
            assertThat(one.read()).isEqualTo(10);
            assertThat(at(ordered, 100, 1)).containsExactly(100);
            assertThat(one.read()).isEqualTo(11);
            one.close();
            assertThatThrownBy(one::read).isInstanceOf(IOException.class);
        }
        assertThat(at(ordered, 20, 1)).containsExactly(20);
        assertThat(open).hasValue(0);
        assertThatThrownBy(() -> at(ordered, 2000, 1)).isInstanceOf(IOException.class);
        assertThat(open).hasValue(0);
    }

    /** One large file first, then thousands of small ones. */
    @Test
    void a_form_of_many_files_is_read_in_a_few_passes() throws Exception {
        StringBuilder form = new StringBuilder();
        part(form, "x".repeat(1 << 20));
        for (int i = 0; i < 2000; i++) {
            part(form, "y");
        }
        form.append("--b--\r\n");
        Content raw = counted(Pieces.text(form.toString()));
        MimeDecoder mime = new MimeDecoder();
        RebuiltDecoder decoder = new RebuiltDecoder(mime, (content, meta) -> {
            RebuiltMail.Builder mail = RebuiltMail.builder();
            try {
                for (FormField field : FormBody.read(content, "multipart/form-data; boundary=b")
                        .fields()) {
                    mail.attachment(field.fileName(), null, null, field.value());
                }
            } catch (MalformedFormException e) {
                throw new IOException(e);
            }
            return mail.build();
        });

        assertThat(decoder.decode(raw, Map.of()).attachments()).hasSizeGreaterThan(500);
        assertThat(read.get()).as("bytes").isLessThan(3 * raw.length());
        read.set(0);
        try (InputStream file = decoder.attachment(raw, Map.of(), 900)) {
            assertThat(file.readAllBytes()).containsExactly('y');
        }
        assertThat(read.get()).as("bytes for one file").isLessThan(3 * raw.length());
        assertThat(open).hasValue(0);
    }

    private static void part(StringBuilder form, String value) {
        form.append("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n")
                .append(value)
                .append("\r\n");
    }
}
