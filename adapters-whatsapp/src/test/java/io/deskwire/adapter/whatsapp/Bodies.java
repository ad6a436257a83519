package io.deskwire.adapter.whatsapp;

import io.deskwire.channel.Decoder;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** The captured webhook bodies that the tests read. */
final class Bodies {

    static final Instant RECEIVED = Instant.parse("2026-09-01T10:00:00Z");
    static final OwnNumber OWN = new OwnNumber("106540352242922", "15550783881");

    private Bodies() {}

    static Path root() {
        try {
            return Path.of(Bodies.class.getResource("bodies").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All of them, named by folder and file. */
    static List<String> names() {
        try (Stream<Path> files = Files.walk(root())) {
            return files.filter(Files::isRegularFile)
                    .map(file -> root().relativize(file).toString())
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] read(String name) {
        try {
            return Files.readAllBytes(root().resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isForm(String name) {
        return name.endsWith(".form");
    }

    /** What the webhook makes of a body. */
    static List<RawItem> items(String name, byte[] body) {
        return isForm(name)
                ? List.of(
                        new TwilioSplitter(OWN.digits()).item(form(body, "https://hooks.example.com/w?m=ours-1"), body))
                : new WebhookSplitter(OWN).split(body, RECEIVED);
    }

    static WebhookRequest form(byte[] body, String url) {
        return new WebhookRequest(
                "POST",
                URI.create(url),
                url.contains("m=ours-1") ? Map.of("m", List.of("ours-1")) : Map.of(),
                Map.of("Content-Type", List.of("application/x-www-form-urlencoded; charset=UTF-8")),
                Content.of(body),
                RECEIVED);
    }

    static byte[] bytes(RawItem item) {
        return ((RawBody.InMemory) item.body()).bytes();
    }

    static ParsedMessage decode(RawItem item) {
        try {
            Decoder decoder =
                    Objects.requireNonNull(new WhatsAppChannelType().decoders().get(item.format()), item.format());
            return decoder.decode(Content.of(bytes(item)), item.meta());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ParsedMessage decode(String json) {
        try {
            return new WhatsAppDecoder().decode(Content.of(json.getBytes(StandardCharsets.UTF_8)), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One message in its envelope. */
    static String envelope(String message) {
        return "{\"object\":\"whatsapp_business_account\",\"entry\":[{\"id\":\"1\",\"changes\":[{\"field\":\"messages\","
                + "\"value\":{\"metadata\":{\"display_phone_number\":\"15550783881\",\"phone_number_id\":"
                + "\"106540352242922\"},\"messages\":[" + message + "]}}]}]}";
    }
}
