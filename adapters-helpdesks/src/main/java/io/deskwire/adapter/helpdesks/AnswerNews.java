package io.deskwire.adapter.helpdesks;

import io.deskwire.adapter.helpdesks.Helpdesk.Standing;
import io.deskwire.adapter.helpdesks.Helpdesk.Standing.Stage;
import io.deskwire.delivery.Delivery;
import io.deskwire.message.DeliveryStatus;
import io.deskwire.threading.StoredMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is told of an answer, read from where its recipients stand. */
enum AnswerNews {
    /** Every step. */
    ALL,
    /** That it went out, and what went wrong. */
    SENT,
    /** What went wrong. */
    FAILURES,
    NONE;

    static AnswerNews of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** What is to be told now; empty while nothing is. */
    Optional<Standing> of(String answerId, StoredMessage.Outbound sent) {
        List<Delivery> all = sent.deliveries();
        List<Delivery> failed =
                all.stream().filter(delivery -> delivery.status().isFailure()).toList();
        if (this == NONE || all.isEmpty()) {
            return Optional.empty();
        }
        if (!failed.isEmpty()) {
            return Optional.of(standing(answerId, sent, Stage.FAILED, failures(failed)));
        }
        if (all.stream().anyMatch(delivery -> delivery.status() == DeliveryStatus.UNCERTAIN)) {
            return Optional.of(standing(
                    answerId,
                    sent,
                    Stage.UNCERTAIN,
                    "Nobody can say whether this answer went out; it waits for a decision at Deskwire's console."));
        }
        if (this == FAILURES
                || !all.stream().allMatch(delivery -> delivery.status().isSettled())) {
            return Optional.empty();
        }
        Stage stage = this == SENT ? Stage.SENT : least(all);
        String words = switch (stage) {
            case DELIVERED -> "This answer was delivered to " + names(all) + ".";
            case READ -> "This answer was read by " + names(all) + ".";
            default -> "This answer was sent to " + names(all) + ".";
        };
        return Optional.of(standing(answerId, sent, stage, words));
    }

    private static Standing standing(String answerId, StoredMessage.Outbound sent, Stage stage, String words) {
        return new Standing(answerId, stage.name().toLowerCase(Locale.ROOT) + "-" + sent.id(), stage, words);
    }

    private static Stage least(List<Delivery> all) {
        Stage least = Stage.READ;
        for (Delivery delivery : all) {
            Stage stage = switch (delivery.status()) {
                case READ, PLAYED -> Stage.READ;
                case DELIVERED -> Stage.DELIVERED;
                default -> Stage.SENT;
            };
            least = stage.compareTo(least) < 0 ? stage : least;
        }
        return least;
    }

    private static String failures(List<Delivery> failed) {
        List<String> lines = new ArrayList<>();
        for (Delivery delivery : failed) {
            String reason = delivery.reason() == null ? "" : ": " + delivery.reason();
            String code = delivery.code() == null ? "" : " (" + delivery.code() + ")";
            lines.add("This answer did not reach "
                    + delivery.recipient().value() + " ("
                    + delivery.status().name().toLowerCase(Locale.ROOT) + ")" + reason + code);
        }
        return String.join("\n", lines);
    }

    private static String names(List<Delivery> all) {
        return String.join(
                ", ", all.stream().map(delivery -> delivery.recipient().value()).toList());
    }
}
