/** A stand-in for the OAuth 2.0 authorization servers of mail providers. */
@NullMarked
package io.deskwire.testkit.oauth;

import org.jspecify.annotations.NullMarked;
