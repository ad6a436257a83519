/**
 * The only package with threads. Everything it drives can be driven by a host's scheduler instead.
 */
@NullMarked
package io.deskwire.engine;

import org.jspecify.annotations.NullMarked;
