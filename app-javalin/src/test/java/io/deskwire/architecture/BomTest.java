package io.deskwire.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** The BOM has no parent, so nothing but this test keeps it in step with the modules. */
class BomTest {

    /** Modules that nobody depends on. */
    private static final Set<String> NOT_PUBLISHED = Set.of(
            "bom",
            "app-javalin",
            "examples",
            "examples/first-mail",
            "examples/spring-boot-3",
            "examples/spring-boot-4",
            "benchmarks",
            "ledger",
            "fuzz");

    private final Element parent = pom("../pom.xml");
    private final Element bom = pom("../bom/pom.xml");

    @Test
    void it_has_the_version_of_the_modules_and_no_parent() {
        assertThat(text(bom, "version")).isEqualTo(text(parent, "version"));
        assertThat(text(bom, "groupId")).isEqualTo(text(parent, "groupId"));
        assertThat(children(bom, "parent")).isEmpty();
    }

    @Test
    void it_names_every_published_module_and_nothing_else() {
        Set<String> expected = new HashSet<>();
        for (Element module : children(children(parent, "modules").get(0), "module")) {
            if (!NOT_PUBLISHED.contains(module.getTextContent())) {
                expected.add("io.deskwire:deskwire-" + module.getTextContent() + ":${project.version}");
            }
        }
        Element managed = children(children(bom, "dependencyManagement").get(0), "dependencies")
                .get(0);
        List<String> named = new ArrayList<>();
        for (Element dependency : children(managed, "dependency")) {
            named.add(text(dependency, "groupId") + ":" + text(dependency, "artifactId") + ":"
                    + text(dependency, "version"));
        }
        assertThat(named).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(expected);
    }

    private static Element pom(String path) {
        try {
            Document document = DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(Path.of(path).toFile());
            return document.getDocumentElement();
        } catch (IOException | SAXException | ParserConfigurationException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                children.add(element);
            }
        }
        return children;
    }

    private static String text(Element parent, String name) {
        return children(parent, name).get(0).getTextContent();
    }
}
