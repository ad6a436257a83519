package io.deskwire.adapter.imap;

/** How a connection is protected. */
enum Security {
    /** TLS from the first byte (RFC 8314 section 3). */
    TLS,
    /** A plain greeting, then STARTTLS or STLS, which must succeed before anything else is said. */
    STARTTLS,
    /** None; only ever to a private or loopback address. */
    PLAIN
}
