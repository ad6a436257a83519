/**
 * The facade: an embedder builds one {@code Deskwire} and talks to nothing else to get going.
 */
@NullMarked
package io.deskwire;

import org.jspecify.annotations.NullMarked;
