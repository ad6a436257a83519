/**
 * Twilio SendGrid: Inbound Parse, Event Webhook, v3 Mail Send.
 */
@NullMarked
package io.deskwire.adapter.cloud.sendgrid;

import org.jspecify.annotations.NullMarked;
