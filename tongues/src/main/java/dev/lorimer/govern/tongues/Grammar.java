package dev.lorimer.govern.tongues;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.treesitter.TSInputEncoding;
import org.treesitter.TSLanguage;
import org.treesitter.TSNode;
import org.treesitter.TSParser;
import org.treesitter.TSTreeCursor;

/// Parses text by one grammar into a tree of ours. Safe for use by several threads.
final class Grammar {
    /// Generated giants of 4 MiB have some million nodes, which take 100 MB.
    private static final int NODES_MAX = 1_500_000;

    /// People nest some 100 nodes deep.
    private static final int DEPTH_MAX = 1_500;

    private final TSLanguage language;

    Grammar(TSLanguage language) {
        this.language = language;
    }

    /// A tree, or why there is none.
    sealed interface Parsed {
        record Whole(Node root) implements Parsed {}

        record Refused(String why) implements Parsed {}
    }

    Parsed parse(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        try (var parser = new TSParser()) {
            if (!parser.setLanguage(language)) {
                return new Parsed.Refused("its parser and its grammar are of different versions");
            }
            // The buffer is the parser's; text goes over in pieces.
            try (var tree =
                    parser.parse(
                            new byte[64 * 1024],
                            null,
                            (piece, from, _) -> copied(bytes, from, piece),
                            TSInputEncoding.TSInputEncodingUTF8)) {
                var copy = new Copy(bytes);
                try (var cursor = new TSTreeCursor(tree.getRootNode())) {
                    var root = copy.node(cursor, 0);
                    return copy.refusal
                            .<Parsed>map(Parsed.Refused::new)
                            .orElseGet(() -> new Parsed.Whole(root));
                }
            }
        }
    }

    private static int copied(byte[] bytes, int from, byte[] piece) {
        int length = Math.max(0, Math.min(piece.length, bytes.length - from));
        System.arraycopy(bytes, Math.min(from, bytes.length), piece, 0, length);
        return length;
    }

    private static final class Copy {
        private final byte[] bytes;
        private int nodes;
        private Optional<String> refusal = Optional.empty();

        Copy(byte[] bytes) {
            this.bytes = bytes;
        }

        Node node(TSTreeCursor cursor, int depth) {
            TSNode now = cursor.currentNode();
            var field = Optional.ofNullable(cursor.currentFieldName()).orElse("");
            if (++nodes > NODES_MAX) {
                refusal = Optional.of("it has more than %s syntax nodes".formatted(NODES_MAX));
            } else if (depth > DEPTH_MAX) {
                refusal = Optional.of("it is nested more than %s deep".formatted(DEPTH_MAX));
            }
            List<Node> children = new ArrayList<>();
            if (refusal.isEmpty() && cursor.gotoFirstChild()) {
                do {
                    children.add(node(cursor, depth + 1));
                } while (refusal.isEmpty() && cursor.gotoNextSibling());
                cursor.gotoParent();
            }
            int start = now.getStartByte();
            var text =
                    children.isEmpty()
                            ? new String(
                                    bytes, start, now.getEndByte() - start, StandardCharsets.UTF_8)
                            : "";
            return new Node(
                    now.getType(),
                    field,
                    now.getStartPoint().getRow() + 1,
                    text,
                    now.isError() || now.isMissing(),
                    List.copyOf(children));
        }
    }
}
