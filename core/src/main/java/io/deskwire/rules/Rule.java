package io.deskwire.rules;

import org.jspecify.annotations.Nullable;

/**
 * @param name unique in its document
 * @param when whom it is for
 * @param outcome what becomes of the message
 * @param reason why; null for one that lets it pass
 * @param fields what it wants of the ticket
 * @param stop whether no later rule is asked
 */
record Rule(
        String name,
        Condition when,
        Verdict.Outcome outcome,
        @Nullable String reason,
        TicketFields fields,
        boolean stop) {}
