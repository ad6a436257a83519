/**
 * The standalone server: settings, keys and the composition root. What can be reached over HTTP stands in {@code http} and
 * {@code console}, the command line in {@code cli}.
 */
@NullMarked
package io.deskwire.app;

import org.jspecify.annotations.NullMarked;
