package io.deskwire.app.console;

/** Colour that goes with a word; never the only bearer of a meaning. */
enum Tone {
    GOOD("good"),
    WAIT("wait"),
    BAD("bad"),
    CALM("calm"),
    ACCENT("accent");

    private final String css;

    Tone(String css) {
        this.css = css;
    }

    /** Ending of the style sheet's class names. */
    String css() {
        return css;
    }
}
