/** Says what would be read from stored mail, without storing anything. */
@NullMarked
package io.deskwire.app.explain;

import org.jspecify.annotations.NullMarked;
