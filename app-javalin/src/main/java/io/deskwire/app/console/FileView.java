package io.deskwire.app.console;

import org.jspecify.annotations.Nullable;

/**
 * A file of a message.
 *
 * @param address where it is downloaded, or null when its bytes cannot be had
 * @param view where it is shown or played from, or null when it is only downloaded
 * @param note its size, or why it cannot be had
 */
record FileView(
        String name, @Nullable String address, @Nullable String view, Show show, String note) {

    /** How a page presents it. */
    enum Show {
        PICTURE,
        SOUND,
        FILM,
        DOCUMENT
    }

    /**
     * A file whose bytes can be had.
     *
     * @param inPlace whether the page shows or plays what browsers can
     */
    static FileView of(String name, String contentType, String address, boolean inPlace, long size) {
        Show show = !inPlace
                ? Show.DOCUMENT
                : FileAnswer.isPicture(contentType)
                        ? Show.PICTURE
                        : FileAnswer.isSound(contentType)
                                ? Show.SOUND
                                : FileAnswer.isFilm(contentType) ? Show.FILM : Show.DOCUMENT;
        return new FileView(name, address, show == Show.DOCUMENT ? null : address + "/view", show, Words.size(size));
    }

    /** A file whose bytes cannot be had. */
    static FileView missing(String name, String why) {
        return new FileView(name, null, null, Show.DOCUMENT, why);
    }
}
