package io.deskwire.ledger;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Compares what was handed over with what is there. */
final class Ledger {

    /** One channel's column sums. */
    private static final class Row {
        private int sent;
        private int repeated;
        private int tickets;
        private int filtered;
        private int dead;
        private int answers;
        private int atProvider;
        private int uncertain;
        private int failed;
    }

    private final Map<String, Row> rows = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Integer> sums = new LinkedHashMap<>();

    /** Balances one run. */
    Ledger(
            List<Feeder> feeders,
            Books books,
            List<Helpdesk.Taken> helpdesk,
            Collection<Agents.Given> given,
            List<String> problems,
            Set<String> retried) {
        Map<Integer, Letter> letters = new TreeMap<>();
        Map<Integer, Source> sources = new HashMap<>();
        for (Feeder feeder : feeders) {
            Row row = new Row();
            row.sent = feeder.letters().size();
            row.repeated = feeder.repeated();
            rows.put(feeder.source().channel(), row);
            for (Letter letter : feeder.letters()) {
                letters.put(letter.number(), letter);
                sources.put(letter.number(), feeder.source());
            }
            // It may have been taken, and only our answer lost; what is lost is counted below.
            sums.merge("posts that a provider gave up", feeder.source().thrownAway(), Integer::sum);
        }
        Set<String> disturbed = ServerOrder.disturbed(letters, books.entries());
        sums.put("customers whose mail server numbered them otherwise", disturbed.size());
        // Whoever was among the dead letters for a while was overtaken by what came later, and so was what it names.
        Set<String> overtaken = new TreeSet<>(disturbed);
        for (Books.Entry entry : books.entries()) {
            Letter letter = letters.get(entry.number());
            if (letter != null && entry.rawId() != null && retried.contains(entry.rawId())) {
                overtaken.add(letter.customer());
            }
        }
        letters.replaceAll((number, letter) -> overtaken.contains(letter.customer()) ? letter.unordered() : letter);
        problems.forEach(differences::add);
        places(letters, sources, books);
        order(letters, books);
        helpdesk(letters, books, helpdesk);
        for (Feeder feeder : feeders) {
            answers(feeder.source(), books, given);
        }
    }

    private void places(Map<Integer, Letter> letters, Map<Integer, Source> sources, Books books) {
        Map<Integer, List<Books.Entry>> found = new HashMap<>();
        for (Books.Entry entry : books.entries()) {
            found.computeIfAbsent(entry.number(), n -> new ArrayList<>()).add(entry);
        }
        int lost = 0;
        int doubled = 0;
        int misplaced = 0;
        for (Letter letter : letters.values()) {
            List<Books.Entry> places = found.getOrDefault(letter.number(), List.of());
            if (places.isEmpty()) {
                lost++;
                differences.add("lost: " + letter);
                continue;
            }
            if (places.size() > 1) {
                doubled++;
                differences.add("doubled: " + letter + " stands in " + places);
            }
            Books.Entry entry = places.get(0);
            Row row = rows.get(entry.channel());
            String wanted = switch (letter.kind()) {
                case PLAIN -> "ticket";
                case DROPPED -> "filtered";
                case HELD -> "dead letter";
            };
            if (row == null
                    || !entry.place().equals(wanted)
                    || !entry.channel().equals(sources.get(letter.number()).channel())) {
                misplaced++;
                differences.add("misplaced: " + letter + " stands in " + entry);
            }
            if (row != null) {
                switch (entry.place()) {
                    case "ticket" -> row.tickets++;
                    case "filtered" -> row.filtered++;
                    case "dead letter" -> row.dead++;
                    default -> {}
                }
            }
        }
        found.keySet().stream()
                .filter(number -> !letters.containsKey(number))
                .forEach(number -> differences.add("nobody sent " + found.get(number)));
        sums.put("lost", lost);
        sums.put("doubled", doubled);
        sums.put("misplaced", misplaced);
    }

    /** A ticket holds one customer's messages, all of them, in the order in which they were handed over. */
    private void order(Map<Integer, Letter> letters, Books books) {
        int wrong = 0;
        int mixed = 0;
        Map<String, Set<String>> ticketsOf = new HashMap<>();
        for (Map.Entry<String, List<Integer>> ticket : books.tickets().entrySet()) {
            Letter before = null;
            for (int number : ticket.getValue()) {
                Letter letter = letters.get(number);
                if (letter == null) {
                    continue;
                }
                if (before != null && !before.customer().equals(letter.customer())) {
                    mixed++;
                    differences.add("misfiled: " + ticket + " holds messages of several customers");
                    break;
                }
                if (before != null && !letter.shuffled() && before.turn() > letter.turn()) {
                    wrong++;
                    differences.add("out of order: " + ticket + " has " + before + " before " + letter);
                }
                before = letter;
            }
            if (before != null && !before.shuffled()) {
                ticketsOf
                        .computeIfAbsent(before.customer(), c -> new TreeSet<>())
                        .add(ticket.getKey());
            }
        }
        for (Map.Entry<String, Set<String>> one : ticketsOf.entrySet()) {
            if (one.getValue().size() > 1) {
                mixed++;
                differences.add("misfiled: " + one.getKey() + " has several tickets " + one.getValue());
            }
        }
        sums.put("out of order in a conversation", wrong);
        sums.put("misfiled", mixed);
    }

    private void helpdesk(Map<Integer, Letter> letters, Books books, List<Helpdesk.Taken> taken) {
        Map<Integer, List<Helpdesk.Taken>> byNumber = new HashMap<>();
        Map<String, List<Integer>> byConversation = new LinkedHashMap<>();
        for (Helpdesk.Taken one : taken) {
            byNumber.computeIfAbsent(one.number(), n -> new ArrayList<>()).add(one);
            byConversation
                    .computeIfAbsent(one.tenant() + "/" + one.conversation(), c -> new ArrayList<>())
                    .add(one.number());
        }
        int wrong = 0;
        for (Letter letter : letters.values()) {
            int times = byNumber.getOrDefault(letter.number(), List.of()).size();
            if (times != (letter.kind() == Letter.Kind.PLAIN ? 1 : 0)) {
                wrong++;
                differences.add("the helpdesk has " + letter + " " + times + " times");
            }
        }
        for (List<Integer> conversation : byConversation.values()) {
            for (int i = 1; i < conversation.size(); i++) {
                Letter one = letters.get(conversation.get(i - 1));
                Letter next = letters.get(conversation.get(i));
                if (one != null && next != null && !one.shuffled() && one.turn() > next.turn()) {
                    wrong++;
                    differences.add("the helpdesk got " + one + " before " + next);
                }
            }
        }
        sums.put("wrong at the helpdesk", wrong);
    }

    private void answers(Source source, Books books, Collection<Agents.Given> given) {
        Row row = rows.get(source.channel());
        Map<Integer, Integer> times = new HashMap<>();
        Map<String, Integer> newest = new HashMap<>();
        Map<Integer, Agents.Given> byNumber = new HashMap<>();
        given.forEach(one -> byNumber.put(one.answer().number(), one));
        for (String text : source.answers()) {
            int number = Answer.numberIn(text);
            if (times.merge(number, 1, Integer::sum) > 1 && number > 0) {
                sums.merge("answers handed over twice", 1, Integer::sum);
                differences.add(source.channel() + " got answer " + number + " twice");
            }
            Agents.Given one = byNumber.get(number);
            if (one != null) {
                newest.merge(one.answer().conversation(), number, Math::max);
            }
        }
        for (Agents.Given one : given) {
            if (!one.answer().channel().equals(source.channel())) {
                continue;
            }
            row.answers++;
            int count = times.getOrDefault(one.answer().number(), 0);
            row.atProvider += count;
            Books.Sent sent = books.sent(one.answer().key());
            if (sent == null) {
                sums.merge("answers lost", 1, Integer::sum);
                differences.add("answer " + one + " was taken and is not there");
            } else {
                balance(row, one, count, sent);
            }
        }
    }

    private void balance(Row row, Agents.Given one, int count, Books.Sent sent) {
        switch (sent.status()) {
            case "uncertain" -> row.uncertain++;
            case "failed", "rejected" -> {
                row.failed++;
                if (count > 0) {
                    differences.add("answer " + one + " is said to have failed and went out: " + sent);
                }
            }
            case "sent", "delivered", "read" -> {
                if (count == 0) {
                    sums.merge("answers lost", 1, Integer::sum);
                    differences.add("answer " + one + " is said to be sent and never went out: " + sent);
                }
            }
            default -> differences.add("answer " + one + " has no end: " + sent);
        }
    }

    /** Whatever does not balance, each in one line; empty when everything does. */
    List<String> differences() {
        return differences;
    }

    /** Sent, and what became of it, for the whole. */
    String print(Map<String, Object> facts, Map<String, Integer> faults) {
        sums.putIfAbsent("answers lost", 0);
        sums.putIfAbsent("answers handed over twice", 0);
        StringBuilder text = new StringBuilder("\n=== ledger ===\n");
        facts.forEach((name, value) -> text.append(String.format("%-46s %s%n", name, value)));
        text.append(String.format(
                "%n%-14s %8s %8s %8s %8s %8s %8s %8s %9s %8s%n",
                "channel",
                "sent",
                "repeats",
                "tickets",
                "filtered",
                "dead",
                "answers",
                "sent out",
                "uncertain",
                "failed"));
        Row all = new Row();
        rows.forEach((channel, row) -> {
            add(text, channel, row);
            all.sent += row.sent;
            all.repeated += row.repeated;
            all.tickets += row.tickets;
            all.filtered += row.filtered;
            all.dead += row.dead;
            all.answers += row.answers;
            all.atProvider += row.atProvider;
            all.uncertain += row.uncertain;
            all.failed += row.failed;
        });
        add(text, "all", all);
        text.append("\n");
        sums.forEach((name, value) -> text.append(String.format("%-46s %d%n", name, value)));
        text.append("\nfaults\n");
        faults.forEach((name, value) -> text.append(String.format("  %-44s %d%n", name, value)));
        if (!differences.isEmpty()) {
            text.append("\ndifferences\n");
            differences.stream()
                    .limit(60)
                    .forEach(line -> text.append("  ").append(line).append('\n'));
        }
        return text.toString();
    }

    private static void add(StringBuilder text, String channel, Row row) {
        text.append(String.format(
                "%-14s %8d %8d %8d %8d %8d %8d %8d %9d %8d%n",
                channel,
                row.sent,
                row.repeated,
                row.tickets,
                row.filtered,
                row.dead,
                row.answers,
                row.atProvider,
                row.uncertain,
                row.failed));
    }
}
