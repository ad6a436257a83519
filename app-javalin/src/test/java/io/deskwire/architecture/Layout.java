package io.deskwire.architecture;

import java.util.ArrayList;
import java.util.List;

/**
 * Where things are below a root package. The rules are written once and run over two code bases: ours, which must keep them,
 * and the fixtures, laid out in the same way, which must break each of them.
 */
record Layout(String root) {

    static final Layout OURS = new Layout("io.deskwire");
    static final Layout FIXTURES = new Layout("io.deskwire.architecture.fixture");

    private static final List<String> CORE = List.of(
            "message",
            "channel",
            "config",
            "rules",
            "intake",
            "threading",
            "ticket",
            "delivery",
            "failure",
            "work",
            "engine",
            "retention",
            "audit");
    private static final List<String> OUTSIDE_CORE = List.of(
            "json",
            "mime",
            "http",
            "adapter",
            "adapter.imap",
            "adapter.gmail",
            "adapter.graph",
            "adapter.re2j",
            "adapter.cloud.common",
            "adapter.helpdesks",
            "jdbc",
            "testkit",
            "app");

    /** Everything below the root. */
    String all() {
        return root + "..";
    }

    /** The patterns of the core's packages, the facade's own among them. */
    String[] core() {
        List<String> patterns = new ArrayList<>();
        patterns.add(root);
        CORE.forEach(feature -> patterns.add(below(feature)));
        return patterns.toArray(String[]::new);
    }

    /** The pattern of one package with those below it. */
    String below(String name) {
        return root + "." + name + "..";
    }

    /** The patterns of several packages. */
    String[] below(String... names) {
        String[] patterns = new String[names.length];
        for (int i = 0; i < names.length; i++) {
            patterns[i] = below(names[i]);
        }
        return patterns;
    }

    /** The patterns of the core and of further packages. */
    String[] coreAnd(String... names) {
        List<String> patterns = new ArrayList<>(List.of(core()));
        patterns.addAll(List.of(below(names)));
        return patterns.toArray(String[]::new);
    }

    /** What embedders put on their class path: the core, the modules beside it and the adapters. */
    String[] library() {
        return coreAnd("json", "mime", "http", "adapter", "jdbc");
    }

    /** What embedders write code against: the library without the packages inside mime, which only mime itself uses. */
    String[] surface() {
        List<String> patterns = new ArrayList<>(List.of(coreAnd("json", "http", "adapter", "jdbc")));
        patterns.add(root + ".mime");
        return patterns.toArray(String[]::new);
    }

    /** Every pattern that a rule may name, so that none of them can be a misspelt one that matches nothing. */
    List<String> patterns() {
        List<String> patterns = new ArrayList<>(List.of(core()));
        OUTSIDE_CORE.forEach(name -> patterns.add(below(name)));
        patterns.add(root + ".mime");
        patterns.add(root + ".mime.*..");
        patterns.add(all());
        return patterns;
    }
}
