package io.deskwire.adapter.cloud.postmark;

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
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Documents of channels, and requests to them as Postmark makes them. */
final class Posts {

    static final String USER = "hook";
    static final String WORD = "word";
    static final Instant NOW = Instant.parse("2025-01-14T09:30:00.1234567Z");
    static final PostmarkChannelType TYPE = new PostmarkChannelType();

    /** A reply, as the documentation shows one. */
    static final String REPLY = """
            {"FromName": "Zoë Kunde", "MessageStream": "inbound", "From": "zoe@customer.example",
             "FromFull": {"Email": "zoe@customer.example", "Name": "Zoë Kunde", "MailboxHash": ""},
             "To": "\\"Acme Support\\" <support+t-7f3a@in.desk.example>",
             "ToFull": [{"Email": "support+t-7f3a@in.desk.example", "Name": "Acme Support", "MailboxHash": "t-7f3a"}],
             "Cc": "", "CcFull": [], "Bcc": "", "BccFull": [],
             "OriginalRecipient": "support+t-7f3a@in.desk.example", "Subject": "Re: Café order",
             "MessageID": "22c74902-a0c1-4511-804f-341342852c90", "ReplyTo": "", "MailboxHash": "t-7f3a",
             "Date": "Tue, 14 Jan 2025 10:30:00 +0100",
             "TextBody": "Thanks!\\n\\nOn Mon, Acme wrote:\\n> Hello Zoë\\n",
             "HtmlBody": "<p>Thanks!</p><img src=\\"cid:s1@x\\">", "StrippedTextReply": "Thanks!", "Tag": "",
             "Headers": [
              {"Name": "Return-Path", "Value": "<zoe@customer.example>"},
              {"Name": "Received", "Value": "by p-pm-inbound (Postfix) id 1; Tue, 14 Jan 2025 09:30:01 +0000 (UTC)"},
              {"Name": "X-Spam-Status", "Value": "No"}, {"Name": "X-Spam-Score", "Value": "-0.1"},
              {"Name": "X-Spam-Tests", "Value": "DKIM_VALID,SPF_PASS"},
              {"Name": "Received-SPF", "Value": "Pass (sender SPF authorized) identity=mailfrom"},
              {"Name": "MIME-Version", "Value": "1.0"}, {"Name": "Message-ID", "Value": "<m6@customer.example>"},
              {"Name": "In-Reply-To", "Value": "<0a129aee-e1cd-480d-b08d-4f48548ff48d@mtasv.net>"},
              {"Name": "References", "Value": "<m1@customer.example> <0a129aee-e1cd-480d-b08d-4f48548ff48d@mtasv.net>"}],
             "Attachments": [{"Name": "dot.gif",
              "Content": "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
              "ContentType": "image/gif", "ContentLength": 42, "ContentID": "s1@x"}]}
            """;

    private Posts() {}

    static ChannelConfig config(String changes) {
        Map<String, Object> document = new LinkedHashMap<>(Json.strict().parseObject("""
                {"api_key":"server-token","webhook_username":"%s","webhook_password":"%s",
                 "email_address":"support@in.desk.example"}""".formatted(USER, WORD)));
        Json.strict().parseObject(changes).forEach((name, value) -> {
            if (value == null) {
                document.remove(name);
            } else {
                document.put(name, value);
            }
        });
        return ChannelConfig.of("acme", "mail", "postmark", document, null);
    }

    static ChannelContext context() {
        return new ChannelContext(EgressPolicy.privateAllowed(), AccessTokens.none());
    }

    static String basic(String userAndPassword) {
        return "Basic " + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    }

    /** A post with these credentials. */
    static WebhookRequest post(byte[] body, String authorization) {
        return new WebhookRequest(
                "POST",
                URI.create("https://desk.example/webhooks/postmark/acme/mail"),
                Map.of(),
                Map.of("Content-Type", List.of("application/json"), "Authorization", List.of(authorization)),
                Content.of(body),
                NOW);
    }

    static WebhookRequest post(String json) {
        return post(json.getBytes(StandardCharsets.UTF_8), basic(USER + ":" + WORD));
    }

    static Received receive(ChannelConfig config, WebhookRequest request) {
        try (Channel channel = TYPE.open(config, context())) {
            return channel.webhook().orElseThrow().receive(request);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static RawItem item(WebhookRequest request) {
        return ((Received.Items) receive(config("{}"), request)).items().get(0);
    }

    static ParsedMessage message(String json) {
        return decoded(item(post(json)));
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
}
