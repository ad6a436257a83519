/** The rules that the modules keep, and the fixtures that break them. */
@NullMarked
package io.deskwire.architecture;

import org.jspecify.annotations.NullMarked;
