package dev.lorimer.govern.kind;

import java.util.Optional;
import javax.xml.stream.XMLStreamException;

/// What Maven build files say, each content read once. Safe for use by several threads.
final class Poms {
    /// 100,000 names of artifacts and properties take some 20 MB.
    private static final int NAMES_MAX = 100_000;

    private final Memory<String, Read> known = new Memory<>(Poms::weight, NAMES_MAX);

    /// A content that was read as a build file.
    sealed interface Read {
        record Known(Pom pom) implements Read {}

        /// @param line from 1; 0 when the parser names none
        record Broken(int line, String why) implements Read {}
    }

    Read of(String blob, byte[] xml) {
        return known.of(blob, () -> read(xml));
    }

    private static Read read(byte[] xml) {
        try {
            return new Read.Known(Pom.parse(xml));
        } catch (XMLStreamException wrong) {
            int line =
                    Optional.ofNullable(wrong.getLocation())
                            .map(where -> where.getLineNumber())
                            .orElse(0);
            return new Read.Broken(Math.max(0, line), String.valueOf(wrong.getMessage()));
        }
    }

    private static int weight(Read read) {
        return switch (read) {
            case Read.Known known ->
                    1 + known.pom().artifacts().size() + known.pom().properties().size();
            case Read.Broken _ -> 1;
        };
    }
}
