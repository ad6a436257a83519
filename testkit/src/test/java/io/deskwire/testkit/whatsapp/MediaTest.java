package io.deskwire.testkit.whatsapp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaTest {

    private Peers peers;
    private String[] bearer;

    @BeforeEach
    void start() throws IOException {
        peers = new Peers();
        bearer = new String[] {"Authorization", "Bearer " + peers.token()};
    }

    @AfterEach
    void stop() {
        peers.close();
    }

    private Map<String, Object> inboundImage() {
        peers.maria().image(MediaFile.of(Peers.JPEG, "image/jpeg", null), "Broken");
        return Trees.object(peers.lastMessage().get("image"));
    }

    @Test
    void a_customers_picture_is_fetched_by_its_id_within_five_minutes() throws Exception {
        Map<String, Object> image = inboundImage();
        assertThat(image).containsEntry("caption", "Broken").containsEntry("mime_type", "image/jpeg");

        HttpResponse<String> described =
                peers.get(peers.graph("/" + image.get("id") + "?phone_number_id=" + Peers.NUMBER_ID), bearer);
        assertThat(Peers.at(described, "sha256"))
                .isEqualTo(MediaFile.of(Peers.JPEG, "x", null).sha256Hex());
        assertThat(Peers.at(described, "file_size")).isEqualTo((long) Peers.JPEG.length);
        assertThat(described.body()).contains("\\/");
        String url = Peers.text(described, "url");

        assertThat(peers.bytes(url).statusCode()).isEqualTo(401);
        assertThat(peers.bytes(url, "Authorization", "Bearer other").statusCode())
                .isEqualTo(401);
        HttpResponse<byte[]> file = peers.bytes(url, bearer);
        assertThat(file.body()).isEqualTo(Peers.JPEG);
        assertThat(file.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(peers.bytes(String.valueOf(image.get("url")), bearer).body()).isEqualTo(Peers.JPEG);

        peers.clock.advance(Duration.ofMinutes(5));
        assertThat(peers.bytes(url, bearer).statusCode()).isEqualTo(404);
        assertThat(peers.bytes(url.replaceAll("ext=\\d+", "ext=99999999999"), bearer)
                        .statusCode())
                .isEqualTo(404);
        String fresh = Peers.text(peers.get(peers.graph("/" + image.get("id")), bearer), "url");
        assertThat(peers.bytes(fresh, bearer).statusCode()).isEqualTo(200);
    }

    @Test
    void an_inbound_id_lives_seven_days() throws Exception {
        String url = peers.graph("/" + inboundImage().get("id"));
        peers.clock.advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(peers.get(url, bearer).statusCode()).isEqualTo(200);
        peers.clock.advance(Duration.ofSeconds(1));
        HttpResponse<String> gone = peers.get(url, bearer);
        assertThat(gone.statusCode()).isEqualTo(404);
        assertThat(Peers.at(gone, "error", "code")).isEqualTo(100L);
        assertThat(Peers.at(gone, "error", "error_subcode")).isEqualTo(33L);
    }

    @Test
    void a_redirect_to_another_host_shows_what_was_sent_there() throws Exception {
        Map<String, Object> image = inboundImage();
        peers.whatsapp.behaviour().redirectDownloads(true);
        HttpResponse<byte[]> redirect = peers.bytes(String.valueOf(image.get("url")), bearer);
        String elsewhere = redirect.headers().firstValue("Location").orElseThrow();

        assertThat(redirect.statusCode()).isEqualTo(302);
        assertThat(elsewhere).startsWith("http://localhost:");
        assertThat(peers.bytes(elsewhere).body()).isEqualTo(Peers.JPEG);
        assertThat(peers.whatsapp.foreignRequests())
                .singleElement()
                .satisfies(r -> assertThat(r.header("authorization")).isEmpty());
    }

    @Test
    void an_upload_is_sent_and_deleted() throws Exception {
        SimulatedCustomer maria = peers.maria();
        maria.text("The invoice?");
        String id = peers.uploaded("application/pdf", "Invoice.pdf", Peers.PDF);

        HttpResponse<String> sent = peers.send("""
                {"messaging_product":"whatsapp","to":"+16505551234","type":"document",
                 "document":{"id":"%s","filename":"Invoice-4711.pdf","caption":"Here"}}""".formatted(id));
        peers.whatsapp.settle();

        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(maria.received()).singleElement().satisfies(m -> {
            assertThat(m.media().orElseThrow().bytes()).isEqualTo(Peers.PDF);
            assertThat(m.caption()).contains("Here");
        });
        assertThat(peers.delete(peers.graph("/" + id), bearer).body()).isEqualTo("{\"success\":true}");
        assertThat(peers.get(peers.graph("/" + id), bearer).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "application/pdf,Invoice.pdf,application/pdf,%PDF-1.4,200",
        "text/plain,notes.txt,text/plain,hello,200",
        "application/pdf,Invoice.txt,application/pdf,%PDF-1.4,400",
        "application/pdf,Invoice.pdf,text/plain,%PDF-1.4,400",
        "application/pdf,Invoice.pdf,application/pdf,hello,400",
        "application/pdf,Invoice,application/pdf,%PDF-1.4,400",
        "audio/opus,voice.opus,audio/opus,OggS OpusHead,400",
        "audio/ogg,voice.ogg,audio/ogg,OggS....OpusHead,200",
        "audio/ogg,voice.ogg,audio/ogg,OggS....vorbis,400",
        "audio/ogg,voice.mp4,audio/ogg,OggS....OpusHead,400",
        "image/gif,a.gif,image/gif,GIF89a,400",
    })
    void name_type_and_bytes_of_an_upload_agree(
            String type, String fileName, String partType, String content, int status) throws Exception {
        HttpResponse<String> answer = peers.upload(
                peers.graph("/" + Peers.NUMBER_ID + "/media"),
                type,
                fileName,
                partType,
                content.getBytes(StandardCharsets.UTF_8),
                bearer);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void a_bad_upload_can_also_fail_only_when_it_is_sent() throws Exception {
        peers.maria().text("Hi");
        peers.whatsapp.behaviour().refuseMediaAtUpload(false);
        String id = peers.uploaded("image/jpeg", "a.jpg", Peers.PDF);

        HttpResponse<String> sent = peers.send(
                "{\"messaging_product\":\"whatsapp\",\"to\":\"+16505551234\",\"type\":\"image\",\"image\":{\"id\":\""
                        + id + "\"}}");
        peers.whatsapp.settle();

        assertThat(sent.statusCode()).isEqualTo(200);
        assertThat(peers.statuses()).containsExactly("failed");
        assertThat(peers.bodies().get(1)).contains("131053");
    }

    @Test
    void a_medium_of_another_kind_or_number_does_not_do() throws Exception {
        peers.maria().text("Hi");
        String pdf = peers.uploaded("application/pdf", "a.pdf", Peers.PDF);
        String image =
                "{\"messaging_product\":\"whatsapp\",\"to\":\"+16505551234\",\"type\":\"image\",\"image\":{\"id\":\"%s\"}}";
        peers.send(image.formatted(pdf));
        peers.whatsapp.settle();
        assertThat(peers.statuses()).containsExactly("failed");

        SimulatedNumber other = peers.whatsapp.addNumber(NumberSpec.of("200", "+49 30 1234567", "300"));
        HttpResponse<String> theirs = peers.upload(
                peers.graph("/200/media"),
                "image/jpeg",
                "a.jpg",
                "image/jpeg",
                Peers.JPEG,
                "Authorization",
                "Bearer EAAG-200");
        assertThat(other.undelivered()).isEmpty();
        HttpResponse<String> refused = peers.send(image.formatted(Peers.text(theirs, "id")));
        assertThat(Peers.at(refused, "error", "code")).isEqualTo(131009L);
    }

    @Test
    void the_file_comes_last() throws Exception {
        String body = "--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n"
                + "Content-Type: text/plain\r\n\r\nhello\r\n--X\r\nContent-Disposition: form-data; name=\"type\"\r\n\r\n"
                + "text/plain\r\n--X\r\nContent-Disposition: form-data; name=\"messaging_product\"\r\n\r\nwhatsapp\r\n--X--";
        HttpResponse<String> answer =
                peers.exchange(Peers.request(peers.graph("/" + Peers.NUMBER_ID + "/media"), bearer)
                        .header("Content-Type", "multipart/form-data; boundary=X")
                        .POST(java.net.http.HttpRequest.BodyPublishers.ofString(body))
                        .build());
        assertThat(answer.statusCode()).isEqualTo(400);
    }
}
