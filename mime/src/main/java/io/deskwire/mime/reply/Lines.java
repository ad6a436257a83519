package io.deskwire.mime.reply;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import org.jspecify.annotations.Nullable;

/** The lines of a text with the forms in which they are compared, each made once: every line is looked at many times. */
final class Lines extends AbstractList<String> implements RandomAccess {

    private final List<String> lines;
    private final @Nullable String[] visible;
    private final @Nullable String[] lower;

    Lines(List<String> lines) {
        this.lines = lines;
        this.visible = new @Nullable String[lines.size()];
        this.lower = new @Nullable String[lines.size()];
    }

    @Override
    public int size() {
        return lines.size();
    }

    @Override
    public String get(int at) {
        return lines.get(at);
    }

    /** See {@link LineText#visible}. */
    static String visible(List<String> lines, int at) {
        return lines instanceof Lines known ? known.visible(at) : LineText.visible(lines.get(at));
    }

    /** See {@link LineText#lower}. */
    static String lower(List<String> lines, int at) {
        return lines instanceof Lines known ? known.lower(at) : LineText.lower(lines.get(at));
    }

    private String visible(int at) {
        String known = visible[at];
        if (known == null) {
            known = LineText.visible(lines.get(at));
            visible[at] = known;
        }
        return known;
    }

    private String lower(int at) {
        String known = lower[at];
        if (known == null) {
            known = LineText.lower(lines.get(at));
            lower[at] = known;
        }
        return known;
    }
}
