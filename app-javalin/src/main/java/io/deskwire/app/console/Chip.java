package io.deskwire.app.console;

/** A state as a word with a colour. */
record Chip(String text, Tone tone) {}
