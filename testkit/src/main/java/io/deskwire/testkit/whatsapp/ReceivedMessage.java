package io.deskwire.testkit.whatsapp;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** A message sent from a business number to a customer. What it says does not change, its status does. Thread-safe. */
public final class ReceivedMessage {

    private final String id;
    private final SimulatedCustomer customer;
    private final Flavour face;
    private final Instant at;
    private final OutboundContent content;
    private final @Nullable String contextId;
    private final @Nullable String callbackData;
    private final @Nullable URI statusCallback;
    private volatile @Nullable MediaFile media;
    private volatile String status = "accepted";
    private volatile int errorCode;
    private volatile boolean priced;

    ReceivedMessage(
            String id,
            SimulatedCustomer customer,
            Flavour face,
            Instant at,
            OutboundContent content,
            @Nullable String contextId,
            @Nullable String callbackData,
            @Nullable URI statusCallback) {
        this.id = id;
        this.customer = customer;
        this.face = face;
        this.at = at;
        this.content = content;
        this.contextId = contextId;
        this.callbackData = callbackData;
        this.statusCallback = statusCallback;
        this.media = content.media();
    }

    /** The id that the sender was given. */
    public String id() {
        return id;
    }

    /** Whom it is for. */
    public SimulatedCustomer customer() {
        return customer;
    }

    /** The face it was sent through. */
    public Flavour face() {
        return face;
    }

    /** When it was accepted, by the simulator's clock. */
    public Instant at() {
        return at;
    }

    /** {@code text}, {@code image}, {@code interactive}, {@code template} … */
    public String type() {
        return content.type();
    }

    /** What a person reads: the text, the caption, the template filled in, the question above buttons; may be empty. */
    public String text() {
        return content.text();
    }

    /** The object named like {@link #type} in the request (for Twilio, the form), as it was sent. */
    public Map<String, Object> body() {
        return content.body();
    }

    /** The file, once it is there: at once when it was uploaded, later when it was a link. */
    public Optional<MediaFile> media() {
        return Optional.ofNullable(media);
    }

    /** The caption of a file. */
    public Optional<String> caption() {
        return Optional.ofNullable(Trees.text(content.body().get("caption")));
    }

    /** The name of the template. */
    public Optional<String> templateName() {
        return Optional.ofNullable(content.template());
    }

    /** The message it answers. */
    public Optional<String> contextId() {
        return Optional.ofNullable(contextId);
    }

    /** {@code biz_opaque_callback_data}, which every status repeats. */
    public Optional<String> callbackData() {
        return Optional.ofNullable(callbackData);
    }

    /** {@code accepted}, {@code sent}, {@code delivered}, {@code read}, {@code played} or {@code failed}: the last one told. */
    public String status() {
        return status;
    }

    /** The code of a failure. */
    public OptionalInt errorCode() {
        return errorCode == 0 ? OptionalInt.empty() : OptionalInt.of(errorCode);
    }

    SimulatedNumber number() {
        return customer.number();
    }

    OutboundContent content() {
        return content;
    }

    @Nullable URI statusCallback() {
        return statusCallback;
    }

    void arrived(MediaFile file) {
        media = file;
    }

    void became(String newStatus, int code) {
        status = newStatus;
        errorCode = code;
    }

    /** Whether the price has been told with delivered or read; it is told with one of them only. */
    boolean tellPrice() {
        boolean first = !priced;
        priced = true;
        return first;
    }

    @Override
    public String toString() {
        return content.type() + " " + id + ": " + status;
    }
}
