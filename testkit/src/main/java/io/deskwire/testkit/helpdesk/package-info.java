/**
 * Simulators of helpdesks: stateful, on real HTTP, with real signatures, strict about what they are sent, and able to
 * misbehave. Written from the helpdesks' documents and sources as they are known, without a helpdesk at hand; what is uncertain
 * stands with each of them.
 */
@NullMarked
package io.deskwire.testkit.helpdesk;

import org.jspecify.annotations.NullMarked;
