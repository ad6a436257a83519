/** Mailboxes that bring other systems to a halt, read by a real server process. The ledger itself is a module of its own. */
@NullMarked
package io.deskwire.app.ledger;

import org.jspecify.annotations.NullMarked;
