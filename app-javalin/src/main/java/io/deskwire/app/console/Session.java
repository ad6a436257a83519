package io.deskwire.app.console;

import io.deskwire.app.access.Principal;
import java.time.Instant;

/**
 * One signed-in browser.
 *
 * @param id unguessable
 * @param csrf must come back with everything this browser asks to change
 * @param createdAt when it signed in
 * @param usedAt when a person last did something, to a few minutes
 * @param who whose it is
 */
record Session(String id, String csrf, Instant createdAt, Instant usedAt, Principal who) {}
