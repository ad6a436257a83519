package io.deskwire.adapter.whatsapp;

/** Through whom the number is reached. */
enum Flavour {
    META,
    DIALOG_360,
    TWILIO
}
