package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.channel.AccessTokens;
import io.deskwire.channel.Channel;
import io.deskwire.channel.ChannelContext;
import io.deskwire.channel.Decoder;
import io.deskwire.channel.EgressPolicy;
import io.deskwire.channel.RawItem;
import io.deskwire.channel.WebhookChannel.Received;
import io.deskwire.channel.WebhookRequest;
import io.deskwire.config.ChannelConfig;
import io.deskwire.json.Json;
import io.deskwire.message.Content;
import io.deskwire.message.ParsedMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Documents of channels, and requests to them as Mailgun makes them. */
final class Posts {

    static final String KEY = "test-signing-key-0123456789abcdef";
    static final String TOKEN = "0123456789abcdef0123456789abcdef0123456789abcdef01";
    static final String TIMESTAMP = "1736847000";
    static final String SIGNATURE = "00eb8cc880ad246805b42491ebd899f4a48af9c82c9e088a56ac3472513ae0fa";
    static final Instant SIGNED_AT = Instant.ofEpochSecond(1_736_847_000);
    static final MailgunChannelType TYPE = new MailgunChannelType();

    private Posts() {}

    static ChannelConfig config(String changes) {
        Map<String, Object> document = new LinkedHashMap<>(Json.strict().parseObject("""
                {"api_key":"key-1","domain":"in.desk.example","webhook_secret":"%s",
                 "email_address":"support@in.desk.example"}""".formatted(KEY)));
        Json.strict().parseObject(changes).forEach((name, value) -> {
            if (value == null) {
                document.remove(name);
            } else {
                document.put(name, value);
            }
        });
        return ChannelConfig.of("acme", "mail", "mailgun", document, null);
    }

    static ChannelContext context() {
        return new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none());
    }

    static WebhookRequest request(String contentType, byte[] body, Instant receivedAt) {
        return new WebhookRequest(
                "POST",
                URI.create("https://desk.example/webhooks/mailgun/acme/mail/mime"),
                Map.of(),
                Map.of("Content-Type", List.of(contentType)),
                Content.of(body),
                receivedAt);
    }

    /** An urlencoded form of names and values in turn. */
    static WebhookRequest form(String... fields) {
        return form(SIGNED_AT.plusSeconds(3), fields);
    }

    static WebhookRequest form(Instant receivedAt, String... fields) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 2) {
            pairs.add(encoded(fields[i]) + "=" + encoded(fields[i + 1]));
        }
        return request(
                "application/x-www-form-urlencoded",
                String.join("&", pairs).getBytes(StandardCharsets.US_ASCII),
                receivedAt);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    static WebhookRequest event(String json) {
        return request("application/json", json.getBytes(StandardCharsets.UTF_8), SIGNED_AT.plusSeconds(300));
    }

    static Received receive(ChannelConfig config, WebhookRequest request) {
        try (Channel channel = TYPE.open(config, context())) {
            return channel.webhook().orElseThrow().receive(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawItem item(ChannelConfig config, WebhookRequest request) {
        return ((Received.Items) receive(config, request)).items().get(0);
    }

    static byte[] bytes(RawItem item) {
        try (var in = item.body().open()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Decoder decoder(RawItem item) {
        return Objects.requireNonNull(TYPE.decoders().get(item.format()), item.format());
    }

    static ParsedMessage decoded(RawItem item) {
        try {
            return decoder(item).decode(Content.of(bytes(item)), item.meta());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String hex(String key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
