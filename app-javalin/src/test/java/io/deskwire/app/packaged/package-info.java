/** What needs the built file {@code target/deskwire.jar}: run after it was made, in Maven's phase integration-test. */
@NullMarked
package io.deskwire.app.packaged;

import org.jspecify.annotations.NullMarked;
