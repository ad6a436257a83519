package io.deskwire.mime.kind;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups of {@code Name: value} lines with blank lines between, as reports use them (RFC 3464 section 2.1). */
final class Block {

    private static final int MOST_BLOCKS = 1000;
    private static final int LONGEST_VALUE = 4000;
    private static final int MOST_VALUES = 100;

    private final Map<String, List<String>> values = new HashMap<>();

    /** All groups of a text; empty ones are left out. */
    static List<Block> all(String text, int most) {
        List<Block> blocks = new ArrayList<>();
        Block block = new Block();
        String name = null;
        int at = 0;
        while (at < text.length() && blocks.size() < Math.min(most, MOST_BLOCKS)) {
            int end = text.indexOf('\n', at);
            int stop = end < 0 ? text.length() : end;
            String line = text.substring(at, stop).stripTrailing();
            at = stop + 1;
            if (line.isEmpty()) {
                if (!block.values.isEmpty()) {
                    blocks.add(block);
                    block = new Block();
                }
                name = null;
            } else if (line.charAt(0) == ' ' || line.charAt(0) == '\t') {
                block.extend(name, line.strip());
            } else {
                int colon = line.indexOf(':');
                if (colon > 0) {
                    name = line.substring(0, colon).strip().toLowerCase(Locale.ROOT);
                    block.add(name, line.substring(colon + 1).strip());
                } else {
                    block.extend(name, line.strip());
                }
            }
        }
        if (!block.values.isEmpty()) {
            blocks.add(block);
        }
        return blocks;
    }

    private void add(String name, String value) {
        List<String> all = values.computeIfAbsent(name, n -> new ArrayList<>(1));
        if (all.size() < MOST_VALUES) {
            all.add(value);
        }
    }

    private void extend(@Nullable String name, String more) {
        List<String> all = name == null ? null : values.get(name);
        if (all == null) {
            return;
        }
        int last = all.size() - 1;
        String old = all.get(last);
        if (old.length() < LONGEST_VALUE) {
            all.set(last, old.isEmpty() ? more : old + " " + more);
        }
    }

    /** The first value of that name, or null. */
    @Nullable String get(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.get(0);
    }

    /** Every value of that name. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    boolean has(String name) {
        return values.containsKey(name);
    }
}
