package dev.lorimer.bench.crash;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One line of strace, taken apart.
///
/// @param arguments as printed, without the contents of long strings
/// @param result as printed after the equals sign
record SystemCall(String name, List<String> parts, String answer) {
    /// @throws IllegalStateException when the line is cut or not understood
    static SystemCall parse(String text) {
        int at = text.indexOf('(');
        var parts = new ArrayList<String>();
        int start = at + 1;
        int i = start;
        int depth = 0;
        boolean quoted = false;
        for (; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (quoted) {
                if (letter == '\\') {
                    i++;
                } else if (letter == '"') {
                    quoted = false;
                }
            } else if (letter == '"') {
                quoted = true;
            } else if (letter == '(' || letter == '{' || letter == '[') {
                depth++;
            } else if (letter == ')' && depth == 0) {
                break;
            } else if (letter == ')' || letter == '}' || letter == ']') {
                depth--;
            } else if (letter == ',' && depth == 0) {
                parts.add(text.substring(start, i).strip());
                start = i + 1;
            }
        }
        parts.add(text.substring(start, i).strip());
        int equals = text.indexOf('=', i);
        // A sync that is not finished yet has no answer; nobody asks for it.
        return new SystemCall(
                text.substring(0, at), parts, equals < 0 ? "" : text.substring(equals + 1).strip());
    }

    boolean failed() {
        return answer.startsWith("-") || answer.startsWith("?");
    }

    long result() {
        int end = 0;
        while (end < answer.length() && Character.isDigit(answer.charAt(end))) {
            end++;
        }
        return Long.parseLong(answer.substring(0, end));
    }

    /// The path of the descriptor that was answered.
    String resultPath() {
        return path(answer);
    }

    /// The path of the descriptor that is this argument.
    String path(int argument) {
        return path(parts.get(argument));
    }

    long number(int argument) {
        return Long.parseLong(parts.get(argument));
    }

    String text(int argument) {
        return new String(bytes(argument), StandardCharsets.UTF_8);
    }

    /// All arguments as printed.
    String arguments() {
        return String.join(", ", parts);
    }

    byte[] bytes(int argument) {
        String part = parts.get(argument);
        if (!part.startsWith("\"") || !part.endsWith("\"")) {
            throw new IllegalStateException(
                    "strace has cut a string of %s; raise its limit".formatted(name));
        }
        var bytes = new ByteArrayOutputStream(part.length() / 4);
        for (int i = 1; i < part.length() - 1; i++) {
            char letter = part.charAt(i);
            if (letter != '\\') {
                bytes.write(letter);
                continue;
            }
            i++;
            switch (part.charAt(i)) {
                case 'x' -> {
                    bytes.write(Integer.parseInt(part, i + 1, i + 3, 16));
                    i += 2;
                }
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case 'r' -> bytes.write('\r');
                case 'f' -> bytes.write('\f');
                case 'v' -> bytes.write(0x0b);
                case '"' -> bytes.write('"');
                case '\\' -> bytes.write('\\');
                default ->
                        throw new IllegalStateException(
                                "strace writes \"\\%s\", which is not understood"
                                        .formatted(part.charAt(i)));
            }
        }
        return bytes.toByteArray();
    }

    private static String path(String descriptor) {
        int from = descriptor.indexOf('<');
        int to = descriptor.lastIndexOf('>');
        if (from < 0 || to < from) {
            return "";
        }
        return descriptor.substring(from + 1, to) + descriptor.substring(to + 1);
    }
}
