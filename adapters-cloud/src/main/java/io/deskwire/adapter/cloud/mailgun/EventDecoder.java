package io.deskwire.adapter.cloud.mailgun;

import io.deskwire.adapter.cloud.common.Tree;
import io.deskwire.channel.Decoder;
import io.deskwire.message.Address;
import io.deskwire.message.Authentication;
import io.deskwire.message.Automation;
import io.deskwire.message.Body;
import io.deskwire.message.ChannelEvent;
import io.deskwire.message.Content;
import io.deskwire.message.Correspondents;
import io.deskwire.message.Issue;
import io.deskwire.message.MessageKind;
import io.deskwire.message.ParsedMessage;
import io.deskwire.message.ThreadHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads what Mailgun tells about messages of ours. */
final class EventDecoder implements Decoder {

    private static final int LONGEST_KEY = 400;

    @Override
    public ParsedMessage decode(Content raw, Map<String, String> meta) throws IOException {
        Optional<EventBody> body = EventBody.read(raw);
        Map<String, Object> data = body.map(EventBody::data).orElse(Map.of());
        String key = key(raw, body.orElse(null));
        Instant at = at(data);
        if (data.isEmpty()) {
            return message(
                    key,
                    new EventMeaning(
                            MessageKind.SYSTEM,
                            new ChannelEvent.Notice("mailgun.unreadable", Map.of()),
                            List.of(),
                            "An event that cannot be read"),
                    null,
                    at,
                    List.of(new Issue("no-event-data", "the body holds no event")));
        }
        Address recipient = recipient(data);
        return message(key, EventMeaning.of(data, recipient, at), recipient, at, List.of());
    }

    /** The token is another for every event; an event's own id only for a day. */
    private static String key(Content raw, @Nullable EventBody body) {
        String token = body == null ? null : body.signed().token();
        boolean usable = token != null && !token.isBlank() && token.length() <= LONGEST_KEY;
        return "mailgun:" + (usable ? token : raw.sha256());
    }

    private static ParsedMessage message(
            String key, EventMeaning meaning, @Nullable Address recipient, @Nullable Instant at, List<Issue> issues) {
        return new ParsedMessage(
                key,
                meaning.kind(),
                ThreadHeaders.of(null),
                new Correspondents(recipient, null, List.of(), List.of(), List.of(), List.of()),
                Body.text(null, meaning.words()),
                List.of(),
                new Automation(Automation.AutoSubmitted.AUTO_GENERATED, true, null),
                Authentication.unknown(),
                at,
                meaning.reports(),
                issues,
                List.of(),
                meaning.event(),
                null);
    }

    static @Nullable Address recipient(Map<String, Object> data) {
        String text = Mailboxes.bare(Tree.word(data, "recipient"));
        return text.indexOf('@') > 0 && text.chars().noneMatch(c -> c <= ' ' || c == 0x7f) && text.length() <= 1000
                ? Address.email(text)
                : null;
    }

    /** Seconds with a fraction; null for what is no time of this era. */
    static @Nullable Instant at(Map<String, Object> data) {
        BigDecimal seconds = Tree.number(data, "timestamp");
        if (seconds == null || seconds.signum() <= 0 || seconds.precision() - seconds.scale() > 11) {
            return null;
        }
        long micros = seconds.movePointRight(6).setScale(0, RoundingMode.DOWN).longValueExact();
        return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1000);
    }

    @Override
    public InputStream attachment(Content raw, Map<String, String> meta, int index) throws IOException {
        throw new IOException("an event has no attachments");
    }
}
