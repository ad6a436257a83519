/**
 * WhatsApp Business through Meta's Cloud API, 360dialog and Twilio behind one channel type.
 */
@NullMarked
package io.deskwire.adapter.whatsapp;

import org.jspecify.annotations.NullMarked;
