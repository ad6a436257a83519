/**
 * What customers write and what is answered: immutable values without any transport in them.
 */
@NullMarked
package io.deskwire.message;

import org.jspecify.annotations.NullMarked;
