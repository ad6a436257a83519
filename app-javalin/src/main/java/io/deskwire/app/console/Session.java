package io.deskwire.app.console;

import java.time.Instant;

/**
 * One signed-in browser.
 *
 * @param id unguessable
 * @param csrf must come back with everything this browser asks to change
 * @param createdAt when it signed in
 * @param usedAt when a person last did something, to a few minutes
 */
record Session(String id, String csrf, Instant createdAt, Instant usedAt) {}
