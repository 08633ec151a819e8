package dev.lorimer.bench.crash;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// One line of strace, taken apart.
///
/// @param parts the arguments as printed
/// @param answer what is printed after the equals sign
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
        int i = 1;
        while (i < part.length() - 1) {
            if (part.charAt(i) != '\\') {
                bytes.write(part.charAt(i));
                i++;
            } else if (part.charAt(i + 1) == 'x') {
                bytes.write(Integer.parseInt(part, i + 2, i + 4, 16));
                i += 4;
            } else {
                bytes.write(escaped(part.charAt(i + 1)));
                i += 2;
            }
        }
        return bytes.toByteArray();
    }

    private static int escaped(char letter) {
        return switch (letter) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'v' -> 0x0b;
            case '"', '\\' -> letter;
            default ->
                    throw new IllegalStateException(
                            "strace writes \"\\%s\", which is not understood".formatted(letter));
        };
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
