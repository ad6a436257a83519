/**
 * The ledger: numbered messages go in through every kind of channel while processes are killed, databases restarted and
 * connections cut; at the end the books must balance. A driver outside the server's processes; {@link
 * io.deskwire.ledger.Main} runs it.
 */
@NullMarked
package io.deskwire.ledger;

import org.jspecify.annotations.NullMarked;
