package io.deskwire.adapter.gmail;

import com.google.api.client.http.LowLevelHttpResponse;
import io.deskwire.http.OpenAnswer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An answer as Google's library reads it. Closing its content ends the call. */
final class GuardedResponse extends LowLevelHttpResponse {

    /** Enough for any error document; what fails is read into memory whole. */
    private static final long MOST_OF_A_REFUSAL = 256 << 10;

    /** What the library or we look at; all that can be asked for by name. */
    private static final List<String> HEADERS = List.of(
            "content-type", "content-length", "retry-after", "location", "www-authenticate", "date", "cache-control");

    private final OpenAnswer answer;
    private final List<String> names;
    private final InputStream content;

    GuardedResponse(OpenAnswer answer, long mostBytes) {
        this.answer = answer;
        this.names = HEADERS.stream()
                .filter(name -> answer.head().header(name).isPresent())
                .toList();
        this.content = new Capped(answer.body(), answer.head().isSuccess() ? mostBytes : MOST_OF_A_REFUSAL);
    }

    @Override
    public InputStream getContent() {
        return content;
    }

    @Override
    public @Nullable String getContentEncoding() {
        // The transport has undone it.
        return null;
    }

    @Override
    public long getContentLength() {
        String length = answer.head().header("content-length").orElse("");
        return length.matches("[0-9]{1,15}") ? Long.parseLong(length) : -1;
    }

    @Override
    public @Nullable String getContentType() {
        return answer.head().header("content-type").orElse(null);
    }

    @Override
    public String getStatusLine() {
        return "HTTP/1.1 " + getStatusCode();
    }

    @Override
    public int getStatusCode() {
        return answer.head().status();
    }

    @Override
    public @Nullable String getReasonPhrase() {
        return null;
    }

    @Override
    public int getHeaderCount() {
        return names.size();
    }

    @Override
    public String getHeaderName(int index) {
        return names.get(index).toLowerCase(Locale.ROOT);
    }

    @Override
    public String getHeaderValue(int index) {
        return answer.head().header(names.get(index)).orElse("");
    }

    @Override
    public void disconnect() {
        answer.close();
    }

    /** Ends after so many bytes, as if the connection had broken. */
    private final class Capped extends FilterInputStream {

        private long left;

        Capped(InputStream body, long most) {
            super(body);
            this.left = most;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (left <= 0) {
                throw new TooLongException();
            }
            int read = in.read(into, offset, (int) Math.min(length, left));
            left -= Math.max(read, 0);
            return read;
        }

        @Override
        public long skip(long count) throws IOException {
            return Math.max(0, read(new byte[(int) Math.min(count, 8192)]));
        }

        @Override
        public void close() {
            answer.close();
        }
    }
}
