/** How a channel is set up: what to do at the provider, what to enter, and how far it is. For the console and the command line. */
@NullMarked
package io.deskwire.app.setup;

import org.jspecify.annotations.NullMarked;
