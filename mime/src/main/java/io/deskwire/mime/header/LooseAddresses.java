package io.deskwire.mime.header;

import io.deskwire.message.Address;
import java.util.ArrayList;
import java.util.List;

/** Addresses in a text that is no list of them: whatever stands around an at sign without a blank or bracket. */
final class LooseAddresses {

    private static final int LONGEST = 320;
    private static final int MOST = 100;
    private static final String ENDS = " \t<>()[]{},;:|\"'\u2018\u2019\u201C\u201D\u3001\uFF0C\uFF1B";

    private LooseAddresses() {}

    /** Whether a text with an at sign holds characters that no address has. */
    static boolean isSpoilt(String text) {
        int at = text.indexOf('@');
        boolean literal = text.indexOf('[', at) == at + 1 && text.endsWith("]");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean bracket = c == '[' || c == ']' || c == '>' || c == '|';
            if ((bracket && !literal) || (c == '&' && text.startsWith("&lt;", i))) {
                return true;
            }
        }
        return false;
    }

    /** All of them in order; the words around a single one are its name. */
    static List<Address> in(String raw) {
        String text = raw.replace("&lt;", "<").replace("&gt;", ">");
        if (text.indexOf('@') < 0) {
            text = text.replace('\uFF20', '@');
        }
        List<Address> out = new ArrayList<>();
        String around = "";
        int from = 0;
        for (int at = text.indexOf('@'); at >= 0 && out.size() < MOST; at = text.indexOf('@', Math.max(at + 1, from))) {
            int start = at;
            while (start > from && at - start < LONGEST && ENDS.indexOf(text.charAt(start - 1)) < 0) {
                start--;
            }
            int end = at + 1;
            while (end < text.length() && end - at < LONGEST && ENDS.indexOf(text.charAt(end)) < 0) {
                end++;
            }
            if (start < at && end > at + 1 && text.substring(at, end).indexOf('.') > 0) {
                around = (text.substring(0, start) + " " + text.substring(end));
                out.add(Address.email(text.substring(start, end)));
                from = end;
            }
        }
        String name = Addresses.clean(around.replaceAll("[<>()\\[\\]]", " ")).strip();
        return out.size() == 1 && !name.isEmpty()
                ? List.of(Address.email(out.get(0).value(), name))
                : out;
    }
}
