package io.deskwire.ledger;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Whose letters a mail server numbered in another order than it was handed them. A Maildir knows no order within a second, and
 * none at all when its numbers are given anew; whoever reads it by its numbers can know no better.
 */
final class ServerOrder {

    private static final Pattern IMAP = Pattern.compile("imap:(\\d+):(\\d+)");
    /** Dovecot's UIDL: the number, then the validity. */
    private static final Pattern POP3 = Pattern.compile("pop3:(\\p{XDigit}{8})(\\p{XDigit}{8})(?:#\\d+)?");

    private record Position(long validity, long number) implements Comparable<Position> {

        @Override
        public int compareTo(Position other) {
            return Comparator.comparingLong(Position::validity)
                    .thenComparingLong(Position::number)
                    .compare(this, other);
        }

        static @Nullable Position of(@Nullable String sourceKey) {
            String key = sourceKey == null ? "" : sourceKey;
            Matcher imap = IMAP.matcher(key);
            if (imap.matches()) {
                return new Position(Long.parseLong(imap.group(1)), Long.parseLong(imap.group(2)));
            }
            Matcher pop3 = POP3.matcher(key);
            return pop3.matches()
                    ? new Position(Long.parseLong(pop3.group(2), 16), Long.parseLong(pop3.group(1), 16))
                    : null;
        }
    }

    private ServerOrder() {}

    /** Customers of mailboxes whose letters, as far as they were read, do not stand in the order of their turns. */
    static Set<String> disturbed(Map<Integer, Letter> letters, Iterable<Books.Entry> entries) {
        Map<String, TreeMap<Integer, Position>> byTurn = new HashMap<>();
        for (Books.Entry entry : entries) {
            Letter letter = letters.get(entry.number());
            Position position = Position.of(entry.sourceKey());
            if (letter != null && position != null) {
                byTurn.computeIfAbsent(letter.customer(), c -> new TreeMap<>()).put(letter.turn(), position);
            }
        }
        Set<String> disturbed = new TreeSet<>();
        byTurn.forEach((customer, turns) -> {
            Position before = null;
            for (Position position : turns.values()) {
                if (before != null && before.compareTo(position) > 0) {
                    disturbed.add(customer);
                }
                before = position;
            }
        });
        return disturbed;
    }
}
