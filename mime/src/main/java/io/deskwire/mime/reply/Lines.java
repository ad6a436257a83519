package io.deskwire.mime.reply;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of a text with the forms in which they are compared, each made once: every line is looked at many times. */
final class Lines {

    private final List<String> lines;
    private final @Nullable String[] visible;
    private final @Nullable String[] lower;

    Lines(List<String> lines) {
        this.lines = lines;
        this.visible = new @Nullable String[lines.size()];
        this.lower = new @Nullable String[lines.size()];
    }

    int size() {
        return lines.size();
    }

    String get(int at) {
        return lines.get(at);
    }

    /** See {@link LineText#visible}. */
    String visible(int at) {
        String known = visible[at];
        if (known == null) {
            known = LineText.visible(lines.get(at));
            visible[at] = known;
        }
        return known;
    }

    /** See {@link LineText#lower}. */
    String lower(int at) {
        String known = lower[at];
        if (known == null) {
            known = LineText.lower(lines.get(at));
            lower[at] = known;
        }
        return known;
    }
}
