package io.deskwire.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Where the kept inputs lie, seen from this module's folder. */
final class Corpus {

    private static final Path PARSER_MAILS = Path.of("..", "mime", "src", "test", "resources");

    private Corpus() {}

    /** The folders with a target's inputs: what to begin with, and what was found once. */
    static List<Path> folders(FuzzTarget target) throws IOException {
        List<Path> folders = new ArrayList<>();
        for (String kind : List.of("seeds", "findings")) {
            Path folder = Path.of(kind, target.name());
            if (Files.isDirectory(folder)) {
                folders.add(folder);
            }
        }
        if (target.name().equals("mail")) {
            try (Stream<Path> all = Files.walk(PARSER_MAILS)) {
                all.filter(Files::isDirectory).forEach(folders::add);
            }
        }
        return folders;
    }

    /** Every kept input of a target. */
    static List<Path> files(FuzzTarget target) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path folder : folders(target)) {
            try (Stream<Path> all = Files.list(folder)) {
                all.filter(Files::isRegularFile)
                        .filter(file -> !file.toString().endsWith(".golden"))
                        .sorted()
                        .forEach(files::add);
            }
        }
        return files;
    }
}
