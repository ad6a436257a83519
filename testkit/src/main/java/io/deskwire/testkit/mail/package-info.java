/**
 * Mailboxes to test against, all on the loopback interface: GreenMail inside the JVM for quick tests, a real Dovecot where
 * it is installed.
 */
@NullMarked
package io.deskwire.testkit.mail;

import org.jspecify.annotations.NullMarked;
