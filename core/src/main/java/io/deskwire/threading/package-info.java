/**
 * Which conversation a message belongs to, from which signals, and why the others lost.
 */
@NullMarked
package io.deskwire.threading;

import org.jspecify.annotations.NullMarked;
