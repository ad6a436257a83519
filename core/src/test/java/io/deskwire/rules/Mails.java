package io.deskwire.rules;

import io.deskwire.channel.Particulars;
import io.deskwire.message.Address;
import io.deskwire.message.Attachment;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.Correspondents;
import io.deskwire.message.Envelope;
import io.deskwire.message.InboundMessage;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Messages for rules to judge. */
final class Mails {

    /** Good enough for expressions that this test wrote itself. */
    static final Expressions EXPRESSIONS = text -> {
        Pattern pattern = Pattern.compile(text, Pattern.CASE_INSENSITIVE);
        return new Expressions.Expression() {
            @Override
            public boolean isFoundIn(CharSequence seen) {
                return pattern.matcher(seen).find();
            }

            @Override
            public int size() {
                return text.length();
            }
        };
    };

    Address from = Address.email("Ann.Lee@Mail.Customer.example", "Ann");
    List<Address> aliases = List.of();
    List<Address> to = List.of(Address.email("support@acme.example"));
    List<String> envelope = List.of();

    @Nullable String subject = "Order 4711 is late";

    String text = "Where is it?";
    MessageKind kind = MessageKind.MESSAGE;
    Authentication authentication = Authentication.unknown();
    boolean known;
    long size = 2_000;

    @Nullable String suspicion;

    @Nullable String networkType;

    int asked;
    private final List<Attachment> files = new ArrayList<>();
    private final Map<String, List<String>> headers = new LinkedHashMap<>();

    Mails header(String lowerName, String... values) {
        headers.put(lowerName, List.of(values));
        return this;
    }

    Mails file(String name, String type, long bytes, boolean inline) {
        files.add(new Attachment(files.size(), name, type, bytes, null, inline, null, Attachment.State.AVAILABLE));
        return this;
    }

    Candidate candidate() {
        Instant at = Instant.parse("2026-03-02T12:00:00Z");
        ParsedMessage parsed = new ParsedMessage(
                "key",
                kind,
                ThreadHeaders.of("m1@customer.example"),
                new Correspondents(from, null, List.of(), to, List.of(), List.of(), aliases),
                Body.text(subject, text),
                files,
                Automation.none(),
                authentication,
                at,
                List.of(),
                List.of());
        InboundMessage message = new InboundMessage(
                "m1", "acme", "support", "raw1", new Envelope("ann@customer.example", envelope), at, parsed);
        return new Candidate(message, known, size, suspicion, () -> {
            asked++;
            return new Particulars(headers, networkType);
        });
    }
}
