package dev.lorimer.govern.author;

/// How one record names another.
///
/// @param id empty where nothing is to be named
/// @param file the name of its file, beside which the naming record lies
record Reference(String id, String file) {
    static Reference none() {
        return new Reference("", "");
    }

    /// What follows the word "superseded".
    String after(boolean front, boolean rst) {
        return id.isEmpty() ? "" : " by " + (front ? id : linked(rst));
    }

    String linked(boolean rst) {
        return rst || file.isEmpty() ? id : "[" + id + "](" + file + ")";
    }
}
