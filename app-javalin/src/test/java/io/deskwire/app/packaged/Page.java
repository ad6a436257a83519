package io.deskwire.app.packaged;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation.
 *
 * @param name path from the project's root
 * @param text what it says
 */
record Page(String name, String text) {

    private static final Pattern SHELL = Pattern.compile("^```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    /** All pages that people read. */
    static List<Page> all() {
        List<Path> files = new ArrayList<>();
        for (String single : List.of(
                "README.md", "CONTRIBUTING.md", "examples/README.md", "benchmarks/README.md", "packaging/README.md")) {
            files.add(BuiltJar.ROOT.resolve(single));
        }
        try (Stream<Path> docs = Files.walk(BuiltJar.ROOT.resolve("docs"))) {
            docs.filter(file -> file.toString().endsWith(".md")).sorted().forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files.stream()
                .map(file -> of(BuiltJar.ROOT.relativize(file).toString()))
                .toList();
    }

    static Page of(String name) {
        try {
            return new Page(name, Files.readString(BuiltJar.ROOT.resolve(name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its blocks for a shell, in order. */
    List<String> shell() {
        return SHELL.matcher(text).results().map(block -> block.group(1)).toList();
    }

    /** The block below {@code <!-- block: NAME -->}. */
    String block(String block) {
        Matcher found = Pattern.compile("<!-- block: " + Pattern.quote(block) + " -->\n```sh\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
                .matcher(text);
        if (!found.find()) {
            throw new IllegalStateException(name + " has no block " + block);
        }
        return found.group(1);
    }

    @Override
    public String toString() {
        return name;
    }
}
