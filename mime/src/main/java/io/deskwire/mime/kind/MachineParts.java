package io.deskwire.mime.kind;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The parts of a report that are meant for machines, as text; each is short. */
public final class MachineParts {

    /** Bytes of one such part that are worth holding. */
    public static final int HELD = 128 * 1024;

    private final List<String> deliveryStatus = new ArrayList<>();
    private @Nullable String disposition;
    private @Nullable String feedback;
    private @Nullable String returned;
    private @Nullable String calendar;

    /** Whether a part of this type says something to a machine. */
    public static boolean wants(String mediaType) {
        return switch (mediaType) {
            case "message/delivery-status",
                    "message/global-delivery-status",
                    "message/disposition-notification",
                    "message/global-disposition-notification",
                    "message/feedback-report",
                    "text/calendar",
                    "message/rfc822",
                    "message/global",
                    "message/rfc822-headers",
                    "message/global-headers",
                    "text/rfc822-headers",
                    "text/rfc822" -> true;
            default -> false;
        };
    }

    /** Whether all of such a part counts; of a returned message the header is enough. */
    public static boolean readsAll(String mediaType) {
        return mediaType.equals("text/calendar")
                || mediaType.endsWith("delivery-status")
                || mediaType.endsWith("disposition-notification")
                || mediaType.equals("message/feedback-report");
    }

    /** Takes the start of one part, decoded. */
    public void take(String mediaType, String text) {
        switch (mediaType) {
            case "message/delivery-status", "message/global-delivery-status" -> {
                if (deliveryStatus.size() < 20) {
                    deliveryStatus.add(text);
                }
            }
            case "message/disposition-notification", "message/global-disposition-notification" ->
                disposition = disposition == null ? text : disposition;
            case "text/calendar" -> calendar = calendar == null ? text : calendar;
            case "message/feedback-report" -> feedback = feedback == null ? text : feedback;
            default -> returned = returned == null ? text : returned;
        }
    }

    List<String> deliveryStatus() {
        return deliveryStatus;
    }

    @Nullable String disposition() {
        return disposition;
    }

    @Nullable String feedback() {
        return feedback;
    }

    @Nullable String calendar() {
        return calendar;
    }

    /** The message the report is about, or its header. */
    @Nullable String returned() {
        return returned;
    }
}
