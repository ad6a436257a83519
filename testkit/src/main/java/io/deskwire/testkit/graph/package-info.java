/**
 * A stand-in for Microsoft Graph's mail and Microsoft's sign-in on a free port of 127.0.0.1. It takes calls as strictly as
 * the real ones, calls back the addresses of subscriptions, and misbehaves when told to. For tests and demonstrations; no
 * key it uses opens anything.
 */
@NullMarked
package io.deskwire.testkit.graph;

import org.jspecify.annotations.NullMarked;
