package io.deskwire.testkit.graph;

/** Ways in which a mailbox differs from the well-behaved one; each is switched on and off. */
public enum GraphQuirk {
    /** Changes are reported to nobody and never will be. */
    SILENT,
    /** Every notification is delivered twice. */
    DUPLICATE_NOTIFICATIONS,
    /** Notifications carry another client state. */
    WRONG_CLIENT_STATE,
    /** New items are missing from delta until {@link GraphMailbox#showInDelta()}, though they are notified at once. */
    NOTIFIED_BEFORE_DELTA,
    /** Links of delta point to another host. */
    DELTA_FOREIGN_HOST,
    /** Every round of delta starts with an empty page that has a next link. */
    DELTA_EMPTY_PAGE,
    /** The last item of each page stands on the next one again. */
    DELTA_REPEATS,
    /** Items come newest first. */
    DELTA_UNORDERED,
    /** Removals are reported even when only new items are asked for. */
    DELTA_REMOVALS,
    /** Exchange gives sent mail a Message-ID of its own. */
    MESSAGE_ID_REWRITTEN,
    /** Exchange drops Auto-Submitted from what it sends. */
    AUTO_SUBMITTED_DROPPED,
    /** A foreign From in MIME is refused instead of replaced. */
    FOREIGN_FROM_REFUSED,
    /** Answers to slices of an upload are spelt in PascalCase. */
    CAPITALISED_RANGES,
    /** What was sent is missing from Sent Items until {@link GraphMailbox#showSent()}. */
    SENT_ITEM_LATE,
    /** What lies in Sent Items is described without its header fields, as Graph mostly does; its MIME has them. */
    SENT_HEADERS_MISSING
}
