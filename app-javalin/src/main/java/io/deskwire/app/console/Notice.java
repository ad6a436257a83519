package io.deskwire.app.console;

/**
 * A sentence above a page about what was just done.
 *
 * @param tone how it is coloured; the text says the same
 */
record Notice(Tone tone, String text) {

    static Notice done(String text) {
        return new Notice(Tone.GOOD, text);
    }

    static Notice failed(String text) {
        return new Notice(Tone.BAD, text);
    }
}
