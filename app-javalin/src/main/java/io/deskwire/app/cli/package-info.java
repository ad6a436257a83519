/** The commands of the runnable jar. */
@NullMarked
package io.deskwire.app.cli;

import org.jspecify.annotations.NullMarked;
