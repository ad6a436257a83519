package io.deskwire.ledger;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How large a run is.
 *
 * @param messages numbered messages over all channels
 * @param kills how often a process is ended, at named steps and at random
 * @param seed of everything random in the driver
 * @param nodes server processes at once; more than one needs PostgreSQL
 * @param postgresql the database; SQLite otherwise
 * @param steps which named steps the first kills go through: {@code no}, {@code yes} or {@code all}
 * @param freezes how often a node is stopped past its lease and woken
 * @param rate seconds of the servers' clock in one of the world's
 * @param patience seconds of the world's clock until everything has to have its place after the last kill
 * @param folder where the server's data lies
 */
record Options(
        int messages,
        int kills,
        long seed,
        int nodes,
        boolean postgresql,
        String steps,
        int freezes,
        int rate,
        int patience,
        Path folder) {
    Options {
        if (nodes > 1 && !postgresql) {
            throw new IllegalArgumentException("several nodes need database=postgresql");
        }
        if (messages < 1 || kills < 0 || nodes < 1 || rate < 1) {
            throw new IllegalArgumentException("messages, nodes and rate are 1 or more, kills 0 or more");
        }
    }

    /** {@code name=value} pairs of a command line; what is missing has the short form's value. */
    static Options parse(Path folder, String... arguments) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("expected name=value, got " + argument);
            }
            values.put(argument.substring(0, equals), argument.substring(equals + 1));
        }
        Options options = new Options(
                Integer.parseInt(take(values, "messages", "400")),
                Integer.parseInt(take(values, "kills", "30")),
                Long.parseLong(take(values, "seed", "7")),
                Integer.parseInt(take(values, "nodes", "1")),
                take(values, "database", "sqlite").equals("postgresql"),
                take(values, "steps", "yes"),
                Integer.parseInt(take(values, "freezes", "0")),
                Integer.parseInt(take(values, "rate", "10")),
                Integer.parseInt(take(values, "patience", "120")),
                Path.of(take(values, "folder", folder.toString())));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException("unknown: " + values.keySet()
                    + "; known: messages kills seed nodes database steps freezes rate patience folder");
        }
        return options;
    }

    private static String take(Map<String, String> values, String name, String absent) {
        String value = values.remove(name);
        return value == null ? absent : value;
    }

    /** The command that repeats this run. */
    String command() {
        return "java -jar ledger/target/ledger.jar messages=" + messages + " kills=" + kills + " seed=" + seed
                + " nodes="
                + nodes + " database=" + (postgresql ? "postgresql" : "sqlite") + " steps=" + steps
                + " freezes=" + freezes + " rate=" + rate + " patience=" + patience;
    }
}
