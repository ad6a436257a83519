/**
 * From received bytes to a threaded message: raw first, cursor second, parse third, one visible outcome each.
 */
@NullMarked
package io.deskwire.intake;

import org.jspecify.annotations.NullMarked;
