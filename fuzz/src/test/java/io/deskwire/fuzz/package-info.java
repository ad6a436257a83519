/** Kept seeds and findings as tests. */
@NullMarked
package io.deskwire.fuzz;

import org.jspecify.annotations.NullMarked;
