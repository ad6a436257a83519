/**
 * Load programs that print what Deskwire does beside what the alternatives do, measured in the same run. The figures stand
 * in the module's README.
 */
@NullMarked
package io.deskwire.benchmarks;

import org.jspecify.annotations.NullMarked;
