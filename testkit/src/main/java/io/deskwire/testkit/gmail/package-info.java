/**
 * A stand-in for Gmail, Google's token endpoint and Pub/Sub's push on a free port of 127.0.0.1. It takes what we send as
 * strictly as the real ones, keeps a history that can be forgotten, pushes with signed tokens, and misbehaves when told to.
 * For tests and demonstrations; no key it uses opens anything.
 */
@NullMarked
package io.deskwire.testkit.gmail;

import org.jspecify.annotations.NullMarked;
