package dev.lorimer.govern;

/// Where a finding is.
///
/// @param file the path; empty when the change as a whole is meant
/// @param line from 1; 0 when the whole file is meant
public record Place(String file, int line) {
    public static Place change() {
        return new Place("", 0);
    }

    public static Place file(String path) {
        return new Place(path, 0);
    }

    @Override
    public String toString() {
        if (file.isEmpty()) {
            return "(the change)";
        }
        return line == 0 ? file : file + ":" + line;
    }
}
