@NullMarked
package io.deskwire.ledger;

import org.jspecify.annotations.NullMarked;
