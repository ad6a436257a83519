/** The ledger: numbered messages go in while the server is killed again and again; at the end the books must balance. */
@NullMarked
package io.deskwire.app.ledger;

import org.jspecify.annotations.NullMarked;
