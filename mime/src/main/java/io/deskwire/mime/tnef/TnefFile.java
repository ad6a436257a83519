package io.deskwire.mime.tnef;

import org.jspecify.annotations.Nullable;

/** What a TNEF stream says of one file; some of it stands behind the file's bytes, so ask after the next item was read. */
public final class TnefFile {

    private @Nullable String title;
    private @Nullable String longName;
    private @Nullable String mimeType;
    private @Nullable String contentId;
    boolean given;

    TnefFile() {}

    /** The name, the long one where there is one; null when there is none. */
    public @Nullable String name() {
        return longName != null && !longName.isBlank() ? longName : title;
    }

    /** The media type that the sender's program gave it, or null. */
    public @Nullable String mimeType() {
        return mimeType;
    }

    /** The Content-ID by which the text shows it, or null. */
    public @Nullable String contentId() {
        return contentId;
    }

    void title(String value) {
        title = value;
    }

    /** Takes a property that says something of a file (MS-OXPROPS). */
    void property(int id, String value) {
        switch (id) {
            case MapiProperties.LONG_FILE_NAME -> longName = value;
            case MapiProperties.FILE_NAME, MapiProperties.DISPLAY_NAME -> title = title == null ? value : title;
            case MapiProperties.MIME_TAG -> mimeType = value;
            case MapiProperties.CONTENT_ID -> contentId = value;
            default -> {}
        }
    }
}
