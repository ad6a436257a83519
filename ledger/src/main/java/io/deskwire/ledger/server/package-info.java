/** What runs inside a server process that the ledger watches: named steps at which it ends itself, and a faster clock. */
@NullMarked
package io.deskwire.ledger.server;

import org.jspecify.annotations.NullMarked;
