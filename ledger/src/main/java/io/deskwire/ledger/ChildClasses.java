package io.deskwire.ledger;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * The server processes' class path, with the classes that a first process loaded kept in an archive: those that follow start
 * in half the time, and a run starts many. Archives know jars alone, so folders of classes are packed first.
 */
final class ChildClasses {

    private final String classPath;
    private final Path archive;

    /**
     * @param folder where packed folders and the archive lie
     */
    ChildClasses(Path folder) throws IOException {
        Files.createDirectories(folder);
        List<String> entries = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path path = Path.of(entry);
            if (!Files.isDirectory(path)) {
                entries.add(entry);
            } else if (Files.exists(path)) {
                entries.add(packed(path, folder.resolve("classes" + entries.size() + ".jar"))
                        .toString());
            }
        }
        classPath = String.join(File.pathSeparator, entries);
        archive = folder.resolve("classes.jsa");
    }

    private static Path packed(Path classes, Path jar) throws IOException {
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out);
                Stream<Path> all = Files.walk(classes)) {
            for (Path file : all.filter(path -> !path.equals(classes)).sorted().toList()) {
                boolean folder = Files.isDirectory(file);
                String name = classes.relativize(file).toString().replace(File.separatorChar, '/');
                // Folders too: Flyway asks the class loader for the folder of its migrations.
                entries.putNextEntry(new JarEntry(folder ? name + "/" : name));
                if (!folder) {
                    Files.copy(file, entries);
                }
                entries.closeEntry();
            }
        }
        return jar;
    }

    /** Options for the next process; the first one that ends by itself makes the archive. */
    List<String> options() {
        return List.of(
                Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-XX:ArchiveClassesAtExit=" + archive,
                "-Xshare:auto",
                "-cp",
                classPath);
    }
}
