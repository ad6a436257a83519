package io.deskwire.examples.sms;

import io.deskwire.channel.Cursor;
import io.deskwire.channel.InboundChannel;
import io.deskwire.channel.Intake;
import io.deskwire.channel.RawBody;
import io.deskwire.channel.RawItem;
import io.deskwire.failure.ChannelException;
import io.deskwire.failure.FailureKind;
import io.deskwire.json.Json;
import io.deskwire.message.Envelope;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads on after a number. The gateway numbers messages in the order it takes them, within an epoch; when it was restored
 * from a backup it begins another epoch, and everything is read again: known messages are recognised by their id.
 */
final class SmsInbox implements InboundChannel {

    private static final int PAGE = 20;

    private final Gateway gateway;

    SmsInbox(Gateway gateway) {
        this.gateway = gateway;
    }

    // snippet: fetch
    @Override
    public FetchResult fetch(@Nullable Cursor after, Intake intake, Instant now) throws ChannelException {
        Position position = Position.of(after);
        boolean resynced = false;
        int offered = 0;
        int stored = 0;
        while (true) {
            if (Thread.currentThread().isInterrupted()) {
                throw ChannelException.of(FailureKind.TRANSIENT, "interrupted");
            }
            Map<String, Object> answer = gateway.read(position.number(), PAGE);
            String epoch = String.valueOf(answer.get("epoch"));
            if (!position.isOf(epoch)) {
                // The cursor says nothing any more. Never "from now on": everything again.
                resynced = resynced || after != null;
                position = new Position(epoch, 0);
                answer = gateway.read(0, PAGE);
            }
            List<RawItem> items = new ArrayList<>();
            for (Object one : messages(answer)) {
                Map<?, ?> entry = one instanceof Map<?, ?> map ? map : Map.of();
                if (!(entry.get("number") instanceof Number number)) {
                    throw ChannelException.of(FailureKind.MALFORMED, "the gateway sent an entry without a number");
                }
                position = new Position(epoch, number.longValue());
                items.add(item(entry.get("message"), position));
            }
            if (items.isEmpty() && !resynced) {
                return new FetchResult(offered, stored, false, null);
            }
            // Both or neither are durable when the stage completes: the items, and the cursor behind them.
            stored += intake.accept(items, new Cursor(position.text()))
                    .toCompletableFuture()
                    .join()
                    .stored();
            offered += items.size();
            if (items.isEmpty()) {
                return new FetchResult(offered, stored, true, "the gateway numbered its messages anew");
            }
        }
    }

    /** The bytes are what the gateway says of the message; reading them is the decoder's work, later. */
    private static RawItem item(@Nullable Object message, Position position) {
        Map<?, ?> fields = message instanceof Map<?, ?> map ? map : Map.of();
        return new RawItem(
                // The same however often it is read, and under whatever number.
                "sms:" + (fields.get("id") instanceof String id ? id : position.text()),
                SmsDecoder.FORMAT,
                new Envelope(
                        fields.get("from") instanceof String from ? from : null,
                        fields.get("to") instanceof String to ? List.of(to) : List.of()),
                instant(fields.get("received_at")),
                Map.of(),
                RawBody.of(Json.writeBytes(message)));
    }
    // end

    private static List<?> messages(Map<String, Object> answer) throws ChannelException {
        if (answer.get("messages") instanceof List<?> messages) {
            return messages;
        }
        throw ChannelException.of(FailureKind.MALFORMED, "the gateway's answer has no messages");
    }

    static @Nullable Instant instant(@Nullable Object value) {
        try {
            return value instanceof String text ? Instant.parse(text) : null;
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /** Where reading goes on. */
    private record Position(@Nullable String epoch, long number) {

        static Position of(@Nullable Cursor cursor) {
            if (cursor == null) {
                return new Position(null, 0);
            }
            int colon = cursor.value().lastIndexOf(':');
            return new Position(
                    cursor.value().substring(0, colon),
                    Long.parseLong(cursor.value().substring(colon + 1)));
        }

        boolean isOf(String current) {
            return current.equals(epoch);
        }

        String text() {
            return epoch + ":" + number;
        }
    }
}
