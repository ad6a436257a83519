/** A whole installation with its own mail server that leaves nothing behind. */
@NullMarked
package io.deskwire.app.demo;

import org.jspecify.annotations.NullMarked;
