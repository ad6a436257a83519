package io.deskwire.ledger;

import java.util.List;

/**
 * The named steps at which a process is ended: before and after everything that is stored, said or asked. In an order in
 * which one prepares the next: what was begun and never ended has to be looked up after the next start.
 */
final class Steps {

    /** All of them. */
    static final List<String> ALL = List.of(
            // A webhook's content: nothing stored; stored, and the provider not answered.
            "webhook.record.before",
            "webhook.record.after",
            // A fetch's content and its cursor, which are stored together.
            "inbound.fetch.before",
            "fetch.record.before",
            "fetch.record.after",
            "inbound.fetch.after",
            "inbox.claim.after",
            "inbox.settle.before",
            "inbox.settle.after",
            "deliveries.claim.after",
            "sink.deliver.before",
            "sink.deliver.after",
            "deliveries.settle.before",
            "deliveries.settle.after",
            "outbox.stage.before",
            "outbox.stage.after",
            "outbox.claim.after",
            "outbox.begin.before",
            "outbox.begin.after",
            "outbound.send.before",
            "outbound.send.after",
            // What the step before left behind is looked up first.
            "lookup.find.before",
            "outbound.send.after",
            "lookup.find.after",
            "outbox.settle.before",
            "outbox.settle.after",
            "aftersend.run.before",
            "aftersend.run.after",
            "outbox.report.before",
            "outbox.report.after",
            "media.claim.after",
            "files.fetch.before",
            "files.fetch.after",
            "media.settle.before",
            "media.settle.after");

    /** Those that leave another state behind than the one before: enough where time is short. */
    static final List<String> DISTINCT = ALL.stream()
            .filter(step -> !List.of(
                            "inbound.fetch.before",
                            "inbound.fetch.after",
                            "inbox.claim.after",
                            "deliveries.claim.after",
                            "deliveries.settle.before",
                            "outbox.claim.after",
                            "outbound.send.before",
                            "outbox.settle.before",
                            "media.claim.after",
                            "media.settle.before")
                    .contains(step))
            .distinct()
            .toList();

    /** The steps that have to be met, by their name on the command line. */
    static List<String> named(String name) {
        return switch (name) {
            case "no" -> List.of();
            case "yes" -> DISTINCT;
            case "all" -> ALL;
            default -> throw new IllegalArgumentException("steps is no, yes or all");
        };
    }

    /** Where a node is stopped past its lease: what it does when it wakes has to be refused. */
    static final List<String> TO_FREEZE_AT = List.of(
            "inbox.settle.before",
            "outbox.settle.before",
            "deliveries.settle.before",
            "fetch.record.before",
            "outbox.begin.before",
            "sink.deliver.before");

    private Steps() {}
}
