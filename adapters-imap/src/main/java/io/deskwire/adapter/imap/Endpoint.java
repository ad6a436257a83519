package io.deskwire.adapter.imap;

/**
 * Where a server listens.
 *
 * @param protocol {@code imap}, {@code pop3} or {@code smtp}; only for messages
 * @param prefix {@code ""} or {@code "smtp_"}: what the names of its settings begin with
 */
record Endpoint(String protocol, String host, int port, Security security, String prefix) {

    /** For messages: the administrator's own words, no secret among them. */
    String text() {
        return protocol + " server " + host + ":" + port;
    }
}
