package io.deskwire.testkit.whatsapp;

/** Through whom a number is connected; it decides the form of the webhooks. All three faces take sends at any time. */
public enum Flavour {
    /** Meta's Cloud API: JSON, {@code X-Hub-Signature-256}, a GET handshake when an address is set. */
    META,
    /** 360dialog: Meta's JSON with the headers that were registered with the address, no handshake. */
    DIALOG360,
    /** Twilio: form posts with {@code X-Twilio-Signature}, statuses to the address given with each message. */
    TWILIO
}
