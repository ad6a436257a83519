/**
 * Targets that hostile bytes are thrown at: by a fuzzer that learns from what the code does with them (profile {@code fuzz}),
 * and with all kept seeds and findings in every build. Each target says what must hold whatever comes.
 */
@NullMarked
package io.deskwire.fuzz;

import org.jspecify.annotations.NullMarked;
