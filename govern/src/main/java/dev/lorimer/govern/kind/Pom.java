package dev.lorimer.govern.kind;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/// A Maven build file: the artifacts that it names, and its properties. External entities and
/// document types are never followed.
///
/// @param coordinates the file's own ones, as far as it says them: `groupId`, `artifactId`,
///   `version`, and the parent's as `parent.groupId` and so on
/// @param properties every value that a property gets, also in profiles
record Pom(
        Map<String, String> coordinates,
        Map<String, List<String>> properties,
        List<Artifact> artifacts,
        String parentPath) {
    /// 1,000: build files nest some 15 deep.
    private static final int DEPTH_MAX = 1000;

    /// Elements that use the artifact they name. An exclusion names one to keep it out.
    private static final List<String> USES =
            List.of(
                    "dependency",
                    "plugin",
                    "extension",
                    "path",
                    "annotationProcessorPath",
                    "parent");

    /// @param role the element that names it, as in `dependency`
    /// @param line from 1
    record Artifact(String group, String name, String role, int line) {}

    /// The file at `path`; empty when there is none, or none that is a well-formed build file.
    static Optional<Pom> read(Side side, String path) {
        return side.pom(path)
                .flatMap(read ->
                        read instanceof Poms.Read.Known known
                                ? Optional.of(known.pom())
                                : Optional.empty());
    }

    /// @throws XMLStreamException when the text is not well-formed, or uses entities of its own
    static Pom parse(byte[] xml) throws XMLStreamException {
        var factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        var reader = factory.createXMLStreamReader(new ByteArrayInputStream(xml));
        try {
            return new Reading(reader).pom();
        } finally {
            reader.close();
        }
    }

    Optional<String> artifactId() {
        return Optional.ofNullable(coordinates.get("artifactId"));
    }

    private static final class Reading {
        private final XMLStreamReader xml;
        private final Deque<Element> open = new ArrayDeque<>();
        private final Map<String, String> coordinates = new TreeMap<>();
        private final Map<String, List<String>> properties = new TreeMap<>();
        private final List<Artifact> artifacts = new ArrayList<>();
        private String parentPath = "../pom.xml";

        Reading(XMLStreamReader xml) {
            this.xml = xml;
        }

        Pom pom() throws XMLStreamException {
            while (xml.hasNext()) {
                switch (xml.next()) {
                    case XMLStreamConstants.START_ELEMENT -> start();
                    case XMLStreamConstants.CHARACTERS,
                            XMLStreamConstants.CDATA,
                            XMLStreamConstants.SPACE ->
                            text();
                    case XMLStreamConstants.ENTITY_REFERENCE ->
                            throw new XMLStreamException("it uses an entity of its own");
                    case XMLStreamConstants.END_ELEMENT -> end();
                    default -> {}
                }
            }
            return new Pom(
                    Collections.unmodifiableMap(coordinates),
                    Collections.unmodifiableMap(properties),
                    List.copyOf(artifacts),
                    parentPath);
        }

        private void start() throws XMLStreamException {
            if (open.size() >= DEPTH_MAX) {
                throw new XMLStreamException(
                        "it is nested deeper than %s elements".formatted(DEPTH_MAX));
            }
            open.push(new Element(xml.getLocalName(), xml.getLocation().getLineNumber()));
        }

        private void text() {
            if (!open.isEmpty()) {
                open.element().text.append(xml.getText());
            }
        }

        private void end() {
            var element = open.pop();
            if (open.isEmpty()) {
                return;
            }
            var parent = open.element();
            var text = element.text.toString().strip();
            parent.children.putIfAbsent(element.name, text);
            if (parent.name.equals("properties")) {
                properties.computeIfAbsent(element.name, _ -> new ArrayList<>(1)).add(text);
            }
            coordinate(element, parent, text);
            if (USES.contains(element.name) && element.children.containsKey("artifactId")) {
                artifacts.add(
                        new Artifact(
                                element.child(
                                        "groupId",
                                        element.name.equals("plugin")
                                                ? "org.apache.maven.plugins"
                                                : ""),
                                element.child("artifactId", ""),
                                element.name,
                                element.line));
            }
        }

        private void coordinate(Element element, Element parent, String text) {
            boolean coordinate = List.of("groupId", "artifactId", "version").contains(element.name);
            if (open.size() == 1 && coordinate) {
                coordinates.put(element.name, text);
            } else if (open.size() == 2 && parent.name.equals("parent") && coordinate) {
                coordinates.put("parent." + element.name, text);
            } else if (open.size() == 2
                    && parent.name.equals("parent")
                    && element.name.equals("relativePath")) {
                parentPath = text;
            }
        }
    }

    private static final class Element {
        private final String name;
        private final int line;
        private final StringBuilder text = new StringBuilder();
        private final Map<String, String> children = new TreeMap<>();

        Element(String name, int line) {
            this.name = name;
            this.line = line;
        }

        String child(String key, String otherwise) {
            return children.getOrDefault(key, otherwise);
        }
    }
}
