package io.deskwire.app.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The books: what was sent against where it stands. */
final class Ledger {

    private final Map<Integer, List<String>> places = new TreeMap<>();
    private final int sent;

    Ledger(int sent) {
        this.sent = sent;
    }

    /** Notes one place where a numbered message stands. */
    void found(int number, String place) {
        places.computeIfAbsent(number, n -> new ArrayList<>()).add(place);
    }

    long in(String place) {
        return places.values().stream()
                .flatMap(Collection::stream)
                .filter(place::equals)
                .count();
    }

    List<Integer> lost() {
        List<Integer> lost = new ArrayList<>();
        for (int number = 1; number <= sent; number++) {
            if (!places.containsKey(number)) {
                lost.add(number);
            }
        }
        return lost;
    }

    Map<Integer, List<String>> doubled() {
        Map<Integer, List<String>> doubled = new TreeMap<>(places);
        doubled.values().removeIf(found -> found.size() < 2);
        return doubled;
    }

    String print(String title, Map<String, Object> facts) {
        StringBuilder text = new StringBuilder();
        text.append("\n=== ledger: ").append(title).append(" ===\n");
        facts.forEach((name, value) -> text.append(String.format("%-34s %10s%n", name, value)));
        text.append(String.format("%-34s %10d%n", "sent", sent));
        text.append(String.format("%-34s %10d%n", "in tickets", in("ticket")));
        text.append(String.format("%-34s %10d%n", "filtered", in("filtered")));
        text.append(String.format("%-34s %10d%n", "dead letters", in("dead letter")));
        text.append(String.format("%-34s %10d%n", "lost", lost().size()));
        text.append(String.format("%-34s %10d%n", "doubled", doubled().size()));
        return text.toString();
    }
}
