package io.deskwire.message;

/** What an inbound item is. Only {@link #MESSAGE} opens a ticket by default. */
public enum MessageKind {
    /** A person, or a system that writes like one. */
    MESSAGE,
    /** Out of office and other automatic answers (RFC 3834). */
    AUTO_REPLY,
    /** A non-delivery report (RFC 3464 and look-alikes). */
    BOUNCE,
    /** News about a message of ours that is not a failure: delayed, relayed, delivered, read. */
    DELIVERY_REPORT,
    /** A recipient called a message of ours spam (ARF, RFC 5965). */
    COMPLAINT,
    /** An emoji on another message. */
    REACTION,
    /** Something the network itself says: number changed, contact joined. */
    SYSTEM
}
