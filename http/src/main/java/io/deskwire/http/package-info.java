/**
 * Calls over HTTP: one guarded transport, OAuth 2.0 access tokens, and the ticket sink that posts signed events. The only
 * package that knows OkHttp; no type of it shows here.
 */
@NullMarked
package io.deskwire.http;

import org.jspecify.annotations.NullMarked;
