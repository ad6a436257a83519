package io.deskwire.examples.sms;

import io.deskwire.channel.Decoder;
import io.deskwire.json.Json;
import io.deskwire.json.JsonException;
import io.deskwire.message.Address;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Content;
import io.deskwire.message.Correspondents;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what the gateway sent about one message. A pure function that takes whatever comes. */
final class SmsDecoder implements Decoder {

    static final String FORMAT = "example.sms";

    // snippet: decode
    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        List<Issue> issues = new ArrayList<>();
        Map<String, Object> fields = Map.of();
        try (InputStream bytes = raw.open()) {
            fields = Json.lenient().parseObject(bytes.readAllBytes());
        } catch (JsonException e) {
            issues.add(new Issue("not-json", String.valueOf(e.getMessage())));
        }
        Object id = fields.get("id");
        Address from = phone(fields, "from", issues);
        Address to = phone(fields, "to", issues);
        return new ParsedMessage(
                // The same message on another day is the same; two messages never are.
                id instanceof String text && !text.isBlank() ? "sms:" + text : "sms:" + raw.sha256(),
                MessageKind.MESSAGE,
                ThreadHeaders.of(id instanceof String text ? text : null),
                new Correspondents(from, null, List.of(), to == null ? List.of() : List.of(to), List.of(), List.of()),
                Body.text(null, fields.get("text") instanceof String text ? text : ""),
                List.of(),
                Automation.none(),
                Authentication.unknown(),
                SmsInbox.instant(fields.get("received_at")),
                List.of(),
                issues);
    }
    // end

    private static @Nullable Address phone(Map<String, Object> fields, String name, List<Issue> issues) {
        Object value = fields.get(name);
        if (value instanceof String text && text.matches("\\+[0-9]{5,15}")) {
            return Address.phone(text, null);
        }
        issues.add(new Issue("no-number", name));
        return null;
    }

    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        throw new IOException("text messages carry no files");
    }
}
