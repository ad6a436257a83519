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
    /** An invitation to a meeting, an answer to one, a change or the end of one (iMIP, RFC 6047). */
    CALENDAR,
    /** A post to a mailing list (RFC 2919). */
    LIST,
    /** Mail to many that one can leave but not answer. */
    NEWSLETTER,
    /** Asks to prove that a person wrote a message of ours before it is let through. */
    CHALLENGE,
    /** An emoji on another message. */
    REACTION,
    /** Something the network itself says: number changed, contact joined. */
    SYSTEM
}
