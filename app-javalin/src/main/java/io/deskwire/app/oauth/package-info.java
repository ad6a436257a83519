/** How a person connects a channel's account with OAuth. */
@NullMarked
package io.deskwire.app.oauth;

import org.jspecify.annotations.NullMarked;
