package io.deskwire.testkit.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UploadsTest {

    private static final int SLICE = 2 << 20;
    private static final int SIZE = 2 * SLICE + 1;

    private final Bench bench = new Bench();
    private final GraphItem original = bench.mailbox.receive(Bench.mail("1"));

    @AfterEach
    void stop() {
        bench.close();
    }

    private String draft() throws Exception {
        Caller.Got draft = bench.caller.call(
                "POST",
                bench.user() + "/messages/" + original.id() + "/createReply",
                new byte[0],
                "Prefer",
                Caller.IMMUTABLE);
        return bench.user() + "/messages/" + draft.json().get("id");
    }

    private Caller.Got session(String draft, long size) throws Exception {
        Map<String, Object> item = new LinkedHashMap<>();
        item.put("attachmentType", "file");
        item.put("name", "scan.pdf");
        item.put("size", size);
        item.put("contentType", "application/pdf");
        return bench.caller.json("POST", draft + "/attachments/createUploadSession", Map.of("AttachmentItem", item));
    }

    private static Caller.Got put(String url, int from, int length, String... headers) throws Exception {
        byte[] slice = new byte[length];
        Arrays.fill(slice, (byte) 7);
        HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/octet-stream")
                .header("Content-Range", "bytes " + from + "-" + (from + length - 1) + "/" + SIZE)
                .PUT(HttpRequest.BodyPublishers.ofByteArray(slice));
        return Caller.send(put, headers);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_large_file_comes_in_slices(boolean capital) throws Exception {
        if (capital) {
            bench.mailbox.with(GraphQuirk.CAPITALISED_RANGES);
        }
        String draft = draft();
        Caller.Got session = session(draft, SIZE);
        assertThat(session.status()).isEqualTo(201);
        assertThat(session.json()).containsEntry("nextExpectedRanges", List.of("0-"));
        String url = String.valueOf(session.json().get("uploadUrl"));
        assertThat(url).doesNotContain("/v1.0/");

        Caller.Got first = put(url, 0, SLICE);
        put(url, SLICE, SLICE);
        Caller.Got last = put(url, 2 * SLICE, 1);

        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json())
                .containsEntry(
                        capital ? "NextExpectedRanges" : "nextExpectedRanges",
                        List.of(capital ? "" + SLICE : SLICE + "-"));
        assertThat(last.status()).isEqualTo(201);
        assertThat(last.http().body()).isEmpty();
        assertThat(last.header("Location")).contains("/Attachments('");
        bench.caller.call("POST", draft + "/send", new byte[0]);
        assertThat(bench.mailbox.sent().get(0).attachments()).containsExactly("scan.pdf " + SIZE);
    }

    @Test
    void slices_come_in_order_without_a_token_and_below_four_megabytes() throws Exception {
        String url = String.valueOf(session(draft(), SIZE).json().get("uploadUrl"));

        assertThat(put(url, 0, SLICE, "Authorization", "Bearer " + bench.app.appToken())
                        .status())
                .isEqualTo(401);
        assertThat(put(url, SLICE, SLICE).status()).isEqualTo(416);
        assertThat(put(url, 0, 2 * SLICE).status()).isEqualTo(400);
        assertThat(put(url.replaceAll("authtoken=.*", "authtoken=x"), 0, SLICE).status())
                .isEqualTo(404);
        assertThat(put(url, 0, SLICE).status()).isEqualTo(200);
        assertThat(put(url, 0, SLICE).status()).as("the same slice again").isEqualTo(416);
    }

    @Test
    void a_file_that_is_too_short_or_too_long_has_no_session() throws Exception {
        String draft = draft();

        assertThat(session(draft, (3 << 20) - 1).code()).isEqualTo("ErrorAttachmentSizeShouldNotBeLessThanMinimumSize");
        assertThat(session(draft, 151L << 20).status()).isEqualTo(400);
        assertThat(session(draft, 40L << 20).code()).isEqualTo("ErrorMessageSizeExceeded");
    }

    @Test
    void a_draft_sent_too_early_goes_without_its_file() throws Exception {
        String draft = draft();
        put(String.valueOf(session(draft, SIZE).json().get("uploadUrl")), 0, SLICE);

        bench.caller.call("POST", draft + "/send", new byte[0]);

        assertThat(bench.mailbox.sent().get(0).attachments()).isEmpty();
    }
}
