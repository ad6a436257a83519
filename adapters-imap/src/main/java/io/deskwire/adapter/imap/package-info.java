/**
 * IMAP and POP3 in, SMTP out. The two channel types are the whole public face; Angus Mail is used for the protocols only,
 * over sockets of our own that bound what a server may send.
 */
@NullMarked
package io.deskwire.adapter.imap;

import org.jspecify.annotations.NullMarked;
