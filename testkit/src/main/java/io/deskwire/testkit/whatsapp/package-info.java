/**
 * A stateful stand-in for WhatsApp Business with three faces on one state: Meta's Graph API, 360dialog and Twilio. It checks
 * every request as strictly as the real ones, signs the webhooks it pushes, keeps the rules of time (24-hour window, expiring
 * media, pair rate) by the clock it is given, and misbehaves on demand.
 *
 * <p>Start at {@link io.deskwire.testkit.whatsapp.WhatsAppSimulator}.
 */
@NullMarked
package io.deskwire.testkit.whatsapp;

import org.jspecify.annotations.NullMarked;
